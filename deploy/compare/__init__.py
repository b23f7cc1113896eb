"""`make compare`: the four systems side by side over the same year of real receipts."""

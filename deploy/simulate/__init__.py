"""`make simulate`: a rule book over a year of real receipts, and over worse years."""

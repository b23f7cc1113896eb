"""The main job on real receipts: everything started, a market loaded, a year of bills replayed."""

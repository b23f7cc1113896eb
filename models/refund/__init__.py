"""Refunds: what of a bill goes back to its payer, and what the bill had funded with it."""

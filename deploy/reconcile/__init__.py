"""Reconciliation as a command: `make reconcile`."""

"""Settlement: paid orders become journals, claims and promises to pay, a batch at a time."""

from models.settlement.operations import Seeds, settle_batch

__all__ = ["Seeds", "settle_batch"]

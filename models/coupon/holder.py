"""Who may hold coupons: consumers by their own number, stores by a range of numbers above. Pure."""

from typing import Final

from models.ledger import Kind, account

_STORES: Final = 1 << 40


def store_holder(merchant_no: int) -> int:
    """The holder that a store is."""
    return _STORES | merchant_no


def is_store(holder_no: int) -> bool:
    """Whether a holder is a store."""
    return holder_no >= _STORES


def merchant_of(holder_no: int) -> int:
    """The store that a holder is."""
    return holder_no ^ _STORES


def holder_account(holder_no: int) -> int:
    """The ledger account of a holder's coupons."""
    return account(Kind.COUPON, holder_no)

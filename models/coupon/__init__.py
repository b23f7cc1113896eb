"""Coupons (消费券): what a holder may spend at any store of a market, and nothing else.

A coupon is a fen that lies in the book for its holder. `hold` keeps some for an order, so that none
is spent twice; closing the order lets them go (`models.order`), settling it spends them (`spend`).
`follow` lets purses follow whatever else journals post to COUPON accounts. Coupons are never paid
out in cash and never change hands: no door leads there. docs/coupons.md has the whole.
"""

from models.coupon.holder import holder_account, is_store, merchant_of, store_holder
from models.coupon.naming import (
    Named,
    NamedJustNow,
    PersonUnknown,
    name_person,
    named_by_store,
)
from models.coupon.operations import (
    CouponsBeyondBill,
    CouponsMissing,
    follow,
    hold,
    require_within,
    spend,
)
from models.coupon.queries import Purse, purse_of, purses_of

__all__ = [
    "CouponsBeyondBill",
    "CouponsMissing",
    "Named",
    "NamedJustNow",
    "PersonUnknown",
    "Purse",
    "follow",
    "hold",
    "holder_account",
    "is_store",
    "merchant_of",
    "name_person",
    "named_by_store",
    "purse_of",
    "purses_of",
    "require_within",
    "spend",
    "store_holder",
]

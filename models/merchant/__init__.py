"""Merchants: markets, shops, terms, staff, and whom an order pays beside its shoppers.

Terms are chosen within the rule book in force and apply forward; a change is another row. `Store`
is what the mini-programs read, `parties_of` what an order needs when it is opened.
"""

from models.merchant.admission import ChosenTerms
from models.merchant.market import market_or_only, open_markets
from models.merchant.operations import (
    Enrolment,
    add_staff,
    appoint_agent,
    choose_terms,
    enrol,
    open_market,
    set_open,
)
from models.merchant.parties import PARTIES, parties_of
from models.merchant.queries import (
    StaffMember,
    Store,
    by_scene,
    names_of,
    open_store,
    staff_member,
    staff_with_openid,
)

__all__ = [
    "PARTIES",
    "ChosenTerms",
    "Enrolment",
    "StaffMember",
    "Store",
    "add_staff",
    "appoint_agent",
    "by_scene",
    "choose_terms",
    "enrol",
    "market_or_only",
    "names_of",
    "open_market",
    "open_markets",
    "open_store",
    "parties_of",
    "set_open",
    "staff_member",
    "staff_with_openid",
]

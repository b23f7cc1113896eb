"""Merchants: markets, shops, terms, staff, and whom an order pays beside its shoppers.

Terms are chosen within the rule book in force and apply forward; a change is another row. `Store`
is what the mini-programs read, `parties_of` what an order needs when it is opened.
"""

from models.merchant.admission import ChosenTerms, RiskAccepted
from models.merchant.agency import appoint_agent, end_agency, merge_region
from models.merchant.holding import PresentTerms, choose_hold, present_terms
from models.merchant.market import market_or_only, open_markets
from models.merchant.operations import (
    Enrolment,
    add_staff,
    choose_terms,
    enrol,
    open_market,
    set_open,
)
from models.merchant.parties import PARTIES, bind_by_store, parties_of
from models.merchant.queries import (
    StaffMember,
    Store,
    StoreWithoutTerms,
    by_scene,
    names_of,
    open_store,
    staff_member,
    staff_with_openid,
    stores_open,
)
from models.merchant.risk import risk_hash, risk_words

__all__ = [
    "PARTIES",
    "ChosenTerms",
    "Enrolment",
    "PresentTerms",
    "RiskAccepted",
    "StaffMember",
    "Store",
    "StoreWithoutTerms",
    "add_staff",
    "appoint_agent",
    "bind_by_store",
    "by_scene",
    "choose_hold",
    "choose_terms",
    "end_agency",
    "enrol",
    "market_or_only",
    "merge_region",
    "names_of",
    "open_market",
    "open_markets",
    "open_store",
    "parties_of",
    "present_terms",
    "risk_hash",
    "risk_words",
    "set_open",
    "staff_member",
    "staff_with_openid",
    "stores_open",
]

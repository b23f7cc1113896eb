"""Shared stores (共享门店): what a store distributes to the holders in its register, pro rata.

A register names at most two hundred holders with parts that add up to its whole, in versions that
apply forward by the month. For a month that is over the owner declares an amount; it is paid out of
what the platform owes that store, and out of nothing else, whole or not at all, and waits visibly
until then. Who brought whom plays no part in it, and nobody pays to stand in a register.
"""

from models.shared_store.declaring import declare, withdraw
from models.shared_store.own import OwnPart, OwnShare, own_parts, own_shares
from models.shared_store.paying import markets_with_funded, pay_funded
from models.shared_store.queries import (
    Distribution,
    all_registers,
    distribution,
    distributions_of,
    registers_of,
)
from models.shared_store.register import MOST_HOLDERS, Register, Share
from models.shared_store.registering import next_version, set_register
from models.shared_store.rules import Declared, draft

__all__ = [
    "MOST_HOLDERS",
    "Declared",
    "Distribution",
    "OwnPart",
    "OwnShare",
    "Register",
    "Share",
    "all_registers",
    "declare",
    "distribution",
    "distributions_of",
    "draft",
    "markets_with_funded",
    "next_version",
    "own_parts",
    "own_shares",
    "pay_funded",
    "registers_of",
    "set_register",
    "withdraw",
]

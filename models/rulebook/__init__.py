"""Rule books: what a program pays, as data that is executed, judged and read from one source.

`load` reads a book, `check` says everything against publishing it, `describe` writes it out for
people, `compile_allocation` makes it ready to divide orders. A book knows its own
`canonical_json()` and `content_hash()`. The wording guard `objections_to` serves every text that
people read, not only rule books. `publish` makes a sound book the next version of its market, with
the simulation and the sign-off that let it pass, which `publication_of` tells again;
`in_force`, `timeline` and `load_no` find a version again.
"""

from models.rulebook.allocation import compile_allocation
from models.rulebook.book import (
    AppreciatingPointsBook,
    Book,
    GreenPointsBook,
    PacketChainBook,
    WeekdayPoolBook,
)
from models.rulebook.defaults import (
    default_appreciating_points_book,
    default_green_points_book,
    default_packet_chain_book,
    default_weekday_pool_book,
)
from models.rulebook.gate import check
from models.rulebook.objection import RuleBookRefused
from models.rulebook.operations import publish
from models.rulebook.permission import SignOff
from models.rulebook.publication import Publication, publication_of
from models.rulebook.queries import Version, in_force, load_no, timeline, version_of
from models.rulebook.reading import load
from models.rulebook.simulated import Simulated
from models.rulebook.text import describe
from models.rulebook.wording import objections_to

__all__ = [
    "AppreciatingPointsBook",
    "Book",
    "GreenPointsBook",
    "PacketChainBook",
    "Publication",
    "RuleBookRefused",
    "SignOff",
    "Simulated",
    "Version",
    "WeekdayPoolBook",
    "check",
    "compile_allocation",
    "default_appreciating_points_book",
    "default_green_points_book",
    "default_packet_chain_book",
    "default_weekday_pool_book",
    "describe",
    "in_force",
    "load",
    "load_no",
    "objections_to",
    "publication_of",
    "publish",
    "timeline",
    "version_of",
]

"""Rule books: what a program pays, as data that is executed, judged and read from one source.

`load` reads a book, `check` says everything against publishing it, `describe` writes it out for
people, `compile_allocation` makes it ready to divide orders. A book knows its own
`canonical_json()` and `content_hash()`. The wording guard `objections_to` serves every text that
people read, not only rule books. `publish` makes a sound book the next version of its market;
`in_force`, `timeline` and `load_no` find a version again.
"""

from models.rulebook.allocation import compile_allocation
from models.rulebook.book import PacketChainBook
from models.rulebook.defaults import default_packet_chain_book
from models.rulebook.gate import check
from models.rulebook.objection import RuleBookRefused
from models.rulebook.operations import publish
from models.rulebook.queries import Version, in_force, load_no, timeline, version_of
from models.rulebook.reading import load
from models.rulebook.text import describe
from models.rulebook.wording import objections_to

__all__ = [
    "PacketChainBook",
    "RuleBookRefused",
    "Version",
    "check",
    "compile_allocation",
    "default_packet_chain_book",
    "describe",
    "in_force",
    "load",
    "load_no",
    "objections_to",
    "publish",
    "timeline",
    "version_of",
]

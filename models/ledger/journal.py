"""What a journal is, and how each is chained to the one before.

The hash of a journal is SHA-256 over the previous journal's hash (32 bytes; zeros for the first)
followed by the UTF-8 text of eight fields joined by line feeds: market code, sequence number, kind,
subject id, posting time in microseconds since 1970, the account ids and the amounts in fen (each as
`{1,2,3}`), and the evidence as it is stored.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

from models.arrays import array_text

FIRST_HASH: Final = bytes(32)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Draft(Struct, frozen=True, gc=False):
    """A journal before it has its place: `amounts` in fen, one an account, adding up to zero."""

    kind: int
    subject_id: int
    accounts: Sequence[int]
    amounts: Sequence[int]
    evidence: str


class Head(Struct, frozen=True):
    """The last journal of a market: its number (0: none yet) and its hash."""

    seq: int
    hash: bytes


def link(
    market_code: int, seq: int, posted_at: datetime, draft: Draft, previous_hash: bytes
) -> bytes:
    """The hash of the journal that stands at `seq`, as this module's docstring lays it out."""
    accounts, amounts = array_text(draft.accounts), array_text(draft.amounts)
    return link_texts(market_code, seq, posted_at, draft, accounts, amounts, previous_hash)


def link_texts(
    market_code: int,
    seq: int,
    posted_at: datetime,
    draft: Draft,
    accounts: str,
    amounts: str,
    previous_hash: bytes,
) -> bytes:
    """`link` for whoever has the texts of both arrays already."""
    microseconds = (posted_at - _EPOCH) // _MICROSECOND
    text = (
        f"{market_code}\n{seq}\n{int(draft.kind)}\n{draft.subject_id}\n{microseconds}\n"
        f"{accounts}\n{amounts}\n{draft.evidence}"
    )
    return hashlib.sha256(previous_hash + text.encode()).digest()

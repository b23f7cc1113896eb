"""What a journal is, and how each is chained to the one before.

The hash of a journal is SHA-256 over, in this order: the previous journal's hash (32 bytes; zeros
for the first); market code (4 bytes), sequence number (8), kind (2), subject id (8), posting time
in microseconds since 1970 (8), number of legs (2), all as big-endian signed integers; the account
ids (8 each); the amounts in fen (8 each); and the evidence, the UTF-8 text as it is stored.
"""

import hashlib
import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec import Struct

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
    legs = len(draft.accounts)
    return hashlib.sha256(
        previous_hash
        + struct.pack(
            f">iqhqqh{2 * legs}q",
            market_code,
            seq,
            draft.kind,
            draft.subject_id,
            (posted_at - _EPOCH) // _MICROSECOND,
            legs,
            *draft.accounts,
            *draft.amounts,
        )
        + draft.evidence.encode()
    ).digest()

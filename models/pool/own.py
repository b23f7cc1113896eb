"""What a refund asks of a program: the records that it keeps of a bill, and how they shrink.

A record (a claim, a grant, a mint) has a cap and what counts against it. When its bill is refunded
its cap falls; what it had above the new one is taken out of its holder's purse as far as it lies
there, and the rest is a debt (DEBT against RECOVERY, owner: the record's number) that what the
holder gets later covers first. All that is decided in one place (`lower`), for a refund's preview,
for the refund itself and for the audit. A program says four things:

- `read`: its records of a settled bill as they stand. The payer's comes first; where the book has
  a rebate at once, that counts in its `received_fen`.
- `shrink`: a record as it is once the bill has shrunk, with a new `cap_fen` (and `points`, where
  it counts any, and what was earned, where that shrinks) and nothing else changed. Pure. Count from
  the whole bill down to what is left, so that several refunds end where one would; a bill refunded
  whole leaves a cap of 0.
- `write`: write the changes down. The caller holds the ledger's lock and posts their journal: money
  and debts are moved already, purses of coupons too. `taken_back_fen` counts no longer as received.
- `hold`: while somebody asks to have the bill back its records keep their place and receive
  nothing.
"""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from models.database import Connection
from models.pool.evidence import PooledEvidence


class OwnRecord(Struct, frozen=True, kw_only=True):
    """One record of a bill; amounts in fen, net of what was taken back before.

    `record_no` owns its DEBT and RECOVERY accounts and is no other record's of the market: a bill's
    first is its `own_no`, a second one has a bit above it (`own_no | 1 << 40`). `holder_id` is the
    account from which its holder can give back: a WALLET, or a COUPON where it pays in coupons.
    `points` are what else it counts (points, partners), `left_fen` is what of its bill is left
    where the program needs to know it once more. Where what a record has earned so far shrinks with
    its bill too, `earned_fen` is that: what was received above it goes back even below the cap.
    """

    record_no: int
    holder_id: int
    cap_fen: int
    received_fen: int
    points: int = 0
    left_fen: int = 0
    earned_fen: int | None = None

    @property
    def most_fen(self) -> int:
        """What may have been received by now."""
        return self.cap_fen if self.earned_fen is None else min(self.cap_fen, self.earned_fen)


class Cut(Struct, frozen=True, kw_only=True):
    """How a bill shrinks, in fen: of `amount_fen` there were `before_fen`, and `after_fen` stay."""

    amount_fen: int
    before_fen: int
    after_fen: int


class OwnChange(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a refund makes of one record; amounts in fen.

    `rebate_fen` of the rebate at once was taken back, `from_holder_fen` out of the holder's purse,
    and `debt_fen` is owed from now on.
    """

    record_no: int
    holder_id: int
    cap_before_fen: int
    cap_after_fen: int
    points_before: int = 0
    points_after: int = 0
    left_before_fen: int = 0
    left_after_fen: int = 0
    rebate_fen: int = 0
    from_holder_fen: int = 0
    debt_fen: int = 0

    @property
    def above_fen(self) -> int:
        """What the record had above its new cap."""
        return self.from_holder_fen + self.debt_fen

    @property
    def taken_back_fen(self) -> int:
        """What of the record counts as received no longer."""
        return self.rebate_fen + self.above_fen


class OwnRecords(Protocol):
    """A program's answer to refunds; an object without state, or a module."""

    async def read(
        self, connection: Connection, market_code: int, bill: PooledEvidence
    ) -> Sequence[OwnRecord]:
        """The bill's records as they stand; the same ones, in the same order, every time."""

    def shrink(self, record: OwnRecord, bill: PooledEvidence, cut: Cut) -> OwnRecord:
        """The record with the cap (and points) that it has once the bill has shrunk."""

    async def write(
        self,
        connection: Connection,
        market_code: int,
        bill: PooledEvidence,
        changes: Sequence[OwnChange],
    ) -> None:
        """Write the changes down; they stand in the order of `read`."""

    async def hold(
        self, connection: Connection, market_code: int, bill: PooledEvidence, *, held: bool
    ) -> None:
        """Hold the bill's records, or let them go on."""


def lower(before: OwnRecord, after: OwnRecord, *, rebate_fen: int, holder_fen: int) -> OwnChange:
    """What becomes of a record that shrinks from `before` to `after`.

    `rebate_fen` of what it has received was taken back already; its holder's purse has
    `holder_fen`.
    """
    above_fen = max(0, before.received_fen - rebate_fen - after.most_fen)
    from_holder_fen = min(above_fen, max(0, holder_fen))
    return OwnChange(
        record_no=before.record_no,
        holder_id=before.holder_id,
        cap_before_fen=before.cap_fen,
        cap_after_fen=after.cap_fen,
        points_before=before.points,
        points_after=after.points,
        left_before_fen=before.left_fen,
        left_after_fen=after.left_fen,
        rebate_fen=rebate_fen,
        from_holder_fen=from_holder_fen,
        debt_fen=above_fen - from_holder_fen,
    )

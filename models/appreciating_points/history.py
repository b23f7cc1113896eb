"""What happened to somebody's points, each with all that made it."""

from datetime import datetime
from typing import Literal

from msgspec import Struct, json

from models.appreciating_points.evidence import MintFacts
from models.database import Connection, statement
from models.pool.own import OwnChange
from models.refusal import Refusal

EntryKind = Literal["minted", "burned", "redeemed", "exited"]


class RedemptionUnknown(Refusal):
    """There is no such redemption, or it is somebody else's; the two look the same."""

    code = "points.redemption_unknown"


class RedemptionFacts(Struct, frozen=True, kw_only=True):
    """One redemption as it is kept; see `evidence.Redeemed`."""

    points: int
    price_e8: int
    pool_fen: int
    pool_points: int
    gross_fen: int
    paid_fen: int
    covered_fen: int
    book_no: int


class Entry(Struct, frozen=True, kw_only=True):
    """One entry, in market time. Of a bill or a refund `amount_fen` is its amount, of a redemption
    what left the pool. A bill's points are ripe from `matures_at`, unless `held`."""

    kind: EntryKind
    entry_id: int
    at: datetime
    store_name: str | None
    amount_fen: int
    facts: MintFacts | OwnChange | RedemptionFacts
    matures_at: datetime | None = None
    held: bool = False

    @property
    def points(self) -> int:
        """How many points came, or went (below zero)."""
        if isinstance(self.facts, MintFacts):
            return self.facts.points
        if isinstance(self.facts, OwnChange):
            return self.facts.points_after - self.facts.points_before
        return -self.facts.points

    @property
    def book_no(self) -> int:
        """The book by which points were redeemed; 0 for an entry that is no redemption."""
        return self.facts.book_no if isinstance(self.facts, RedemptionFacts) else 0


_FACTS: dict[str, type[MintFacts] | type[OwnChange] | type[RedemptionFacts]] = {
    "minted": MintFacts,
    "burned": OwnChange,
    "redeemed": RedemptionFacts,
    "exited": RedemptionFacts,
}


async def history_page(
    connection: Connection,
    *,
    market_code: int,
    consumer_no: int,
    limit: int,
    before: int | None = None,
) -> list[Entry]:
    """A consumer's entries, newest first; `before` is the last id of the page before."""
    rows = await connection.fetch(
        statement(__package__, "history"), market_code, consumer_no, before, limit
    )
    return [
        Entry(**{**row, "facts": json.decode(row["facts"], type=_FACTS[row["kind"]])})
        for row in rows
    ]


async def redemption_of(
    connection: Connection, *, market_code: int, consumer_no: int, redemption_id: int
) -> Entry:
    """One redemption of this consumer; raises `RedemptionUnknown`."""
    page = await history_page(
        connection,
        market_code=market_code,
        consumer_no=consumer_no,
        limit=1,
        before=redemption_id + 1,
    )
    if not page or page[0].entry_id != redemption_id:
        raise RedemptionUnknown
    return page[0]

"""What the book is asked about: a day in market time, and the ids that WeChat's lines name."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from msgspec import Struct

from models.clock import MARKET_ZONE
from models.database import Connection, statement
from models.ids import IdUnreadable, least_id_at, read_id
from models.reconciliation.entry import Entry, Sheet

_LONGEST = timedelta(days=35)
"""So long before its end something may have begun: WeChat splits an order for thirty days."""


class Asked(Struct, frozen=True):
    """One day, the markets that have books, and what WeChat's lines name."""

    day: date
    markets: Sequence[int]
    sheets: Sequence[Sheet]

    @property
    def starts_at(self) -> datetime:
        """Midnight in market time."""
        return datetime.combine(self.day, time(), MARKET_ZONE)

    @property
    def ends_at(self) -> datetime:
        """The next midnight."""
        return self.starts_at + timedelta(days=1)

    async def rows(self, connection: Connection, name: str, named: Sequence[int]) -> list[Any]:
        """The rows of a question `name`.sql about the day and the ids in `named`."""
        rows: list[Any] = await connection.fetch(
            statement(__package__, name),
            *(self.markets, least_id_at(self.starts_at - _LONGEST), least_id_at(self.ends_at)),
            *(self.starts_at, self.ends_at, named),
        )
        return rows

    def entries(self, *natures: str) -> Iterable[Entry]:
        """WeChat's lines of these natures, on whatever bill."""
        return (e for sheet in self.sheets for e in sheet.entries if e.nature in natures)


def ids_in(kind: str, numbers: Iterable[str]) -> list[int]:
    """The ids inside those numbers that are ours; `pay_0000000000005-split` counts too."""
    found = set()
    for number in numbers:
        try:
            found.add(read_id(kind, number.partition("-")[0]))
        except IdUnreadable:
            continue
    return sorted(found)

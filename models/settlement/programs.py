"""The programs whose bills fill a pool, by name, and what of them a batch needs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from models import appreciating_points, green_points, weekday_pool
from models.database import Connection
from models.ledger import Draft
from models.pool import Load, PooledBill, Program
from models.pool.program import Decides
from models.rulebook.allocation import AllocatedOrder
from models.settlement.books import CompiledBook
from models.settlement.journals import pool_journal
from models.settlement.rules import PaidOrder, pooled_bill_of

LOADS: Final[Mapping[str, Load]] = {
    "weekday_pool": weekday_pool.load,
    "green_points": green_points.load,
    "appreciating_points": appreciating_points.load,
}


async def load_programs(
    connection: Connection, market_code: int, bills: Iterable[tuple[str, PooledBill]]
) -> dict[str, Program]:
    """The programs of these (program, bill), each read for all of its bills at once."""
    by_program: defaultdict[str, list[PooledBill]] = defaultdict(list)
    for program, bill in bills:
        by_program[program].append(bill)
    return {
        program: await LOADS[program](connection, market_code, bills_of)
        for program, bills_of in by_program.items()
    }


def pooled_draft(
    program: Decides,
    book: CompiledBook,
    order: PaidOrder,
    allocated: AllocatedOrder,
    netted_fen: int,
    place: int,
) -> Draft:
    """Let a bill fill its program's pool; returns its journal, whose number is `place`."""
    bill = pooled_bill_of(order, allocated, netted_fen)
    facts = program.take(bill, place, book.book)
    return pool_journal(order, book.program, allocated, bill, place, facts)

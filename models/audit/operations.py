"""Auditing: one market after the other, each as it is at one moment."""

from collections.abc import Callable, Iterable

from models.audit.books import check_books
from models.audit.claims import ClaimCheck
from models.audit.distributions import check_distributions
from models.audit.draws import check_draws
from models.audit.finding import Report
from models.audit.journals import Reader
from models.audit.pools import check_tables
from models.audit.refunded import read_refunds
from models.database import Connection, Database, statement
from models.ledger import Head
from models.settlement import Seeds

Progress = Callable[[int, int], None]
"""Told how many of how many journals of a market were read."""

CHECKS = (
    "balance.differs",
    "balance.sign_wrong",
    "bounty.unearned",
    "claim.balance_differs",
    "claim.beyond_cap",
    "claim.held_unasked",
    "claim.packets_differ",
    "debt.differs",
    "earning.differs",
    "market.unbalanced",
    "purse.differs",
    "order.not_settled_once",
    "order.refunded_differs",
    "order.unasked",
    "paying.differs",
    "payment.without_notice",
    "payout.journal_differs",
    "payout.lost",
    "payout.not_the_discount",
    "payout.split_twice",
    "payout.stalled",
    "refund.beyond_paid",
    "refund.lost",
    "refund.not_posted",
    "returning.differs",
    "sweep.journal_differs",
    "taking.journal_differs",
    "transfer.journal_differs",
    "transfer.lost",
    "wallet.differs",
)
"""Findings that one statement each makes; `<noun>_<rest>.sql` stands beside this module."""


async def audit(database: Database, *, seeds: Seeds, progress: Progress | None = None) -> Report:
    """Audit every market; `seeds` must be those by which the packets were drawn."""
    report = Report()
    async with database.connection() as connection:
        markets = await connection.fetch("SELECT market_code FROM ledger_heads ORDER BY 1")
    for (market_code,) in markets:
        await audit_market(database, report, market_code, seeds=seeds, progress=progress)
    return report


async def audit_market(
    database: Database,
    report: Report,
    market_code: int,
    *,
    seeds: Seeds,
    progress: Progress | None = None,
) -> None:
    """Audit one market into `report`, at one moment, changing nothing."""
    async with (
        database.connection() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        report.figures["markets"] += 1
        await _read_journals(connection, report, market_code, seeds, progress)
        await check_distributions(connection, report, market_code)
        for code in CHECKS:
            await _check(connection, report, market_code, code)
        figures = await connection.fetchrow(statement(__package__, "figures"), market_code)
        report.figures.update(dict(figures))


async def _read_journals(
    connection: Connection,
    report: Report,
    market_code: int,
    seeds: Seeds,
    progress: Progress | None,
) -> None:
    head = Head(
        *await connection.fetchrow(
            "SELECT seq, hash FROM ledger_heads WHERE market_code = $1", market_code
        )
    )
    books = await check_books(connection, report, market_code)
    refunds = await read_refunds(connection, market_code)
    reader = Reader(report, market_code, books, lambda day: seeds(market_code, day), refunds)
    claims = ClaimCheck(report, market_code, reader)
    async for seq in reader.read(connection):
        await claims.compare_closed(connection)
        if progress and seq % 100 == 0:
            progress(seq, head.seq)
    await claims.compare_rest(connection)
    await check_tables(connection, report, market_code, reader.replay.pools, reader.derailed)
    last = reader.chain.head
    if last != head:
        report.find("chain.head_differs", market_code, f"journal {head.seq}", f"{last.seq}")
    await check_draws(connection, report, market_code, reader.days, reader.seed)
    if progress:
        progress(head.seq, head.seq)


async def _check(connection: Connection, report: Report, market_code: int, code: str) -> None:
    rows: Iterable[tuple[int, str]] = await connection.fetch(
        statement(__package__, code.replace(".", "_")), market_code
    )
    noun = code.partition(".")[0]
    for subject, detail in rows:
        report.find(code, market_code, f"{noun} {subject}", detail)

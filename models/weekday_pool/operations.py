"""Releasing: every midnight of market time, in order, each at its moment, once.

A midnight that is late finds the pool as it was: what bills of that day and later brought is left
out, and so are their claims. Between two midnights nothing is lost by waiting, so after an outage
the days follow one another, each with the book then in force.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from models import ledger
from models.clock import day_begins, market_day
from models.database import Connection, statement
from models.ledger import Head, Kind, account, owner_of
from models.pool import pool_account
from models.pool.books import last_book
from models.pool.debts import Debt, open_debts
from models.weekday_pool.claims import weekday_book
from models.weekday_pool.evidence import ReleaseEvidence
from models.weekday_pool.midnight import Midnight, Waiting, decide
from models.weekday_pool.release import PROGRAM, covered_of, journal_of, shares_of
from models.weekday_pool.spending import Spending


async def due_markets(connection: Connection, *, now: datetime) -> list[int]:
    """The markets with a midnight to release at `now` (market time); one cheap question."""
    rows = await connection.fetch(statement(__package__, "due_markets"), market_day(now))
    return [row["market_code"] for row in rows]


async def release_next(
    connection: Connection, market_code: int, *, release_id: int, now: datetime
) -> date | None:
    """Release the next midnight of a market that is due, in a transaction; returns its day.

    `release_id` is a fresh id, by which the release stands among other movements of money.

    None: nothing is due at `now`, or bills of the day before wait to be settled. A day that
    releases nothing is marked all the same.
    """
    head = await ledger.lock_head(connection, market_code)
    row = await connection.fetchrow(
        "SELECT released_on FROM weekday_pools WHERE market_code = $1", market_code
    )
    if row is None or row["released_on"] >= market_day(now):
        return None
    day: date = row["released_on"] + timedelta(days=1)
    if await _bills_wait(connection, market_code, day):
        return None
    evidence = await _decide(connection, market_code, day)
    if evidence is not None:
        await _post(connection, market_code, head, evidence, release_id, now)
    await connection.execute(
        "UPDATE weekday_pools SET released_on = $2, waiting_claims = coalesce($3, waiting_claims),"
        " lacking_fen = coalesce($4, lacking_fen) WHERE market_code = $1",
        *(market_code, day),
        *((len(evidence.claims), sum(evidence.lacking_fen)) if evidence else (None, None)),
    )
    return day


async def _bills_wait(connection: Connection, market_code: int, day: date) -> bool:
    waits: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM orders"
        " WHERE market_code = $1 AND state = 'paid' AND paid_at < $2 AND order_id <> ALL (ARRAY("
        "  SELECT subject_id FROM promises WHERE market_code = $1 AND job = 'order.settle')))",
        *(market_code, day_begins(day)),
    )
    return waits


async def _decide(connection: Connection, market_code: int, day: date) -> ReleaseEvidence | None:
    at = await _midnight(connection, market_code, day)
    if at is None or not at.fund_fen:
        return None
    rows = await connection.fetch(statement(__package__, "waiting"), market_code, day)
    waiting = [Waiting(*row) for row in rows]
    consumers = {one.consumer_no for one in waiting}
    return decide(
        at,
        waiting,
        await _spending(connection, market_code, at),
        await _debts(connection, market_code, sorted(consumers)),
    )


async def _midnight(connection: Connection, market_code: int, day: date) -> Midnight | None:
    version = await last_book(
        connection, market_code=market_code, program=PROGRAM, at=day_begins(day)
    )
    if version is None:
        return None
    pool = pool_account(PROGRAM)
    balances = await ledger.balances_of(connection, market_code, [pool])
    later_fen: int = await connection.fetchval(
        "SELECT coalesce(sum(fund_fen * left_fen / amount_fen), 0)::bigint FROM weekday_claims"
        " WHERE market_code = $1 AND opened_on >= $2",
        *(market_code, day),
    )
    return Midnight(
        day=day,
        book_no=version.book_no,
        book=weekday_book(version.book),
        pool_fen=max(0, balances[pool] - later_fen),
    )


async def _spending(connection: Connection, market_code: int, at: Midnight) -> dict[int, Spending]:
    spending: defaultdict[int, Spending] = defaultdict(Spending)
    for consumer_no, day, merchant_no, fen in await connection.fetch(
        "SELECT consumer_no, day, merchant_no, spent_fen FROM weekday_spending"
        " WHERE market_code = $1 AND day >= $2 AND day < $3",
        *(market_code, at.first_day, at.day),
    ):
        spending[consumer_no].add(day, merchant_no, fen)
    return dict(spending)


async def _debts(
    connection: Connection, market_code: int, consumers: Sequence[int]
) -> dict[int, tuple[Debt, ...]]:
    wallets = [account(Kind.WALLET, consumer_no) for consumer_no in consumers]
    found = await open_debts(connection, market_code, wallets)
    return {owner_of(wallet): debts for wallet, debts in found.items()}


async def _post(
    connection: Connection,
    market_code: int,
    head: Head,
    evidence: ReleaseEvidence,
    release_id: int,
    now: datetime,
) -> None:
    await ledger.post(connection, market_code, head, [journal_of(evidence)], posted_at=now)
    paid = [one for one in zip(evidence.claims, evidence.paid_fen, strict=True) if one[1]]
    await connection.execute(
        statement(__package__, "receive"),
        *(market_code, [claim_no for claim_no, _ in paid], [fen for _, fen in paid]),
    )
    shares, covered = shares_of(evidence.consumers, evidence.paid_fen), covered_of(evidence.covered)
    await connection.execute(
        statement(__package__, "keep_shares"),
        *(market_code, date.fromisoformat(evidence.day), release_id, now),
        *(list(shares), list(shares.values())),
        [covered.get(consumer_no, 0) for consumer_no in shares],
    )

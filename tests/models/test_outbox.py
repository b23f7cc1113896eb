import asyncio
from datetime import UTC, datetime, timedelta

from models.database import Database
from models.outbox import LEASE, Promise, keep, postpone, promise, take_due, withdraw

MARKET = 330100
NOW = datetime(2026, 3, 1, tzinfo=UTC)


async def _promise(database: Database, job: str, *subjects: int, due_at: datetime = NOW) -> None:
    await database.in_transaction(
        lambda c: promise(c, market_code=MARKET, job=job, subject_ids=subjects, due_at=due_at)
    )


async def _take(
    database: Database,
    job: str,
    *,
    now: datetime = NOW,
    limit: int = 10,
    lease: timedelta = LEASE,
) -> list[Promise]:
    return await database.in_transaction(
        lambda c: take_due(c, job=job, now=now, limit=limit, lease=lease)
    )


async def test_a_kept_promise_is_gone(database: Database) -> None:
    await _promise(database, "kept", 1, 2)
    taken = await _take(database, "kept")
    assert {(one.subject_id, one.attempt) for one in taken} == {(1, 1), (2, 1)}
    await database.in_transaction(lambda c: keep(c, taken))
    assert await _take(database, "kept", now=NOW + timedelta(days=1)) == []


async def test_nothing_is_taken_before_its_time(database: Database) -> None:
    await _promise(database, "early", 1, due_at=NOW + timedelta(seconds=1))
    assert await _take(database, "early") == []
    assert len(await _take(database, "early", now=NOW + timedelta(seconds=1))) == 1


async def test_a_promise_whose_taker_died_falls_due_again(database: Database) -> None:
    await _promise(database, "died", 1)
    assert len(await _take(database, "died", lease=timedelta(0))) == 1
    (again,) = await _take(database, "died")
    assert again.attempt == 2


async def test_a_lease_runs_by_the_machine_however_fast_the_market_goes(database: Database) -> None:
    await _promise(database, "leased", 1)
    assert len(await _take(database, "leased")) == 1
    assert await _take(database, "leased", now=NOW + timedelta(days=365)) == []


async def test_a_postponed_promise_says_why(database: Database) -> None:
    await _promise(database, "late", 1)
    (one,) = await _take(database, "late")
    later = NOW + timedelta(minutes=5)
    await database.in_transaction(
        lambda c: postpone(c, one, due_at=later, last_error="Unavailable")
    )
    async with database.connection() as connection:
        row = await connection.fetchrow("SELECT * FROM promises WHERE job = 'late'")
    assert (row["due_at"], row["last_error"], row["attempt"]) == (later, "Unavailable", 1)


async def test_what_is_promised_anew_while_in_hand_outlives_the_keeping(database: Database) -> None:
    await _promise(database, "anew", 1)
    taken = await _take(database, "anew")
    await _promise(database, "anew", 1)
    await database.in_transaction(lambda c: keep(c, taken))
    assert len(await _take(database, "anew")) == 1


async def test_a_withdrawn_promise_is_gone_whoever_holds_it(database: Database) -> None:
    await _promise(database, "gone", 1, 2, 3)
    (taken,) = await _take(database, "gone", limit=1, lease=timedelta(0))
    gone = [(MARKET, taken.subject_id), (MARKET, 99)]
    await database.in_transaction(lambda c: withdraw(c, job="gone", subjects=gone))
    assert len(await _take(database, "gone")) == 2


async def test_no_two_takers_hold_the_same_promise(database: Database) -> None:
    await _promise(database, "many", *range(100))
    hands = await asyncio.gather(*(_take(database, "many", limit=30) for _ in range(8)))
    taken = [one.subject_id for hand in hands for one in hand]
    assert len(taken) == len(set(taken))
    left = await _take(database, "many", limit=100)
    assert sorted(taken + [one.subject_id for one in left]) == list(range(100))


async def test_promising_nothing_and_keeping_nothing_is_nothing(database: Database) -> None:
    await _promise(database, "none")
    await database.in_transaction(lambda c: keep(c, []))
    await database.in_transaction(lambda c: withdraw(c, job="none", subjects=[]))
    assert await _take(database, "none") == []


async def test_an_old_hand_never_reaches_a_promise_that_was_withdrawn_and_made_again(
    database: Database,
) -> None:
    await _promise(database, "again", 1)
    old = await _take(database, "again")
    await database.in_transaction(lambda c: withdraw(c, job="again", subjects=[(MARKET, 1)]))
    await _promise(database, "again", 1)
    await _take(database, "again", lease=timedelta(0))
    await database.in_transaction(lambda c: keep(c, old))
    await database.in_transaction(lambda c: postpone(c, old[0], due_at=NOW + timedelta(days=9)))
    assert len(await _take(database, "again")) == 1

"""The weekday pool as it is settled and released: caps, midnights, and where every fen is from."""

from datetime import timedelta

import asyncpg
import pytest

from models import ledger, wallet
from models.clock import day_begins
from models.database import Database
from models.ledger import Kind
from models.weekday_pool import due_markets
from models.weekday_pool.release import journal_of
from tests.settling import add_bills, settle
from tests.weekday import MONDAY, WeekdayMarket, on, open_weekday

TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (
    MONDAY + timedelta(days=number) for number in range(1, 7)
)


async def test_e8_one_merchant_never_brings_back_more_than_the_discounts(
    database: Database,
) -> None:
    market = await open_weekday(database)
    for week in range(4):
        # The others feed the pool; consumer 7 keeps to one merchant, in bills of every size.
        for number in range(5):
            day, first = week * 7 + number, week * 100 + number * 10
            await market.settle(
                on(day, first + 1, 7, 3_000 + 1_700 * number),
                on(day, first + 2, 7, 500),
                on(day, first + 3, 8 + number, 90_000, at=20 + number),
                on(day, first + 4, 8 + number, 40_000, at=30 + number),
            )
            await market.midnights(MONDAY + timedelta(days=day + 1))
    await market.midnights(MONDAY + timedelta(days=200))
    claims = await market.rows(
        "SELECT discount_fen, cap_fen, received_fen, partners FROM weekday_claims"
        " WHERE market_code = $1 AND consumer_no = 7"
    )
    assert len(claims) == 40
    assert all(cap == discount and partners == 1 for discount, cap, _, partners in claims)
    assert all(discount // 10 < received <= discount for discount, _, received, _ in claims)
    got_fen = await market.wallet(7) + await market.balance(Kind.REBATE, 7)
    assert got_fen == sum(received for _, _, received, _ in claims)
    await market.check()
    await market.audit()


async def test_a_cap_rises_with_its_partners_and_a_closed_claim_opens_again(
    database: Database,
) -> None:
    market = await open_weekday(database)
    await market.settle(on(0, 1, 7), on(0, 2, 8, 50_000, at=20))
    first = await market.of_bill(1)
    assert (first["cap_fen"], first["received_fen"], first["partners"]) == (1_000, 100, 1)
    await market.ask(2, 8, 50_000)  # holds the other claim, so that this one is filled
    await market.midnights(FRIDAY)
    assert (await market.of_bill(1))["closed"]
    # ¥9.99 is less than a tenth of the first bill, so it makes no partner of it, but is one's own.
    await market.settle(on(4, 3, 7, 999, at=21))
    assert (await market.of_bill(1))["partners"] == 1
    assert (await market.of_bill(3))["partners"] == 2
    # One fen more in the same window does, in this bill and the first.
    await market.settle(on(5, 4, 7, 1, at=21), on(5, 5, 7, 20_000, at=22))
    risen, last = await market.of_bill(1), await market.of_bill(5)
    assert (risen["partners"], risen["cap_fen"], risen["closed"]) == (3, 3_000, False)
    assert (last["partners"], last["cap_fen"]) == (2, 4_000)
    # Thirty-one days later nothing of it counts, and no cap falls.
    await market.settle(on(36, 6, 7))
    assert (await market.of_bill(6))["partners"] == 1
    assert (await market.of_bill(1))["cap_fen"] == 3_000
    await market.audit()


async def test_a_midnight_is_recomputed_from_its_journal(database: Database) -> None:
    market = await open_weekday(database)
    await market.settle(
        on(0, 1, 7), on(0, 2, 7, 10_000, at=20), on(0, 3, 8, 10_000), on(0, 4, 9, 300)
    )
    assert await market.pool() == 700 + 700 + 700 + 21
    assert await market.midnights(TUESDAY) == [TUESDAY]
    told = await market.release(TUESDAY)
    assert told is not None
    # 20 % of 2,121 fen. Consumer 7 was at two merchants: 31/30 × 5/4, the others 31/30.
    assert (told.pool_fen, told.release_bp, told.fund_fen, told.left_fen) == (2_121, 2_000, 424, 0)
    assert told.lacking_fen == [1_900, 1_900, 900, 27]
    assert told.active_days == [1, 1, 1, 1]
    assert told.partners == [2, 2, 1, 1]
    assert told.multipliers == [155, 155, 124, 124]
    weights = [1_900 * 5, 1_900 * 5, 900 * 4, 27 * 4]
    exact = [424 * weight / sum(weights) for weight in weights]
    assert all(abs(paid - part) < 1 for paid, part in zip(told.paid_fen, exact, strict=True))
    assert sum(told.paid_fen) == 424
    assert await market.pool() == 2_121 - 424
    assert await market.wallet(7) == told.paid_fen[0] + told.paid_fen[1]
    shares = await market.rows(
        "SELECT consumer_no, fen FROM weekday_shares WHERE market_code = $1 ORDER BY 1"
    )
    assert shares == [(7, sum(told.paid_fen[:2])), (8, told.paid_fen[2]), (9, told.paid_fen[3])]
    await market.audit()


async def test_midnights_follow_in_order_after_an_outage_and_once(database: Database) -> None:
    market, beside = await open_weekday(database), await open_weekday(database)
    for one in (market, beside):
        await one.settle(on(0, 1, 7), on(0, 2, 8, 80_000))
    await beside.settle(on(3, 3, 9, 60_000))
    # Nobody was there until Monday; the late bill of `market` was settled meanwhile.
    for day in (TUESDAY, WEDNESDAY, THURSDAY, FRIDAY):
        assert await beside.midnights(day) == [day]
        assert await beside.midnights(day) == []
    await market.settle(on(3, 3, 9, 60_000))
    async with database.connection() as connection:
        now = day_begins(MONDAY + timedelta(days=7))
        assert {market.code, beside.code} <= set(await due_markets(connection, now=now))
    days = [MONDAY + timedelta(days=number) for number in range(1, 8)]
    assert await market.midnights(days[-1]) == days
    assert await beside.midnights(days[-1]) == days[4:]
    for day in days:
        late, timely = await market.release(day), await beside.release(day)
        assert (late is None) == (day in (SATURDAY, SUNDAY))
        assert (
            late is None
            or timely is None
            or ((late.pool_fen, late.paid_fen) == (timely.pool_fen, timely.paid_fen))
        )
    async with database.connection() as connection:
        assert market.code not in await due_markets(connection, now=market.now)
    await market.audit()
    await beside.audit()


async def test_a_past_midnight_is_refused_and_an_early_one_is_not_due(database: Database) -> None:
    market = await open_weekday(database)
    await market.settle(on(0, 1, 7), on(0, 2, 8))
    assert await market.midnights(MONDAY) == []
    await market.midnights(TUESDAY)
    told = await market.release(TUESDAY)
    assert told is not None
    async with database.connection() as connection, connection.transaction():
        head = await ledger.lock_head(connection, market.code)
        draft = journal_of(told)
        with pytest.raises(asyncpg.UniqueViolationError, match="journal_once"):
            await ledger.post(connection, market.code, head, [draft], posted_at=market.now)


async def test_a_midnight_waits_for_the_bills_before_it(database: Database) -> None:
    market = await open_weekday(database)
    await market.settle(on(0, 1, 7), on(0, 2, 8))
    await add_bills(database, market.code, [on(0, 3, 9)])
    assert await market.midnights(WEDNESDAY) == []
    async with database.connection() as connection:
        assert market.code not in await due_markets(connection, now=market.now)
    assert await settle(database, market.code, now=market.now) == 1
    assert await market.midnights(WEDNESDAY) == [TUESDAY, WEDNESDAY]
    told = await market.release(TUESDAY)
    assert told is not None
    assert len(told.claims) == 3


async def test_each_midnight_goes_by_the_book_then_in_force(database: Database) -> None:
    market = await open_weekday(database)
    await market.settle(on(0, 1, 7), on(0, 2, 8, 90_000))
    await market.publish(
        day_begins(WEDNESDAY),
        weekday_release_bp=(1_000,) * 7,
        window_days=20,
        disclosures=("token_buyers_gain", "early_joiners_gain", "last_joiners_least"),
    )
    await market.midnights(SUNDAY)
    told = {day: await market.release(day) for day in (TUESDAY, WEDNESDAY, SUNDAY)}
    assert {day: one and (one.book_no, one.release_bp) for day, one in told.items()} == {
        TUESDAY: (1, 2_000),
        WEDNESDAY: (2, 1_000),
        SUNDAY: (2, 1_000),
    }
    await market.audit()


async def test_a_consumer_in_two_markets_is_two(database: Database) -> None:
    one, other = await open_weekday(database), await open_weekday(database)
    await one.settle(on(0, 1, 7), on(0, 2, 8))
    await other.settle(on(0, 3, 7, at=20), on(0, 4, 8))
    assert [(await m.of_bill(n))["partners"] for m, n in ((one, 1), (other, 3))] == [1, 1]
    await one.midnights(TUESDAY)
    assert await one.wallet(7) > 0
    assert await other.wallet(7) == 0
    assert await other.pool() == 1_400


async def test_a_held_claim_receives_nothing_and_keeps_its_cap(database: Database) -> None:
    market = await open_weekday(database)
    await market.settle(on(0, 1, 7), on(0, 2, 8))
    refund_id = await market.ask(1, 7, 5_000)
    await market.midnights(TUESDAY)
    assert (await market.of_bill(1))["received_fen"] == 100
    assert (await market.of_bill(2))["received_fen"] > 100
    assert await market.approve(refund_id)
    left = await market.of_bill(1)
    assert (left["cap_fen"], left["left_fen"], left["frozen"]) == (500, 5_000, False)
    await market.midnights(WEDNESDAY)
    assert (await market.of_bill(1))["received_fen"] > 50
    await market.audit()


async def test_a_refund_leaves_a_debt_that_later_releases_cover(database: Database) -> None:
    market = await open_weekday(database)
    await market.settle(on(0, 1, 7), on(0, 2, 8, 50_000))
    await market.ask(2, 8, 50_000)
    await market.midnights(MONDAY + timedelta(days=10))
    assert (await market.of_bill(1))["closed"]
    await market.settle(on(10, 3, 7, 40_000, at=20))
    market.now += timedelta(days=2)
    # What lies in the wallet travels along with the rebates at once.
    assert await market.pay_out(1, 3) == 2
    assert await market.wallet(7) == 0
    received = (await market.of_bill(1))["received_fen"]
    await market.give(1, 10_000)
    claim = await market.of_bill(1)
    assert (claim["cap_fen"], claim["taken_back_fen"], claim["discount_fen"]) == (0, received, 0)
    assert await market.balance(Kind.DEBT, claim["claim_no"]) == -received
    days = await market.midnights(MONDAY + timedelta(days=14))
    told = [one for one in [await market.release(day) for day in days] if one]
    covered = sum(one.fen for release in told for one in release.covered)
    assert 0 < covered <= received
    assert await market.balance(Kind.DEBT, claim["claim_no"]) == covered - received
    assert await market.balance(Kind.RECOVERY, claim["claim_no"]) == received - covered
    await market.check()
    await market.audit()


async def test_what_was_refunded_makes_no_partner_and_no_active_day(database: Database) -> None:
    market = await open_weekday(database)
    await market.settle(on(0, 1, 7), on(1, 2, 7, at=20), on(1, 3, 8, 50_000))
    await market.give(1, 10_000)
    await market.midnights(WEDNESDAY)
    told = await market.release(WEDNESDAY)
    assert told is not None
    # Bill 2 keeps the cap of two partners that it once had, but counts one of them now.
    assert (told.partners, told.active_days) == ([1, 1], [1, 1])
    assert (await market.of_bill(2))["cap_fen"] == 2_000
    await market.audit()


async def test_every_fen_that_was_won_is_in_one_place(database: Database) -> None:
    market = await open_weekday(database)
    await market.settle(on(0, 1, 7), on(0, 2, 8, 50_000), on(0, 3, 7, 30_000, at=20))
    assert (await sums(market, 7)).pending_fen == 100 + 300
    await market.midnights(THURSDAY)
    await market.pay_out(1)
    before = await sums(market, 7)
    # The wallet travelled along with the rebate of bill 1 as far as its discount reached.
    assert (before.pending_fen, before.paid_fen) == (300, 1_000)
    assert before.won_fen == 300 + 1_000 + before.carried_fen
    await market.pay_out(3)
    before = await sums(market, 7)
    assert (before.pending_fen, before.carried_fen, before.won_fen) == (0, 0, before.paid_fen)
    await market.give(1, 10_000)
    await market.midnights(FRIDAY)
    left = await sums(market, 7)
    assert left.debt_fen > 0
    assert left.won_fen == left.pending_fen + left.paid_fen + left.carried_fen + left.given_back_fen
    async with database.connection() as connection:
        moved = await wallet.movements_page(
            connection, market_code=market.code, consumer_no=7, limit=10
        )
    released = [one for one in moved if one.kind == "release"]
    assert [one.result for one in released] == ["released_less_debt", *["released"] * 3]
    assert sum(one.fen for one in released) == left.won_fen - 400 - left.given_back_fen
    await market.audit()


async def sums(market: WeekdayMarket, consumer_no: int) -> wallet.Totals:
    async with market.database.connection() as connection:
        return await wallet.totals(connection, market_code=market.code, consumer_no=consumer_no)

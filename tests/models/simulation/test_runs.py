"""Engines over small towns: nothing is lost, no cap is passed, columns agree with the rules."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from models.green_points import Cohort, Live, Schedule, close_period, period_is_over
from models.rulebook import (
    Book,
    compile_allocation,
    default_appreciating_points_book,
    default_green_points_book,
    default_packet_chain_book,
    default_weekday_pool_book,
)
from models.simulation import FUTURES, Town, TownBill, findings_of, run, summarise, with_actors
from models.weekday_pool import (
    OpenClaim,
    cap_fen,
    multiplier,
    partners,
    release,
    to_release_fen,
)

FROM = datetime(2026, 1, 1, tzinfo=UTC)
BOOKS: dict[str, Book] = {
    book.program: book
    for book in (
        default_packet_chain_book(market_code=330_100, effective_at=FROM),
        default_weekday_pool_book(market_code=330_100, effective_at=FROM),
        default_green_points_book(market_code=330_100, effective_at=FROM),
        default_appreciating_points_book(market_code=330_100, effective_at=FROM),
    )
}
RATES = {1: 600, 2: 1_100, 3: 1_999}


@st.composite
def towns(draw: st.DrawFn) -> Town:
    days = draw(st.integers(1, 120))
    bills = draw(
        st.lists(
            st.builds(
                TownBill,
                day=st.integers(0, days - 1),
                consumer=st.integers(1, 5),
                merchant=st.sampled_from([1, 2, 3]),
                amount_fen=st.integers(1, 60) | st.integers(1, 60_000),
                refund_day=st.none() | st.integers(0, 120),
            ),
            max_size=60,
        )
    )
    kept = [
        bill
        if bill.refund_day is None or bill.refund_day > bill.day
        else replace(bill, refund_day=None)
        for bill in bills
    ]
    ordered = sorted(kept, key=lambda bill: bill.day)
    return Town(date(2026, 1, 5), days, ordered, RATES)


@pytest.mark.parametrize("program", BOOKS)
@given(town=towns())
@settings(max_examples=25)
def test_what_came_in_was_paid_is_left_or_was_returned(program: str, town: Town) -> None:
    done = run(BOOKS[program], town)
    assert done.into_fund_fen == done.paid_fen + done.left_fen + done.returned_fen
    assert done.left_fen >= 0
    assert done.debt_fen >= 0
    everybody = done.got_fen.total() + done.merchant_got_fen.total()
    assert everybody == done.paid_fen
    for month in done.months:
        assert month.funded_fen >= 0
    spent = sum(month.turnover_fen for month in done.months)
    assert spent == done.spent_fen.total()


@pytest.mark.parametrize("program", BOOKS)
@given(town=towns())
@settings(max_examples=15)
def test_without_refunds_nobody_is_above_a_cap(program: str, town: Town) -> None:
    calm = replace(town, bills=[replace(bill, refund_day=None) for bill in town.bills])
    done = run(BOOKS[program], calm)
    assert all(0 <= got <= cap for cap, got in done.claims)
    assert sum(got for _, got in done.claims) == done.paid_fen
    assert done.returned_fen == done.debt_fen == 0


@given(town=towns())
@settings(max_examples=20)
def test_the_weekday_pool_by_the_rules_one_claim_after_the_other(town: Town) -> None:
    book = BOOKS["weekday_pool"]
    assert book.program == "weekday_pool"
    allocation = compile_allocation(book)
    calm = replace(town, bills=[replace(bill, refund_day=None) for bill in town.bills])
    pool_fen = 0
    caps: dict[int, int] = {}
    got: Counter[int] = Counter()
    bills = list(enumerate(calm.bills))
    for day in range(calm.days):
        window = [bill for _, bill in bills if day - book.window_days <= bill.day < day]
        claims = []
        for number, bill in bills:
            if bill.day >= day:
                continue
            spent: Counter[int] = Counter()
            for one in window:
                if one.consumer == bill.consumer:
                    spent[one.merchant] += one.amount_fen
            found = partners(spent.values(), bill.amount_fen, book)
            discount = bill.amount_fen * RATES[bill.merchant] // 10_000
            caps[number] = max(
                caps[number],
                cap_fen(
                    amount_fen=bill.amount_fen, discount_fen=discount, partners=found, book=book
                ),
            )
            active = len({one.day for one in window if one.consumer == bill.consumer})
            factor = multiplier(active_days=active, partners=found, book=book)
            claims.append(OpenClaim(number, caps[number] - got[number], factor))
        fund = to_release_fen(pool_fen, calm.date_of(day).weekday(), book)
        done = release(fund, claims)
        for claim, paid in zip(claims, done.paid_fen, strict=True):
            got[claim.claim_no] += paid
        pool_fen -= sum(done.paid_fen)
        for number, bill in bills:
            if bill.day == day:
                order = allocation.split(
                    amount_fen=bill.amount_fen,
                    discount_bp=RATES[bill.merchant],
                    filled=frozenset(line.party for line in book.lines),
                )
                caps[number] = order.discount_fen
                got[number] = order.instant_fen
                pool_fen += order.packets_fen
    fast = run(book, calm)
    assert fast.claims == [(caps[number], got[number]) for number, _ in bills]
    assert fast.left_fen == pool_fen


@given(town=towns())
@settings(max_examples=20)
def test_green_points_by_the_rules_one_grant_after_the_other(town: Town) -> None:
    book = BOOKS["green_points"]
    assert book.program == "green_points"
    calm = replace(town, bills=[replace(bill, refund_day=None) for bill in town.bills])
    pool = inflow = before = length = period = 0
    grants: list[Live] = []
    got: list[list[int]] = []
    schedules = {Cohort(0, 1): Schedule()}
    for day in range(calm.days):
        if period_is_over(days=length, inflow_fen=inflow, before_fen=before, book=book):
            closing = close_period(
                grants,
                schedules,
                {1: book},
                inflow_fen=inflow,
                before_fen=before,
                pool_fen=pool,
            )
            columns = (closing.due_fen, closing.payer_fen, closing.store_fen)
            for place, (due, payer, store) in enumerate(zip(*columns, strict=True)):
                got[place] = [got[place][0] + payer, got[place][1] + store]
                scheduled = grants[place].scheduled_fen + due
                grants[place] = replace(grants[place], scheduled_fen=scheduled)
            pool, before, inflow, length = pool - closing.released_fen, inflow, 0, 0
            period += 1
            schedules = closing.schedules | {Cohort(period, 1): Schedule()}
        for bill in calm.bills:
            if bill.day == day:
                discount = bill.amount_fen * RATES[bill.merchant] // 10_000
                pool += discount * book.payout_ratio_bp // 10_000
                inflow += discount * book.payout_ratio_bp // 10_000
                grants.append(Live(len(grants), discount, Cohort(period, 1)))
                got.append([0, 0])
        length += 1
    fast = run(book, calm)
    slow = [
        (grant.points * book.cap_multiple, side)
        for grant, sides in zip(grants, got, strict=True)
        for side in sides
    ]
    assert (fast.claims, fast.left_fen) == (slow, pool)


def year() -> Town:
    bills = [
        TownBill(day, 1 + (day * 7 + n) % 40, 1 + (day + n) % 3, 500 + (day * 37 + n * 991) % 9_000)
        for day in range(200)
        for n in range(8)
    ]
    return Town(date(2026, 1, 5), 200, bills, RATES)


@pytest.mark.parametrize("future", FUTURES)
@pytest.mark.parametrize("program", BOOKS)
def test_every_future_of_every_program_comes_to_figures(program: str, future: str) -> None:
    town = FUTURES[future](year())
    assert town == FUTURES[future](year())
    played_town, schemes = with_actors(town)
    assert len(played_town.bills) > len(town.bills)
    summary = summarise(town, run(BOOKS[program], town), run(BOOKS[program], played_town), schemes)
    months = [cohort.month for cohort in summary.cohorts]
    assert months == sorted(months, reverse=True)
    assert sum(cohort.people for cohort in summary.cohorts) == summary.people
    assert len(summary.plays) == len(schemes) == 4
    for finding in findings_of(summary):
        assert finding.zh
        assert finding.en
    taken = summary.into_fund_fen + summary.parties_fen + summary.platform_fen
    if future != "refund_wave":
        assert taken == summary.discount_fen
    else:
        assert summary.returned_fen > 0


def test_futures_are_what_they_say() -> None:
    town = year()
    bills = {name: future(town).bills for name, future in FUTURES.items()}
    count = len(town.bills)
    late = sum(bill.day >= 100 for bill in bills["minus20"])
    assert len(bills["replay"]) == count
    assert 0.7 < late / (count / 2) < 0.9
    assert len(bills["growth"]) > 1.2 * count
    assert sum(bill.day >= 100 for bill in bills["stall"]) < 0.15 * count / 2
    assert any(bill.refund_day is not None for bill in bills["refund_wave"])
    assert all(bill.day < 100 for bill in bills["merchants_leave"])

"""What must hold for whatever bills pass through a queue, in whatever order."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.packet_chain import Bill, Distribution, Queue, Terms, WindowTooShort
from models.packet_chain.rules import Claim

DAY = date(2026, 3, 2)
SEED = b"p" * 32

BILLS = st.lists(
    st.builds(
        Bill,
        order_id=st.integers(1, 2**62),
        consumer_no=st.integers(1, 9),
        amount_fen=st.integers(1, 60) | st.integers(1, 20_000),
        fund_fen=st.integers(0, 30) | st.integers(0, 3_000),
        paid_on=st.sampled_from([DAY, DAY + timedelta(days=1)]),
    ),
    max_size=60,
)
TERMS = st.builds(
    Terms, packets_per_order=st.integers(1, 50), cap_bp=st.sampled_from([100, 5_000, 10_000])
)


@dataclass
class Passage:
    """One bill, the claims that stood open when it came, and what it gave."""

    bill: Bill
    before: list[Claim]
    given: Distribution


def _copy(claim: Claim) -> Claim:
    return Claim(
        claim.claim_no,
        claim.consumer_no,
        claim.order_id,
        claim.opened_on,
        claim.cap_fen,
        claim.received_fen,
        claim.packet_count,
        claim.frozen,
        claim.closed,
    )


def _play(
    bills: list[Bill], terms: Terms, frozen: frozenset[int] = frozenset()
) -> tuple[list[Passage], dict[int, Claim], Queue]:
    queue = Queue(1, [], whole=True, reserve_fen=0)
    claims: dict[int, Claim] = {}
    passages = []
    for place, bill in enumerate(bills, start=1):
        for claim in claims.values():
            claim.frozen = claim.claim_no in frozen and place % 3 == 0
        before = [_copy(claim) for claim in claims.values() if not claim.closed]
        given = queue.pass_through(bill, place, SEED, terms)
        claims.update(queue.opened)
        passages.append(Passage(bill, before, given))
    return passages, claims, queue


@given(bills=BILLS, terms=TERMS)
def test_every_fen_that_was_given_lies_somewhere(bills: list[Bill], terms: Terms) -> None:
    passages, claims, queue = _play(bills, terms)
    received = sum(claim.received_fen for claim in claims.values())
    assert received + queue.reserve_fen == sum(bill.fund_fen for bill in bills)
    assert received == sum(sum(passage.given.paid_fen) for passage in passages)
    reserve_fen = 0
    for passage in passages:
        given = passage.given
        assert given.reserve_before_fen == reserve_fen >= 0
        assert given.reserve_taken_fen == min(reserve_fen, passage.bill.fund_fen)
        to_give = given.fund_fen + given.reserve_taken_fen
        assert sum(given.paid_fen) + given.reserve_given_fen == to_give
        assert sum(given.drawn_fen) == (given.part_fen if given.claims else 0)
        reserve_fen += given.reserve_change_fen


@given(bills=BILLS, terms=TERMS)
def test_no_claim_passes_its_cap_or_its_number(bills: list[Bill], terms: Terms) -> None:
    _, claims, _ = _play(bills, terms)
    for claim in claims.values():
        assert 0 <= claim.received_fen <= claim.cap_fen
        assert len(claim.new_fens) == len(claim.new_orders) == claim.packet_count
        assert claim.packet_count <= terms.packets_per_order
        assert sum(claim.new_fens) == claim.received_fen
        full = claim.received_fen == claim.cap_fen
        assert claim.closed == (full or claim.packet_count == terms.packets_per_order)
        assert all(fen >= 1 for fen in claim.new_fens)


@given(bills=BILLS, terms=TERMS, frozen=st.frozensets(st.integers(1, 60), max_size=12))
def test_the_oldest_come_first_and_never_the_payer(
    bills: list[Bill], terms: Terms, frozen: frozenset[int]
) -> None:
    passages, _, _ = _play(bills, terms, frozen)
    for passage in passages:
        entitled = [
            claim.claim_no
            for claim in passage.before
            if not claim.frozen and claim.consumer_no != passage.bill.consumer_no
        ][: terms.packets_per_order]
        given = passage.given
        if given.further_bill:
            entitled = []
        to_give = given.fund_fen + given.reserve_taken_fen
        assert given.part_fen == to_give * len(entitled) // terms.packets_per_order
        assert given.claims == entitled[: given.part_fen]


@given(bills=BILLS, terms=TERMS)
def test_one_claim_a_day_and_consumer(bills: list[Bill], terms: Terms) -> None:
    passages, claims, _ = _play(bills, terms)
    keys = [(claim.consumer_no, claim.opened_on) for claim in claims.values()]
    assert len(keys) == len(set(keys))
    opened = set(keys)
    for claim in claims.values():
        own = [
            passage.bill.amount_fen * terms.cap_bp // 10_000
            for passage in passages
            if (passage.bill.consumer_no, passage.bill.paid_on)
            == (claim.consumer_no, claim.opened_on)
        ]
        assert claim.cap_fen <= sum(own)
        assert claim.packet_count == terms.packets_per_order or claim.cap_fen == sum(own)
    further = [passage for passage in passages if passage.given.further_bill]
    assert all((p.bill.consumer_no, p.bill.paid_on) in opened for p in further)
    assert all(p.given.claims == [] for p in further)


@settings(max_examples=60)
@given(bills=BILLS, terms=TERMS, split=st.integers(0, 60), spare=st.integers(0, 5))
def test_a_window_gives_what_the_whole_queue_gives(
    bills: list[Bill], terms: Terms, split: int, spare: int
) -> None:
    earlier, later = bills[:split], bills[split:]
    _, claims, queue = _play(earlier, terms)
    waiting = [claim for claim in claims.values() if not claim.closed]
    length = terms.packets_per_order + spare

    def rest(of: list[Claim], *, whole: bool) -> list[Distribution]:
        known = Queue(1, of, whole=whole, reserve_fen=queue.reserve_fen)
        for claim in map(_copy, waiting):
            known.know(claim)
        start = len(earlier) + 1
        return [
            known.pass_through(bill, place, SEED, terms)
            for place, bill in enumerate(later, start=start)
        ]

    expected = rest(list(map(_copy, waiting)), whole=True)
    try:
        window = rest(list(map(_copy, waiting[:length])), whole=len(waiting) < length)
    except WindowTooShort:
        return
    assert window == expected


@given(
    parts=st.lists(st.integers(100, 4_000), min_size=2, max_size=12),
    others=st.integers(0, 30),
    discount_bp=st.integers(600, 3_000),
)
def test_a_bill_paid_in_parts_is_one_claim(parts: list[int], others: int, discount_bp: int) -> None:
    def fund(amount_fen: int) -> int:
        return amount_fen * discount_bp // 10_000 // 2

    def pay(amounts: list[int]) -> tuple[Claim, Queue]:
        bills = [Bill(n, 100 + n, 50_000, fund(50_000), DAY) for n in range(1, others + 1)]
        own = [Bill(1_000 + n, 7, amount, fund(amount), DAY) for n, amount in enumerate(amounts)]
        _, claims, queue = _play(bills + own, Terms(20, 10_000))
        (claim,) = [claim for claim in claims.values() if claim.consumer_no == 7]
        return claim, queue

    one, _ = pay([sum(parts)])
    split, _ = pay(parts)
    assert (split.claim_no, split.cap_fen) == (one.claim_no, one.cap_fen), "place and ceiling"
    assert (split.packet_count, split.received_fen) == (0, 0)
    assert sum(map(fund, parts)) <= fund(sum(parts)), "parts round down more often"


def _brought_back(parts: list[int], between: int, run: int) -> int:
    """What a bill paid in parts brings back in a queue of ¥80 bills at 10 % with 60 before it."""
    seed, terms = run.to_bytes(32, "big"), Terms(20, 10_000)
    queue = Queue(1, [], whole=True, reserve_fen=0)
    strangers = count(1_000)

    def stranger() -> Bill:
        number = next(strangers)
        return Bill(number, number, 8_000, 400, DAY)

    bills = [stranger() for _ in range(60)]
    for number, fen in enumerate(parts):
        bills += [Bill(number + 1, 7, fen, fen * 5 // 100, DAY)]
        bills += [stranger() for _ in range(between)]
    bills += [stranger() for _ in range(200)]
    for place, bill in enumerate(bills, start=1):
        queue.pass_through(bill, place, seed, terms)
    claims = [claim for claim in queue.opened.values() if claim.consumer_no == 7]
    return sum(claim.received_fen for claim in claims)


@pytest.mark.parametrize("between", [0, 1, 5, 25])
def test_twenty_payments_bring_no_more_than_one(between: int) -> None:
    """Twenty claims of ¥4 would each be filled by twenty packets of ¥0.20: ¥80 come back whole."""
    runs = 60
    one = sum(_brought_back([8_000], between, run) for run in range(runs)) / runs
    split = sum(_brought_back([400] * 20, between, run) for run in range(runs)) / runs
    assert 350 < one < 450, "twenty packets of ¥0.20 on average"
    assert split < one * 1.1

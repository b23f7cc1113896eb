"""The six steps of rules.md §1, and its worked examples E1 to E4."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec import structs

from models import rulebook
from models.packet_chain import Terms, WindowTooShort, divide, queue_id, tier_of
from models.packet_chain.rules import Claim
from models.rulebook.book import Line

Chain = Callable[..., object]
DAY = date(2026, 3, 2)
FLAT_BD = structs.replace(
    rulebook.default_packet_chain_book(
        market_code=330100, effective_at=datetime(2026, 1, 1, tzinfo=UTC)
    ),
    lines=tuple(
        Line(party=party, basis="turnover", rate=rate, unfilled_to="platform")
        for party, rate in (
            ("locker", 100),
            ("bd", 100),
            ("agent_city", 30),
            ("agent_district", 30),
        )
    ),
)
PARTIES = frozenset(line.party for line in FLAT_BD.lines)


@pytest.mark.parametrize(
    ("discount_bp", "fund_fen", "platform_fen"), [(600, 300, 40), (2000, 1000, 740)]
)
def test_e1_e2_a_full_queue_is_given_the_whole_fund(
    chain, waiting, discount_bp: int, fund_fen: int, platform_fen: int
) -> None:
    allocated = rulebook.compile_allocation(FLAT_BD).split(
        amount_fen=10_000, discount_bp=discount_bp, filled=PARTIES
    )
    assert (allocated.packets_fen, allocated.platform_fen) == (fund_fen, platform_fen)
    line = chain(waiting(20))
    given = line.pay(99, 10_000, allocated.packets_fen)
    assert given.claims == list(range(1, 21))
    assert sum(given.paid_fen) == fund_fen
    assert given.drawn_fen == divide(b"s" * 32, given.order_id, fund_fen, 20)
    assert (given.reserve_change_fen, line.queue.reserve_fen) == (0, 0)


def test_e3_a_packet_is_cut_to_the_cap_and_the_cut_is_kept(chain) -> None:
    claim = Claim(1, 1, 1, DAY, cap_fen=100, received_fen=95, packet_count=3)
    line = chain([claim])
    given = line.pay(2, 5_000, 240)  # one of twenty waits: 240 // 20 = 12 fen
    assert (given.part_fen, given.drawn_fen, given.remaining_fen) == (12, [12], [5])
    assert given.paid_fen == [5]
    assert (claim.received_fen, claim.packet_count, claim.closed) == (100, 4, True)
    assert line.queue.reserve_fen == given.reserve_given_fen == 240 - 5, "228 + the cut of 7"


def test_e4_the_first_claim_closes_at_the_twenty_first_order(chain) -> None:
    line = chain([])
    for consumer_no in range(1, 21):
        line.pay(consumer_no, 10_000, 300)
        assert not line.of(1)[0].closed
    line.pay(21, 10_000, 300)
    (first,) = line.of(1)
    assert (first.packet_count, first.closed) == (20, True)
    assert [claim.closed for claim in line.claims[1:]] == [False] * 20
    assert first.received_fen < first.cap_fen


def test_a_young_queue_gives_its_part_and_keeps_the_rest(chain, waiting) -> None:
    line = chain(waiting(3))
    given = line.pay(99, 10_000, 1_000)
    assert given.part_fen == 150
    assert len(given.paid_fen) == 3
    assert sum(given.paid_fen) == 150
    assert line.queue.reserve_fen == 850


def test_the_reserve_doubles_a_fund_and_no_more(chain, waiting) -> None:
    line = chain(waiting(20), reserve_fen=1_000)
    given = line.pay(99, 10_000, 300)
    assert (given.reserve_taken_fen, given.part_fen) == (300, 600)
    assert line.queue.reserve_fen == 700
    line = chain(waiting(20), reserve_fen=120)
    assert line.pay(99, 10_000, 300).part_fen == 420
    assert line.queue.reserve_fen == 0


def test_nobody_waits_so_everything_is_kept(chain) -> None:
    line = chain([])
    given = line.pay(1, 10_000, 300)
    assert (given.part_fen, given.claims, line.queue.reserve_fen) == (0, [], 300)


def test_fewer_fen_than_claims_go_one_each_to_the_oldest(chain, waiting) -> None:
    line = chain(waiting(20))
    given = line.pay(99, 100, 7)
    assert (given.part_fen, given.claims, given.paid_fen) == (7, list(range(1, 8)), [1] * 7)
    assert [claim.packet_count for claim in line.claims[:20]] == [1] * 7 + [0] * 13


def test_without_a_fund_nothing_is_given_and_a_place_is_taken(chain, waiting) -> None:
    line = chain(waiting(20), reserve_fen=500)
    given = line.pay(99, 16, 0)
    assert (given.part_fen, line.queue.reserve_fen) == (0, 500)
    assert line.of(99)[0].cap_fen == 16


def test_the_payer_never_pays_himself(chain) -> None:
    before = date(2026, 3, 1)
    line = chain([Claim(1, 7, 1, before, 10_000), Claim(2, 8, 2, before, 10_000)])
    assert line.pay(7, 10_000, 400).claims == [2]
    assert line.pay(8, 10_000, 400).claims == [1, 3], "7 has a claim of yesterday and one of today"


def test_a_frozen_claim_is_passed_over_and_keeps_its_place(chain, waiting) -> None:
    claims = waiting(21)
    claims[4].frozen = True
    line = chain(claims)
    given = line.pay(99, 10_000, 1_000)
    assert given.claims == [1, 2, 3, 4, *range(6, 22)], "the packet passes to the next in line"
    assert (claims[4].packet_count, claims[4].closed) == (0, False)
    claims[4].frozen = False
    assert line.pay(98, 10_000, 1_000).claims == list(range(1, 21))


def test_a_further_bill_of_the_day_joins_the_open_claim(chain, waiting) -> None:
    line = chain(waiting(1))
    line.pay(7, 5_000, 200)
    line.pay(8, 5_000, 200)
    (own,) = line.of(7)
    received_fen, reserve_fen = own.received_fen, line.queue.reserve_fen
    given = line.pay(7, 3_000, 100)
    assert (given.claims, given.further_bill) == ([], True)
    assert line.queue.reserve_fen == reserve_fen + 100, "a further bill feeds the reserve alone"
    assert line.of(7) == [own]
    assert (own.cap_fen, own.packet_count, own.received_fen) == (8_000, 1, received_fen)


def test_another_day_opens_another_claim(chain) -> None:
    line = chain([])
    line.pay(7, 5_000, 200)
    line.pay(7, 5_000, 200, day=DAY + timedelta(days=1))
    assert [claim.cap_fen for claim in line.of(7)] == [5_000, 5_000]


def test_a_further_bill_opens_a_claim_again_that_had_closed_at_its_cap(chain) -> None:
    line = chain([])
    line.pay(7, 5, 1)
    line.pay(8, 5_000, 400)
    (own,) = line.of(7)
    assert own.closed, "5 fen are soon received"
    line.pay(7, 5_000, 200)
    assert line.of(7) == [own]
    assert (own.cap_fen, own.packet_count, own.closed) == (5_005, 1, False)
    assert line.pay(9, 5_000, 400).claims == [own.claim_no, 2], "it waits where it stood"


def test_when_the_day_s_packets_are_used_up_a_further_bill_adds_nothing(chain) -> None:
    line = chain([])
    line.pay(7, 5_000, 200)
    for consumer_no in range(100, 120):
        line.pay(consumer_no, 5_000, 200)
    (own,) = line.of(7)
    assert (own.packet_count, own.closed) == (20, True)
    line.pay(7, 5_000, 200)
    assert line.of(7) == [own]
    assert (own.cap_fen, own.closed) == (5_000, True)
    line.pay(7, 5_000, 200, day=DAY + timedelta(days=1))
    assert len(line.of(7)) == 2, "the next day is another day"


def test_a_claim_beyond_the_window_is_joined_too(chain, waiting) -> None:
    line = chain(waiting(30), whole=False)
    line.queue.know(Claim(31, 99, 31, DAY, 400, received_fen=3, packet_count=1))
    line.pay(99, 600, 100)
    assert line.queue.touched[31].cap_fen == 1_000
    assert line.of(99) == []


def test_a_window_that_runs_out_is_never_played_on(chain, waiting) -> None:
    line = chain(waiting(21, cap_fen=1), whole=False)
    line.pay(99, 10_000, 1_000)
    with pytest.raises(WindowTooShort) as caught:
        line.pay(98, 10_000, 1_000)
    assert caught.value.queue_id == 1
    assert chain(waiting(3)).pay(98, 10_000, 1_000).claims == [1, 2, 3], "a whole queue is enough"


def test_the_cap_is_the_book_s_part_of_the_bill(chain) -> None:
    line = chain([])
    line.pay(1, 999, 50, terms=Terms(packets_per_order=20, cap_bp=5_000))
    assert line.of(1)[0].cap_fen == 499
    line.pay(2, 1, 0, terms=Terms(packets_per_order=20, cap_bp=5_000))
    assert line.of(2) == [], "half a fen is no cap, and a claim of nothing takes no place"


def test_a_book_with_fewer_packets_closes_older_claims_at_their_next(chain) -> None:
    claim = Claim(1, 1, 1, DAY, 10_000, received_fen=500, packet_count=25)
    line = chain([claim])
    line.pay(2, 5_000, 400)
    assert (claim.packet_count, claim.closed) == (26, True)


@pytest.mark.parametrize(
    ("amount_fen", "tier"),
    [(1, 0), (10_000, 0), (10_001, 1), (20_000, 1), (50_000, 2), (50_001, 3), (10**8, 3)],
)
def test_bounds_of_tiers_are_inclusive(amount_fen: int, tier: int) -> None:
    assert tier_of(amount_fen, (10_000, 20_000, 50_000)) == tier


def test_queues_of_merchants_and_tiers_never_meet() -> None:
    known = {queue_id(merchant_no, tier) for merchant_no in range(1, 100) for tier in range(16)}
    assert len(known) == 99 * 16


def test_a_bill_says_which_claim_it_opened_or_joined_and_what_it_brought(chain) -> None:
    line = chain([])
    opened = line.pay(7, 5_000, 200)
    joined = line.pay(7, 3_000, 100)
    (own,) = line.of(7)
    assert (opened.own_claim_no, opened.own_cap_fen) == (own.claim_no, 5_000)
    assert (joined.own_claim_no, joined.own_cap_fen) == (own.claim_no, 3_000)
    own.packet_count = 20
    too_late = line.pay(7, 5_000, 200)
    assert (too_late.own_claim_no, too_late.own_cap_fen) == (0, 0), "its packets were used up"
    nothing = line.pay(8, 1, 0, terms=Terms(packets_per_order=20, cap_bp=5_000))
    assert (nothing.own_claim_no, nothing.own_cap_fen) == (0, 0), "half a fen is no cap"

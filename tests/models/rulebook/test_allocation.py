"""The parts of a discount add up to it, exactly, whoever is present."""

from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.money import MAX_AMOUNT_FEN, AmountRefused
from models.rulebook import (
    PacketChainBook,
    RuleBookRefused,
    compile_allocation,
    default_packet_chain_book,
)
from models.rulebook.allocation import AllocatedOrder, DiscountOutsideBook
from models.rulebook.book import Line

compiled = cache(compile_allocation)
EVERYBODY = frozenset({"locker", "bd", "agent_city", "agent_district"})
DEFAULT = default_packet_chain_book(
    market_code=330_100, effective_at=datetime(2026, 1, 1, tzinfo=UTC)
)
POOLING = replace(DEFAULT, lines=tuple(replace(x, unfilled_to="pool") for x in DEFAULT.lines))
FLAT = replace(
    DEFAULT,
    lines=tuple(replace(x, rate=100) if x.party == "bd" else x for x in DEFAULT.lines),
)
BY_DISCOUNT = replace(
    DEFAULT,
    packet_share_bp=3_333,
    lines=(Line("locker", "discount", 3_334, "pool"), Line("bd", "discount", 3_333, "platform")),
)

books = st.sampled_from([DEFAULT, POOLING, FLAT, BY_DISCOUNT])
amounts = st.integers(1, MAX_AMOUNT_FEN) | st.integers(1, 20_000)
rates = st.integers(600, 3_000)
crowds = st.frozensets(st.sampled_from(sorted(EVERYBODY)))


def total(order: AllocatedOrder) -> int:
    return order.packets_fen + order.platform_fen + sum(fen for _, fen in order.parts)


@pytest.mark.parametrize(
    ("discount_bp", "packets_fen", "bd_fen", "platform_fen"),
    [(600, 300, 100, 40), (2_000, 1_000, 100, 740)],
    ids=["E1", "E2"],
)
def test_the_worked_examples_with_a_flat_bd(
    discount_bp: int, packets_fen: int, bd_fen: int, platform_fen: int
) -> None:
    order = compiled(FLAT).split(amount_fen=10_000, discount_bp=discount_bp, filled=EVERYBODY)
    assert (order.packets_fen, order.platform_fen) == (packets_fen, platform_fen)
    assert order.parts == (
        ("locker", 100),
        ("bd", bd_fen),
        ("agent_city", 30),
        ("agent_district", 30),
    )


@pytest.mark.parametrize(
    ("discount_bp", "bd_fen"), [(600, 30), (999, 30), (1_000, 60), (1_999, 60), (2_000, 100)]
)
def test_brackets_end_below_their_bound(discount_bp: int, bd_fen: int) -> None:
    order = compiled(DEFAULT).split(amount_fen=10_000, discount_bp=discount_bp, filled=EVERYBODY)
    assert dict(order.parts)["bd"] == bd_fen


@pytest.mark.parametrize(
    ("book", "packets_fen", "platform_fen"), [(DEFAULT, 300, 300), (POOLING, 490, 110)]
)
def test_what_nobody_takes_goes_where_the_book_says(
    book: PacketChainBook, packets_fen: int, platform_fen: int
) -> None:
    order = compiled(book).split(amount_fen=10_000, discount_bp=600, filled=frozenset())
    assert order == AllocatedOrder(10_000, 600, packets_fen, platform_fen, ())


def test_strangers_to_the_book_get_nothing() -> None:
    allocation = compiled(DEFAULT)
    with_strangers = allocation.split(
        amount_fen=10_000, discount_bp=600, filled={"agent_province", "platform", "packets"}
    )
    assert with_strangers == allocation.split(
        amount_fen=10_000, discount_bp=600, filled=frozenset()
    )


@given(books, amounts, rates, crowds)
def test_the_parts_are_the_discount(
    book: PacketChainBook, amount_fen: int, discount_bp: int, filled: frozenset[str]
) -> None:
    order = compiled(book).split(amount_fen=amount_fen, discount_bp=discount_bp, filled=filled)
    assert total(order) == order.discount_fen == amount_fen * discount_bp // 10_000
    assert min(order.packets_fen, order.platform_fen, *(fen for _, fen in order.parts), 0) == 0
    assert {party for party, _ in order.parts} == filled & {x.party for x in book.lines}


@pytest.mark.parametrize("book", [DEFAULT, POOLING, BY_DISCOUNT])
@pytest.mark.parametrize("discount_bp", [600, 999, 1_000, 3_000])
def test_every_small_bill_adds_up(book: PacketChainBook, discount_bp: int) -> None:
    allocation = compiled(book)
    for amount_fen in range(1, 5_001):
        order = allocation.split(amount_fen=amount_fen, discount_bp=discount_bp, filled=EVERYBODY)
        assert total(order) == amount_fen * discount_bp // 10_000
        assert order.platform_fen >= 0


@given(books, amounts, amounts, rates, crowds)
def test_a_larger_bill_gives_nobody_but_the_platform_less(
    book: PacketChainBook, one_fen: int, other_fen: int, discount_bp: int, filled: frozenset[str]
) -> None:
    allocation = compiled(book)
    small, large = (
        allocation.split(amount_fen=fen, discount_bp=discount_bp, filled=filled)
        for fen in sorted((one_fen, other_fen))
    )
    assert small.discount_fen <= large.discount_fen
    assert small.packets_fen <= large.packets_fen
    for (party, less_fen), (same_party, more_fen) in zip(small.parts, large.parts, strict=True):
        assert party == same_party
        assert less_fen <= more_fen


@given(amounts, rates, rates)
def test_a_higher_rate_gives_larger_packets(amount_fen: int, one_bp: int, other_bp: int) -> None:
    allocation = compiled(DEFAULT)
    low, high = (
        allocation.split(amount_fen=amount_fen, discount_bp=bp, filled=EVERYBODY)
        for bp in sorted((one_bp, other_bp))
    )
    assert low.packets_fen <= high.packets_fen
    assert dict(low.parts)["bd"] <= dict(high.parts)["bd"]


@given(books, amounts, rates, crowds)
def test_the_explanation_comes_to_the_same_fen(
    book: PacketChainBook, amount_fen: int, discount_bp: int, filled: frozenset[str]
) -> None:
    allocation = compiled(book)
    order = allocation.split(amount_fen=amount_fen, discount_bp=discount_bp, filled=filled)
    steps = allocation.explain(amount_fen=amount_fen, discount_bp=discount_bp, filled=filled)
    for step in steps[:-1]:
        assert step.rate_bp is not None
        assert step.part_fen == step.of_fen * step.rate_bp // 10_000
    to_pool = sum(step.part_fen for step in steps if step.goes_to == "pool")
    to_parties = [(step.party, step.part_fen) for step in steps if step.goes_to == "party"]
    assert (to_pool, tuple(to_parties)) == (order.packets_fen, order.parts)
    assert (steps[-1].basis, steps[-1].part_fen) == ("rest", order.platform_fen)


@pytest.mark.parametrize("discount_bp", [-1, 0, 599, 3_001, 10_000])
def test_a_rate_outside_the_book_is_refused(discount_bp: int) -> None:
    with pytest.raises(DiscountOutsideBook) as refusal:
        compiled(DEFAULT).split(amount_fen=10_000, discount_bp=discount_bp, filled=EVERYBODY)
    assert refusal.value.code == "rulebook.discount_outside"
    assert refusal.value.detail["least_bp"] == 600


@pytest.mark.parametrize("amount_fen", [0, -1, MAX_AMOUNT_FEN + 1])
def test_an_amount_that_no_bill_has_is_refused(amount_fen: int) -> None:
    with pytest.raises(AmountRefused):
        compiled(DEFAULT).split(amount_fen=amount_fen, discount_bp=600, filled=EVERYBODY)


def test_an_unsound_book_is_never_compiled() -> None:
    with pytest.raises(RuleBookRefused):
        compile_allocation(replace(DEFAULT, packet_share_bp=9_000))

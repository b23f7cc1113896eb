"""The proof against brute force: the gate passes a book if, and only if, no bill can overspend."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from models.money import MAX_AMOUNT_FEN
from models.rulebook import PacketChainBook, default_packet_chain_book
from models.rulebook.book import Bracket, Line
from models.rulebook.funding import check_money, corner_rates_bp, margin
from models.rulebook.parties import GROUNDS

DEFAULT = default_packet_chain_book(
    market_code=330_100, effective_at=datetime(2026, 1, 1, tzinfo=UTC)
)


def rest_by_hand(book: PacketChainBook, amount_fen: int, discount_bp: int) -> int:
    """What is left for the platform, written down again without the code under test."""
    discount_fen = amount_fen * discount_bp // 10_000
    spent_fen = discount_fen * book.packet_share_bp // 10_000
    for line in book.lines:
        rate = line.rate
        if not isinstance(rate, int):
            rate = next(x.rate_bp for x in rate if x.below_bp is None or discount_bp < x.below_bp)
        spent_fen += (discount_fen if line.basis == "discount" else amount_fen) * rate // 10_000
    return discount_fen - spent_fen


@st.composite
def brackets(draw: st.DrawFn, rates: st.SearchStrategy[int]) -> tuple[Bracket, ...]:
    bounds = sorted(draw(st.sets(st.integers(1, 3_500), max_size=4)))
    return tuple(Bracket(bound, draw(rates)) for bound in [*bounds, None])


@st.composite
def books(draw: st.DrawFn) -> PacketChainBook:
    """Any book with sound lines, often just at the edge of what it can pay."""
    lines = []
    for party in draw(st.lists(st.sampled_from(sorted(GROUNDS)), unique=True)):
        basis = draw(st.sampled_from(["discount", "turnover"]))
        rates = st.integers(0, 2_500 if basis == "discount" else 150)
        rate = draw(rates | brackets(rates))
        lines.append(Line(party, basis, rate, draw(st.sampled_from(["platform", "pool"]))))
    least, most = sorted(draw(st.tuples(st.integers(1, 3_000), st.integers(1, 3_000))))
    return replace(
        DEFAULT,
        lines=tuple(lines),
        packet_share_bp=draw(st.integers(0, 10_000)),
        discount_min_bp=least,
        discount_max_bp=most,
    )


def overspends(book: PacketChainBook) -> bool:
    return any(x.code == "rulebook.overspends" for x in check_money(book))


@settings(max_examples=400)
@given(books(), st.data())
def test_no_accepted_book_can_overspend(book: PacketChainBook, data: st.DataObject) -> None:
    if overspends(book):
        return
    some_rates = st.integers(book.discount_min_bp, book.discount_max_bp)
    for discount_bp in [*corner_rates_bp(book), data.draw(some_rates)]:
        amounts = [*range(1, 60), data.draw(st.integers(60, MAX_AMOUNT_FEN)), MAX_AMOUNT_FEN]
        for amount_fen in amounts:
            assert rest_by_hand(book, amount_fen, discount_bp) >= 0


@settings(max_examples=400)
@given(books())
def test_every_refused_book_does_overspend_on_the_bill_it_is_shown(book: PacketChainBook) -> None:
    for objection in check_money(book):
        numbers = objection.numbers
        assert objection.code == "rulebook.overspends"
        assert book.discount_min_bp <= numbers["discount_bp"] <= book.discount_max_bp
        assert 1 <= numbers["amount_fen"] <= MAX_AMOUNT_FEN
        rest_fen = rest_by_hand(book, numbers["amount_fen"], numbers["discount_bp"])
        assert rest_fen == -numbers["short_fen"] < 0


def test_the_corners_are_the_ends_of_all_brackets() -> None:
    assert corner_rates_bp(DEFAULT) == [600, 999, 1_000, 1_999, 2_000, 3_000]
    narrow = replace(DEFAULT, discount_min_bp=1_000, discount_max_bp=1_500)
    assert corner_rates_bp(narrow) == [1_000, 1_500]


@settings(max_examples=60)
@given(books())
def test_the_corners_hold_the_least_margin_of_all_rates(book: PacketChainBook) -> None:
    rates = range(book.discount_min_bp, book.discount_max_bp + 1)
    everywhere = min(margin(book, rate) for rate in rates)
    assert everywhere == min(margin(book, rate) for rate in corner_rates_bp(book))


@given(books(), st.integers(1, 3_000))
def test_the_margin_is_the_rest_of_the_largest_bill(
    book: PacketChainBook, discount_bp: int
) -> None:
    assert margin(book, discount_bp) == rest_by_hand(book, MAX_AMOUNT_FEN, discount_bp)


def test_a_book_with_nothing_to_spare_holds_for_every_bill() -> None:
    """Margin zero everywhere it matters: every amount of a whole period, one by one."""
    lines = (
        Line("locker", "turnover", 7, "platform"),
        Line("bd", "turnover", 10, "platform"),
        Line("agent_city", "discount", 1_500, "pool"),
    )
    book = replace(
        DEFAULT, discount_min_bp=34, discount_max_bp=34, packet_share_bp=3_500, lines=lines
    )
    assert margin(book, 34) == 0
    assert not check_money(book)
    assert min(rest_by_hand(book, amount_fen, 34) for amount_fen in range(1, 300_001)) == 0


def test_one_basis_point_more_is_refused() -> None:
    lines = (Line("locker", "turnover", 300, "platform"),)
    even = replace(DEFAULT, lines=lines)
    assert margin(even, 600) == 0
    assert not check_money(even)
    (objection,) = check_money(replace(even, packet_share_bp=5_001))
    assert objection.code == "rulebook.overspends"
    assert objection.numbers["discount_bp"] == 600
    assert objection.numbers["amount_fen"] == 1_000_000
    assert objection.numbers["short_fen"] == 6

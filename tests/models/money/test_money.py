"""Fen and basis points: floors, shares to the last fen, and how people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.money import (
    MAX_AMOUNT_FEN,
    AmountRefused,
    bp_of,
    format_percent,
    format_yuan,
    require_amount,
    share_out,
)

amounts = st.integers(0, MAX_AMOUNT_FEN)
weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize(
    ("amount_fen", "rate_bp", "part_fen"),
    [(10_000, 600, 600), (1, 9_999, 0), (16, 600, 0), (17, 600, 1), (99, 10_000, 99), (0, 600, 0)],
)
def test_a_rate_is_floored(amount_fen: int, rate_bp: int, part_fen: int) -> None:
    assert bp_of(amount_fen, rate_bp) == part_fen


@given(amounts, st.integers(0, 10_000))
def test_the_floor_is_less_than_one_fen_below_the_exact_part(amount_fen: int, rate_bp: int) -> None:
    assert 0 <= amount_fen * rate_bp - bp_of(amount_fen, rate_bp) * 10_000 < 10_000


@pytest.mark.parametrize("amount_fen", [1, 2, MAX_AMOUNT_FEN])
def test_an_amount_within_bounds_passes(amount_fen: int) -> None:
    assert require_amount(amount_fen) == amount_fen


@pytest.mark.parametrize("amount", [0, -1, MAX_AMOUNT_FEN + 1, 1.0, True, "1", None, 10**30])
def test_any_other_amount_is_refused(amount: object) -> None:
    with pytest.raises(AmountRefused) as refusal:
        require_amount(amount)
    assert refusal.value.code == "money.amount_out_of_bounds"


@pytest.mark.parametrize(
    ("total_fen", "parts_by", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (2, [1, 1, 1], [1, 1, 0]),
        (10, [3, 3, 1], [4, 4, 2]),
        (5, [0, 1, 0], [0, 5, 0]),
        (0, [0, 0], [0, 0]),
        (0, [], []),
        (7, [1, 2], [2, 5]),
    ],
)
def test_shares_go_to_the_largest_remainders_and_ties_to_the_earlier(
    total_fen: int, parts_by: list[int], parts: list[int]
) -> None:
    assert share_out(total_fen, parts_by) == parts


@given(amounts, weights)
def test_no_fen_is_left_and_nobody_is_a_fen_off(total_fen: int, parts_by: list[int]) -> None:
    parts = share_out(total_fen, parts_by)
    whole = sum(parts_by)
    assert sum(parts) == total_fen
    for part, weight in zip(parts, parts_by, strict=True):
        assert abs(part * whole - total_fen * weight) < whole
        assert weight or not part


@pytest.mark.parametrize(("total_fen", "parts_by"), [(-1, [1]), (1, [2, -1]), (1, []), (1, [0])])
def test_a_share_that_cannot_be_is_an_error(total_fen: int, parts_by: list[int]) -> None:
    with pytest.raises(ValueError, match="a sum"):
        share_out(total_fen, parts_by)


@pytest.mark.parametrize(
    ("amount_fen", "written"),
    [
        (123_456, "¥1,234.56"),
        (0, "¥0.00"),
        (5, "¥0.05"),
        (-5, "-¥0.05"),
        (-123_400, "-¥1,234.00"),
        (MAX_AMOUNT_FEN, "¥1,000,000.00"),
    ],
)
def test_yuan_as_people_read_them(amount_fen: int, written: str) -> None:
    assert format_yuan(amount_fen) == written


@given(st.integers(-MAX_AMOUNT_FEN, MAX_AMOUNT_FEN))
def test_yuan_can_be_read_back(amount_fen: int) -> None:
    written = format_yuan(amount_fen)
    assert int(written.replace("¥", "").replace(",", "").replace(".", "")) == amount_fen


@pytest.mark.parametrize(
    ("rate_bp", "written"),
    [(600, "6%"), (30, "0.3%"), (1_234, "12.34%"), (1, "0.01%"), (10_000, "100%"), (0, "0%")],
)
def test_percentages_as_people_read_them(rate_bp: int, written: str) -> None:
    assert format_percent(rate_bp) == written

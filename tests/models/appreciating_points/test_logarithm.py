"""Logarithms in whole numbers, against a witness of fifty digits."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.appreciating_points import log10_e8


def by_decimal(numerator: int, denominator: int) -> int:
    with localcontext() as context:
        context.prec = 60
        return int((Decimal(numerator) / Decimal(denominator)).log10() * 10**8)


@pytest.mark.parametrize("power", range(19))
def test_powers_of_ten_are_exact(power: int) -> None:
    assert log10_e8(7 * 10**power, 7) == power * 10**8


@pytest.mark.parametrize(
    ("numerator", "denominator", "result"),
    [(2, 1, 30_102_999), (60, 30, 30_102_999), (999, 1_000_000 // 1001, 0), (3, 1, 47_712_125)],
)
def test_known_values(numerator: int, denominator: int, result: int) -> None:
    assert log10_e8(numerator, denominator) == result


@given(st.integers(1, 10**15), st.integers(0, 10**15))
def test_it_is_the_true_logarithm_floored(denominator: int, more: int) -> None:
    numerator = denominator + more
    assert log10_e8(numerator, denominator) == by_decimal(numerator, denominator)


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 2), (0, 1), (1, 0), (-1, -2)])
def test_below_one_there_is_none(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="quotient"):
        log10_e8(numerator, denominator)

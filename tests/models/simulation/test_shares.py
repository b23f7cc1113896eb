"""Whole columns give the same fen as one after the other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.money import share_out
from models.rulebook.schedule import UNIT
from models.simulation.green_points_run import scheduled_of
from models.simulation.shares import release_many, share_out_many
from models.weekday_pool import OpenClaim, release

WEIGHTS = st.lists(st.integers(0, 9) | st.integers(0, 10**10), max_size=40)


@given(st.integers(0, 50) | st.integers(0, 10**12), WEIGHTS)
def test_sharing_out(total: int, weights: list[int]) -> None:
    if sum(weights) == 0:
        total = 0
    many = share_out_many(total, np.array(weights, np.int64))
    assert many.tolist() == share_out(total, weights)


@given(
    st.integers(0, 200) | st.integers(0, 10**9),
    st.lists(st.tuples(st.integers(0, 20) | st.integers(0, 10**7), st.integers(1, 480))),
)
def test_releasing(fund_fen: int, facts: list[tuple[int, int]]) -> None:
    claims = [OpenClaim(number, *fact) for number, fact in enumerate(facts)]
    columns = np.array(facts, np.int64).reshape(-1, 2)
    multipliers, kinds = np.unique(columns[:, 1], return_inverse=True)
    many = release_many(fund_fen, columns[:, 0], multipliers, kinds)
    assert many.tolist() == release(fund_fen, claims).paid_fen


@given(st.lists(st.integers(0, 10**8), max_size=9), st.integers(0, 9 * UNIT))
def test_scheduling(points: list[int], reach: int) -> None:
    many = scheduled_of(np.array(points, np.int64), reach)
    assert many.tolist() == [one * reach // UNIT for one in points]

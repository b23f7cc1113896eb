"""Sharing out among hundred thousands at once: the same fen as `models.money.share_out`."""

import numpy as np
from numpy.typing import NDArray

from models.weekday_pool.rules import fill_from_the_top

Numbers = NDArray[np.int64]
_LARGEST = 2**62


def share_out_many(total: int, weights: Numbers) -> Numbers:
    """Split a sum by largest remainder; among equal remainders the earlier weight comes first."""
    largest = int(weights.max(initial=0))
    if largest == 0:
        return np.zeros(len(weights), np.int64)
    exact = np.int64 if largest * len(weights) < _LARGEST else object
    whole = int(weights.sum(dtype=exact))
    fits = max(total * largest, whole) < _LARGEST
    products = (weights if fits else weights.astype(object)) * total
    parts = products // whole
    remainders = (products - parts * whole).astype(np.int64)
    missing = total - int(parts.sum())
    if missing:
        least = np.partition(remainders, -missing)[-missing]
        parts[remainders > least] += 1
        equal = np.flatnonzero(remainders == least)
        parts[equal[: missing - int((remainders > least).sum())]] += 1
    return parts.astype(np.int64)


def release_many(
    fund_fen: int, remaining_fen: Numbers, multipliers: Numbers, kinds: Numbers
) -> Numbers:
    """What `models.weekday_pool.release` pays to claims given by age.

    `multipliers` are all that there are, each once; `kinds` the place of each claim's among them.
    """
    lacking = np.zeros(len(multipliers), np.int64)
    np.add.at(lacking, kinds, remaining_fen)
    left_fen, least = fill_from_the_top(
        fund_fen,
        {
            number: fen
            for number, fen in zip(multipliers.tolist(), lacking.tolist(), strict=True)
            if fen
        },
    )
    mine = multipliers[kinds]
    filled = mine >= least
    paid = np.where(filled, remaining_fen, 0)
    weights = np.where(filled, 0, remaining_fen * mine)
    if weights.any():
        paid += share_out_many(left_fen, weights)
    return paid

"""The weekday pool: discounts fill a market's pool, and every working day releases a share of it.

Pure rules only: who may receive how much at midnight. `cap_fen` and `partners` say how far a claim
may go, `multiplier` how much weight it has, `release` divides what a day lets out.
"""

from models.weekday_pool.rules import (
    OpenClaim,
    Release,
    cap_fen,
    multiplier,
    partners,
    release,
    to_release_fen,
)

__all__ = [
    "OpenClaim",
    "Release",
    "cap_fen",
    "multiplier",
    "partners",
    "release",
    "to_release_fen",
]

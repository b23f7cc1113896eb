"""The weekday pool: discounts fill a market's pool, and every working day releases a share of it.

The rules are pure: `cap_fen` and `partners` say how far a claim may go, `multiplier` how much
weight it has, `release` divides what a day lets out. `load` is the program as settlement knows it,
`due_markets` and `release_next` are the midnights, `own` is what refunds do to claims, and
`WeekdayReplay` lives through all of it once more.
"""

from models.weekday_pool import own
from models.weekday_pool.operations import due_markets, release_next
from models.weekday_pool.program import load
from models.weekday_pool.replay import WeekdayReplay
from models.weekday_pool.rules import (
    OpenClaim,
    Release,
    cap_fen,
    multiplier,
    partner_least_fen,
    partners,
    release,
    to_release_fen,
)

__all__ = [
    "OpenClaim",
    "Release",
    "WeekdayReplay",
    "cap_fen",
    "due_markets",
    "load",
    "multiplier",
    "own",
    "partner_least_fen",
    "partners",
    "release",
    "release_next",
    "to_release_fen",
]

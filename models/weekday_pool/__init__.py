"""The weekday pool: discounts fill a market's pool, and every working day releases a share of it.

The rules are pure: `cap_fen` and `partners` say how far a claim may go, `multiplier` how much
weight it has, `release` divides what a day lets out. `load` is the program as settlement knows it,
`due_markets` and `release_next` are the midnights, `own` is what refunds do to claims, and
`WeekdayReplay` lives through all of it once more. `queries` and `midnights` ask what stands, and
`explanation` and `text` say why.
"""

from models.weekday_pool import own
from models.weekday_pool.explanation import (
    ClaimShare,
    LastMidnight,
    Reason,
    parts_of,
    reason_of,
    share_of,
)
from models.weekday_pool.midnights import last_midnight, midnight_of, next_release
from models.weekday_pool.operations import due_markets, release_next
from models.weekday_pool.program import load
from models.weekday_pool.queries import (
    OwnClaim,
    Share,
    foresee,
    own_claim,
    share_on,
    shares,
    standing,
)
from models.weekday_pool.replay import WeekdayReplay
from models.weekday_pool.rules import (
    OpenClaim,
    Release,
    cap_fen,
    multiplier,
    partners,
    release,
    to_release_fen,
)
from models.weekday_pool.text import tell_claim, tell_share

__all__ = [
    "ClaimShare",
    "LastMidnight",
    "OpenClaim",
    "OwnClaim",
    "Reason",
    "Release",
    "Share",
    "WeekdayReplay",
    "cap_fen",
    "due_markets",
    "foresee",
    "last_midnight",
    "load",
    "midnight_of",
    "multiplier",
    "next_release",
    "own",
    "own_claim",
    "partners",
    "parts_of",
    "reason_of",
    "release",
    "release_next",
    "share_of",
    "share_on",
    "shares",
    "standing",
    "tell_claim",
    "tell_share",
    "to_release_fen",
]

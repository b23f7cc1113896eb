"""A share of the pool, in English."""

from collections.abc import Mapping
from typing import Final

from models.weekday_pool.explanation import Reason

WHY: Final[Mapping[Reason, str]] = {
    Reason.REFUNDED: "The bill was refunded whole, and its claim ended with it.",
    Reason.CLOSED_AT_CAP: (
        "This claim has reached its present cap of {cap}; it opens again when purchases at further"
        " stores raise the cap."
    ),
    Reason.CLOSED_FOR_GOOD: "This claim has reached the most that it can ever have, {cap}.",
    Reason.FROZEN: (
        "A dispute or a request for a refund holds this claim: its cap stays, and it takes no part"
        " in releases until that is decided."
    ),
    Reason.RECEIVED: "The release of {day} at midnight brought something to this claim.",
    Reason.NO_MIDNIGHT: (
        "No midnight has passed since the payment; the next one is the first that can bring"
        " anything."
    ),
    Reason.NO_RELEASE_DAY: "By the rules, nothing is released at the midnight of {day}.",
    Reason.POOL_EMPTY: (
        "The pool had nothing to release at the midnight of {day}; without further bills there is"
        " no release."
    ),
    Reason.NOT_WAITING: (
        "This claim took no part in the release of {day}: it had reached its cap then, or a dispute"
        " held it."
    ),
    Reason.SHARE_TOO_SMALL: "This claim's share of the release of {day} was less than a fen.",
}

CEILING: Final = (
    "So far {net} came of a present cap of {cap} (partner stores: {partners}), which can rise to"
    " {whole} at most. A cap is a ceiling, not a promise."
)

RELEASED: Final = (
    "At the midnight of {day} the pool held {pool}; {rate} of it, {fund}, was shared among {claims}"
    " claims below their caps."
)
WEIGHT: Final = (
    "A share is three things multiplied: this claim lacked {lacking}; you bought on {days} of the"
    " {window} days before; partner stores that count: {partners}. The last two make a multiplier"
    " of {multiplier}, so the weight was {weight} of {whole} in all."
)
PART: Final = (
    "That made {paid}; fen left by rounding go to the largest remainders, older ones first."
)
FILLED: Final = (
    "That filled the claim to its cap with {paid}; the rest was shared among the others."
)

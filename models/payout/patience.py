"""How long to wait before asking or trying again, in both kinds of time.

*Market time* decides when something falls due. *Wire time*, the machine's own, is a floor under it:
where market time is driven through a day in a second, a WeChat that is out of breath must still be
left in peace for a while.
"""

from datetime import timedelta
from typing import Final

TRIES: Final = 20
"""After so many answers in a row that brought nothing, a payout becomes a dead letter."""

IN_HAND: Final = timedelta(seconds=60)
"""Wire time for which whoever prepared a payout has it to themselves."""

_FIRST_S: Final = 5
_LONGEST_S: Final = 6 * 3600
_FIRST_WIRE_S: Final = 0.5
_LONGEST_WIRE_S: Final = 30.0
_ASK_FIRST_S: Final = 2
_ASK_LONGEST_S: Final = 600


def until_asked(asked: int) -> timedelta:
    """How long WeChat is left to work before it is asked the `asked`-th time (from 0); market."""
    return timedelta(seconds=min(_ASK_FIRST_S << min(asked, 16), _ASK_LONGEST_S))


def backoff(tries: int, jitter: float) -> timedelta:
    """Market time to wait after `tries` failures (from 1): doubling; `jitter` in 0…1 adds half."""
    seconds = min(_FIRST_S << min(tries - 1, 16), _LONGEST_S)
    return timedelta(seconds=seconds * (1 + jitter / 2))


def wire_rest(tries: int) -> timedelta:
    """Wire time in which a payout that failed `tries` times is left alone."""
    return timedelta(seconds=min(_FIRST_WIRE_S * 2 ** min(tries - 1, 16), _LONGEST_WIRE_S))

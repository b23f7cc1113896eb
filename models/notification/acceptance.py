"""How acceptances are counted: pure moves of one person's tally for one template.

WeChat's event about a dialogue is the truth: each adds one acceptance. What the app reports about
the same dialogue is a hint that arrives earlier: one unconfirmed acceptance may be spent ahead
(`quota` is then -1), and the event confirms it without adding it again. Whichever comes first, one
dialogue counts once. Where no message push is set up there will be no event, and the report is all
there is.
"""

from datetime import datetime, timedelta
from typing import Final, Literal

from msgspec import Struct, structs

Answer = Literal["accept", "reject"]

SAME_DIALOGUE: Final = timedelta(minutes=1)
"""A report this soon after an event is about the same dialogue (wire time)."""


class Tally(Struct, frozen=True):
    """`quota` is confirmed and not spent, `hinted` reported and not confirmed (0 or 1)."""

    quota: int = 0
    hinted: int = 0
    answered_at: datetime | None = None
    refused_at: datetime | None = None

    @property
    def left(self) -> int:
        """How many messages may still be sent."""
        return max(self.quota + self.hinted, 0)


def answered(tally: Tally, answer: Answer, at: datetime) -> Tally:
    """WeChat's event: a dialogue was answered. A refusal leaves earlier acceptances as they are."""
    if answer == "reject":
        return structs.replace(tally, hinted=0, answered_at=at, refused_at=at)
    return Tally(quota=tally.quota + 1, answered_at=at)


def changed(tally: Tally, answer: Answer, at: datetime) -> Tally:
    """WeChat's event: somebody changed their mind in its settings, which brings no message."""
    if answer == "accept":
        return structs.replace(tally, refused_at=None)
    return shut(tally, at)


def reported(tally: Tally, answer: Answer, at: datetime, *, events_expected: bool) -> Tally:
    """The app's report of how a dialogue was answered."""
    if answer == "reject":
        return structs.replace(tally, refused_at=at)
    if not events_expected:
        return Tally(quota=tally.quota + 1, answered_at=at)
    if tally.answered_at is not None and at - tally.answered_at < SAME_DIALOGUE:
        return tally
    return structs.replace(tally, hinted=1, refused_at=None)


def shut(tally: Tally, at: datetime) -> Tally:
    """WeChat lets nothing through to this person: nothing is left, and we remember why."""
    return structs.replace(tally, quota=0, hinted=0, refused_at=at)

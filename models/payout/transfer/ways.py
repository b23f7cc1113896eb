"""The facts of carried money, and the ways that it can go. Values, nothing else."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Rail(StrEnum):
    """How money travels."""

    SPLIT = "split"
    TRANSFER = "transfer"
    NONE = "none"


class Obstacle(StrEnum):
    """Why no transfer can be asked for now."""

    OFF = "off"
    NOTHING_CARRIED = "nothing_carried"
    UNDER_WAY = "under_way"
    DEBT_FIRST = "debt_first"
    TOO_SMALL = "too_small"
    RESTING = "resting"
    PERSON_DAY_SPENT = "person_day_spent"
    MARKET_DAY_SPENT = "market_day_spent"
    NOT_ARRIVED = "not_arrived"


class Facts(Struct, frozen=True, kw_only=True):
    """What decides, in fen and market time.

    `backed_fen` lies in our account for carried money; `split_barred_until` and `reason` are why a
    split did not carry it; `last_result` is how the person's last transfer ended.
    """

    carried_fen: int
    debt_fen: int = 0
    backed_fen: int = 0
    person_today_fen: int = 0
    market_today_fen: int = 0
    under_way: int | None = None
    reason: str | None = None
    split_barred_until: datetime | None = None
    last_result: str | None = None
    last_finished_at: datetime | None = None


class Way(Struct, frozen=True, kw_only=True):
    """How carried money goes from here.

    `transfer_fen` is what a transfer asked for now would carry, 0 with the `obstacle` that says
    why; each rail may be used from its own `…_from_at` (None: at any time, or never known).
    `name_needed_fen` is what could go with the real name, where that is more.
    """

    rail: Rail
    carried_fen: int
    transfer_fen: int
    least_fen: int
    reason: str | None
    split_from_at: datetime | None
    transfer_from_at: datetime | None
    obstacle: Obstacle | None
    name_needed_fen: int = 0

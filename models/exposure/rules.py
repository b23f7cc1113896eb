"""When a task is done, and who may stand where in "nearby". Pure."""

import math
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct

from models.clock import day_begins, month_after
from models.exposure.terms import Task

ANSWER: Final = timedelta(hours=24)
"""Within this time a refund request counts as answered."""

_SETTLED: Final = timedelta(hours=48)
"""So long after its end a month stays undecided: for the last answers, and for bills that were paid
in it and told late."""

_EARTH_M: Final = 6_371_008.8
_MARGIN: Final = 1e-9


class Counted(Struct, frozen=True):
    """What a rule counted for a store in a period: ids, oldest first; and how many it missed."""

    subjects: tuple[int, ...]
    missed: int = 0


class Spot(Struct, frozen=True):
    """A point on the map in degrees (GCJ-02, as WeChat gives it)."""

    latitude: float
    longitude: float


class Box(Struct, frozen=True):
    """A box of degrees."""

    south: float
    west: float
    north: float
    east: float


def done_by(task: Task, counted: Counted, *, over: bool) -> tuple[int, ...] | None:
    """What proves that a task is done, or None; `over`: nothing more can come in its period."""
    if len(counted.subjects) < task.needed or (task.at_end and (counted.missed or not over)):
        return None
    return counted.subjects if task.at_end else counted.subjects[: task.needed]


def is_over(month: date, now: datetime) -> bool:
    """Whether all is known about a month."""
    return now >= day_begins(month_after(month)) + _SETTLED


def box_around(spot: Spot, radius_m: int) -> Box:
    """The least box that holds every point within the radius (W. Ronald Hanson's bounding box)."""
    angle = radius_m / _EARTH_M
    north = math.degrees(angle) + _MARGIN
    east = math.degrees(math.asin(math.sin(angle) / math.cos(math.radians(spot.latitude))))
    east += _MARGIN
    return Box(
        spot.latitude - north, spot.longitude - east, spot.latitude + north, spot.longitude + east
    )

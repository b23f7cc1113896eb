"""What earns traffic points and what they buy, as data: `exposure.toml` beside this module."""

from functools import cache
from importlib import resources
from typing import Literal

from msgspec import Struct, toml

Rule = Literal["repeat_customers", "hours_said", "refunds_answered"]
"""What a task counts; the SQL file of that name counts it."""


class Task(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One task: so many `points`, once a period, for `needed` of what its rule counts.

    One with `at_end` is decided when its period is over. Titles and what it asks, zh and en.
    """

    code: str
    rule: Rule
    period: Literal["month"]
    points: int
    needed: int
    at_end: bool
    zh: str
    en: str
    about_zh: str
    about_en: str


class Nearby(Struct, frozen=True, forbid_unknown_fields=True):
    """How far "nearby" reaches, how many stores it lists, and how many promoted ones come first."""

    radius_m: int
    most_stores: int
    promoted_at_top: int


class Promotion(Struct, frozen=True, forbid_unknown_fields=True):
    """What an hour at the top costs, how long it may last and how far ahead it may begin."""

    points_per_hour: int
    longest_hours: int
    furthest_days: int


class Terms(Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    nearby: Nearby
    promotion: Promotion
    task: tuple[Task, ...]


@cache
def terms() -> Terms:
    """The terms of this release."""
    text = resources.files(__package__ or "").joinpath("exposure.toml").read_text(encoding="utf-8")
    return toml.decode(text, type=Terms)

"""When a task is done, when a store is open, and what a box must hold."""

import math
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clock import MARKET_ZONE
from models.exposure import Span, Spot, terms
from models.exposure.hours import HoursInvalid, open_at, require_hours
from models.exposure.rules import Counted, box_around, done_by, is_over
from models.rulebook.wording import objections_to

TASKS = {task.code: task for task in terms().task}
MONDAY = datetime(2026, 3, 2, tzinfo=MARKET_ZONE)


def test_ten_repeat_customers_are_ten_and_the_first_ten_prove_it() -> None:
    task = TASKS["repeat_customers"]
    assert done_by(task, Counted(tuple(range(9))), over=True) is None
    assert done_by(task, Counted(tuple(range(12))), over=False) == tuple(range(10))


def test_every_refund_must_be_answered_and_the_month_be_over() -> None:
    task = TASKS["refunds_answered"]
    assert done_by(task, Counted((1, 2)), over=False) is None
    assert done_by(task, Counted((1, 2), missed=1), over=True) is None
    assert done_by(task, Counted(()), over=True) is None, "who was not asked answered nothing"
    assert done_by(task, Counted((1, 2)), over=True) == (1, 2)


def test_a_month_is_over_two_days_after_its_end_in_market_time() -> None:
    ends = datetime(2026, 4, 3, tzinfo=MARKET_ZONE)
    assert is_over(date(2026, 3, 1), ends)
    assert not is_over(date(2026, 3, 1), ends - timedelta(microseconds=1))


def test_tasks_are_well_formed_and_promise_nothing() -> None:
    assert len(TASKS) == len(terms().task)
    for task in terms().task:
        assert task.points > 0
        assert task.needed > 0
        for text in (task.zh, task.en, task.about_zh, task.about_en):
            assert text
            assert not objections_to(text)


@pytest.mark.parametrize(
    ("minutes", "is_open"),
    [(539, False), (540, True), (1_319, True), (1_320, False), (-1, False)],
)
def test_a_day_s_hours(minutes: int, is_open: bool) -> None:
    spans = require_hours([Span(1, 540, 1_320)])
    assert open_at(spans, MONDAY + timedelta(minutes=minutes)) is is_open


def test_a_night_runs_past_midnight_and_past_sunday() -> None:
    spans = require_hours([Span(7, 1_200, 1_560), Span(1, 600, 660)])
    assert open_at(spans, MONDAY + timedelta(hours=1))
    assert not open_at(spans, MONDAY + timedelta(hours=2))
    assert open_at(spans, MONDAY + timedelta(days=6, hours=23))
    assert open_at(spans, (MONDAY + timedelta(hours=10)).astimezone(UTC))


@pytest.mark.parametrize(
    ("spans", "reason"),
    [
        ([], "count"),
        ([Span(1, 0, 60)] * 29, "count"),
        ([Span(0, 0, 60)], "time"),
        ([Span(8, 0, 60)], "time"),
        ([Span(1, 1_440, 1_500)], "time"),
        ([Span(1, 60, 60)], "time"),
        ([Span(1, 60, 1_501)], "time"),
        ([Span(1, 60, 120), Span(1, 119, 180)], "overlap"),
        ([Span(1, 0, 60), Span(7, 1_000, 1_441)], "overlap"),
    ],
)
def test_hours_that_can_t_be_are_refused(spans: list[Span], reason: str) -> None:
    with pytest.raises(HoursInvalid) as refused:
        require_hours(spans)
    assert refused.value.detail["reason"] == reason


def test_round_the_clock_is_no_overlap() -> None:
    spans = require_hours([Span(day, 0, 1_440) for day in range(1, 8)])
    assert all(open_at(spans, MONDAY + timedelta(minutes=7 * n)) for n in range(1_440))


@given(
    latitude=st.floats(3, 54),
    longitude=st.floats(73, 136),
    bearing=st.floats(0, 2 * math.pi),
    part=st.floats(0, 1),
)
def test_the_box_holds_every_point_within_the_radius(
    latitude: float, longitude: float, bearing: float, part: float
) -> None:
    box = box_around(Spot(latitude, longitude), 3_000)
    angle = part * 3_000 / 6_371_008.8
    start = math.radians(latitude)
    north = math.asin(
        math.sin(start) * math.cos(angle) + math.cos(start) * math.sin(angle) * math.cos(bearing)
    )
    east = math.radians(longitude) + math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(start),
        math.cos(angle) - math.sin(start) * math.sin(north),
    )
    assert box.south <= math.degrees(north) <= box.north
    assert box.west <= math.degrees(east) <= box.east

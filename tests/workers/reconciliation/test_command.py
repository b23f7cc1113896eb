"""`make reconcile`: which days, what it says, and with which status it ends."""

from datetime import timedelta
from io import StringIO

import msgspec
import pytest
from rich.console import Console

from deploy.reconcile.options import Options, options_from
from deploy.reconcile.run import as_json, days_of, run
from deploy.reconcile.screen import show, show_preview
from models import reconciliation
from tests.workers.reconciliation.conftest import Mornings
from tests.workers.reconciliation.test_days import traded


def test_options_come_from_the_environment() -> None:
    given = {"DAY": "2017-03-04", "FIX": "7", "REASON": "x", "JSON": "1", "USER": "ann", "ALL": ""}
    options = options_from(given)
    assert (str(options.day), options.fix, options.json, options.who) == (
        *("2017-03-04", 7),
        *("-", "ann"),
    )
    assert options_from({}).last == 1
    with pytest.raises(ValueError, match="isoformat"):
        options_from({"DAY": "yesterday"})


async def test_a_day_is_compared_shown_and_ends_with_its_status(world: Mornings) -> None:
    day, _ = await traded(world)
    days = await days_of(world.house, Options())
    assert days == [day]
    assert (await days_of(world.house, Options(all=True)))[-1] == day
    assert await days_of(world.house, Options(last=3)) == [
        day - timedelta(days=back) for back in (2, 1, 0)
    ]
    seen: list[object] = []
    clean = await run(world.house, days, seen.append)
    assert (clean.status, seen) == (0, [day])
    await world.plant("split", day, "missing_line")
    broken = await run(world.house, days, seen.append)
    assert broken.status == 1
    console = Console(record=True, width=120, file=StringIO())
    show(console, broken)
    said = console.export_text()
    assert "missing there" in said
    assert "1 条差异待处理" in said
    document = msgspec.json.decode(msgspec.json.encode(as_json(broken)))
    assert [one["type"] for one in document["days"][0]["breaks"]] == ["missing_there"]


async def test_what_cannot_be_fetched_is_said_and_counts_as_not_compared(world: Mornings) -> None:
    day, _ = await traded(world)
    await world.plant("trade", day, "late")
    outcome = await run(world.house, [day], lambda _: None)
    assert (outcome.status, list(outcome.missing)) == (2, [day])
    console = Console(record=True, width=120, file=StringIO())
    show(console, outcome)
    assert "STATEMENT_CREATING" in console.export_text()


async def test_a_correction_is_shown_with_its_moves(world: Mornings) -> None:
    await traded(world)
    day = await world.new_day()
    await world.tell("flows", {"fen": -3, "business": "服务费"})
    await world.morning_after(day)
    (line,) = [one for one in (await world.reconcile(day)).open if one.correction == "accept"][:1]
    async with world.database.connection() as connection:
        shown = await reconciliation.preview(connection, line.break_id)
    console = Console(record=True, width=120, file=StringIO())
    show_preview(console, shown, done=False)
    assert "CUSTODY  ¥0.03" in console.export_text()
    await world.correct(line)
    assert (await world.reconcile(day)).open == []

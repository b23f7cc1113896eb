"""A demo of each program with a pool, small: through the whole house, and every book is right."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

_SIZES = {
    "weekday_pool": {"ORDERS": "30", "DAYS": "4", "STORES": "3"},
    # Coupons come at the end of a month, so some bills must be later.
    "green_points": {"ORDERS": "14", "DAYS": "40", "STORES": "1"},
    "appreciating_points": {"ORDERS": "30", "DAYS": "4", "STORES": "3"},
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("program", _SIZES)
async def test_a_pool_lives_and_its_books_are_right(program: str, services_directory: Path) -> None:
    told = await _demo(program, services_directory / program)
    assert told["ok"], told["audit"]["findings"]
    result, pool = told["result"], told["pool"]
    assert told["run"]["every_promise_kept"]
    assert result["orders"] == told["run"]["orders"] > 10
    assert result["quotes"]["discount_as_quoted"] == result["orders"]
    assert result["quotes"]["fund_as_quoted"] == result["orders"]
    assert result["refused"] == {}
    assert pool["into_fen"] == pool["paid_out_fen"] + pool["left_fen"]
    assert pool["paid_out_fen"] > 0
    people = pool["people"]
    assert people["got_fen"] + people["stores_got_fen"] == (
        pool["paid_out_fen"] + pool["at_once_fen"]
    )
    assert sum(week["out_fen"] for week in pool["weeks"]) == pool["paid_out_fen"]
    _OWN[program](result["deeds"], pool)


def _weekday(deeds: dict[str, int], pool: dict[str, Any]) -> None:
    assert pool["steps"]["release"] >= 20
    assert 0 < pool["withdrawn"]["transfers"] <= deeds["withdrawals"]
    assert 0 < pool["own"]["reached_bp"] <= 10_000


def _green(deeds: dict[str, int], pool: dict[str, Any]) -> None:
    assert len(pool["periods"]) >= 3
    assert pool["own"]["released_fen"] == pool["paid_out_fen"]
    assert pool["own"]["spent_fen"] == pool["paid_with_coupons_fen"] > 0
    assert deeds == {}


def _appreciating(deeds: dict[str, int], pool: dict[str, Any]) -> None:
    own = pool["own"]
    assert own["asked"] == deeds["redemptions"] > 0
    assert own["asked_fen"] + own["exits_fen"] == pool["paid_out_fen"]
    assert own["quoted_e8"] > own["backed_e8"] > 0
    assert pool["withdrawn"]["fen"] > 0


_OWN = {"weekday_pool": _weekday, "green_points": _green, "appreciating_points": _appreciating}


async def _demo(program: str, directory: Path) -> dict[str, Any]:
    report = directory.with_suffix(".json")
    wishes = _SIZES[program] | {"PROGRAM": program, "KEEP": "0"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.demo"),
        env=os.environ | wishes | {"RUN_DIRECTORY": str(directory), "REPORT": str(report)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    document: dict[str, Any] = msgspec.json.decode(report.read_bytes())
    return document

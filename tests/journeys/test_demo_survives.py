"""Killing the workers and Redis in the middle of a demo changes nothing in its figures.

The same receipts are played twice, one bill at a time: once in peace, once while the workers and
Redis are killed with SIGKILL over and over. Nothing of the result may differ, to the last fen.
"""

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

_SETTINGS = {
    "ORDERS": "150",
    "STORES": "4",
    "PHONES": "1",
    "KEEP": "0",
    # Paid out after the last bill, so that the ledger's numbers are the same in both runs too.
    "HOLD_SECONDS": str(20 * 86_400),
}
_VICTIMS = ("settlement", "redis", "payout", "redis", "settlement", "redis", "payout")
_BETWEEN_S = 4.0


@pytest.mark.timeout(900)
async def test_kills_change_nothing(services_directory: Path) -> None:
    peaceful = await _demo(services_directory / "peace", kill=False)
    survived = await _demo(services_directory / "war", kill=True)
    assert peaceful["result"]["orders"] == 150
    assert peaceful["result"]["packets"] > 150
    assert peaceful["ok"]
    assert survived["ok"], survived["audit"]["findings"]
    assert sum(survived["deaths"].values()) >= len(_VICTIMS)
    assert sum(peaceful["deaths"].values()) == 0
    assert survived["result"] == peaceful["result"]


async def _demo(directory: Path, *, kill: bool) -> dict[str, Any]:
    report = directory.with_suffix(".json")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.demo"),
        env=os.environ | _SETTINGS | {"RUN_DIRECTORY": str(directory), "REPORT": str(report)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    killing = asyncio.create_task(_kill_often(directory)) if kill else None
    said, _ = await process.communicate()
    if killing is not None:
        await killing
    assert process.returncode == 0, said.decode()
    document: dict[str, Any] = msgspec.json.decode(report.read_bytes())
    return document


async def _kill_often(directory: Path) -> None:
    """Kill each victim in turn, once it is there."""
    for victim in _VICTIMS:
        while not (pid := _newest(directory / "pids", victim)):  # noqa: ASYNC110 (another process)
            await asyncio.sleep(0.1)
        await asyncio.sleep(_BETWEEN_S)
        with contextlib.suppress(ProcessLookupError):
            os.kill(_newest(directory / "pids", victim) or pid, signal.SIGKILL)


def _newest(pids: Path, name: str) -> int:
    """The number of the latest process of that name, once the workers have started; else 0."""
    if not pids.exists():
        return 0
    lines = [line.split() for line in pids.read_text().splitlines()]
    if not any(known == "payout" for *_, known in lines):
        return 0
    return next((int(pid) for pid, _, known in reversed(lines) if known == name), 0)

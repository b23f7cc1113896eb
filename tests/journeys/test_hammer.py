"""The jack-hammer, for a few seconds: everything is killed, and not a fen is missing."""

import asyncio
import os
import sys
from pathlib import Path

import msgspec
import pytest

_SETTINGS = {
    "MINUTES": "0.2",
    "SEED": "8",
    "SHOPPERS": "10",
    "STORES": "3",
    "SERVERS": "1",
    "LEASE": "8",
}


@pytest.mark.timeout(600)
async def test_not_a_fen_is_missing(services_directory: Path) -> None:
    report = services_directory / "hammer.json"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.hammer"),
        env=os.environ
        | _SETTINGS
        | {"RUN_DIRECTORY": str(services_directory / "h"), "REPORT": str(report)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert report.exists(), said.decode()
    document = msgspec.json.decode(report.read_bytes())
    assert document["findings"] == []
    assert process.returncode == 0
    assert document["counts"]["payments"] > 0
    assert document["counts"]["orders compared"] == document["counts"]["payments"]
    assert document["kills"].keys() >= {"settlement", "payout", "server-1", "redis", "postgres"}
    assert sum(document["faults"].values()) > 0

"""A row of the speed table, and the two files that the table is written to."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measured figure beside its limit, both of the same run.

    `ratio` is value over limit, `target` the ratio asked for at the first landing.
    """

    row: str
    value: float
    unit: str
    limit: float
    ratio: float
    target: float
    ok: bool


def row(name: str, *, value: float, unit: str, limit: float, target: float) -> Row:
    """A row whose ratio decides whether it is good enough."""
    ratio = value / limit
    return Row(
        row=name,
        value=round(value, 2),
        unit=unit,
        limit=round(limit, 2),
        ratio=round(ratio, 3),
        target=target,
        ok=ratio >= target,
    )


def write_results(rows: Sequence[Row]) -> None:
    """Write `results.json` for programs and `results.md` for people."""
    (_HERE / "results.json").write_text(json.dumps([asdict(one) for one in rows], indent=2) + "\n")
    lines = [
        "# Measured speed",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, commit `{_commit()}`, {os.cpu_count()} cores,"
        f" {platform.machine()}, Python {platform.python_version()}. Written by `make bench`; each"
        " limit was measured in the same run. Medians of three (callbacks: of nine). The"
        " targets are those of a first landing; the goals beyond are 1.0 (batches), 1.0 (hot), 0.25"
        " (one by one), 0.85 (callbacks).",
        "",
        "| what | value | limit | ratio | target | |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for one in rows:
        mark = "✓" if one.ok else "falls short"
        lines.append(
            f"| {one.row} | {one.value:,} {one.unit} | {one.limit:,} | {one.ratio:.2f}"
            f" | {one.target} | {mark} |"
        )
    (_HERE / "results.md").write_text("\n".join(lines) + "\n")


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"

"""How a bill is laid out: a header, lines of backticked values, a summary header and one summary.

The reading is driven by the header: columns are found by name, in any order, and those we do not
know are passed over. A line that can't be read is reported by its number and the rest is read on,
so that nothing is lost; a bill that lacks a column or its end is refused as a whole.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct

_YUAN = re.compile(r"(-?)([0-9]{1,13})\.([0-9]{2})0*", re.ASCII)
_BETWEEN = ",`"
_SECONDS = len("2017-03-04 12:00:01")

Line = TypeVar("Line")
Columns = Sequence[tuple[str, ...]]
"""The columns that are needed, each by all the names under which it is known."""


class BillUnreadable(Exception):
    """The base of what makes a whole bill useless; the bytes are kept all the same."""


class ColumnsMissing(BillUnreadable):
    """The header lacks columns without which no line means anything."""


class Truncated(BillUnreadable):
    """The bill ends before its summary."""


class Fault(Struct, frozen=True):
    """One thing wrong in a bill: the number of the line in the file (from 1), and what."""

    line_no: int
    reason: str


class Reading(Struct, Generic[Line]):
    """What a bill says: its lines in order, and what is wrong with the rest of it."""

    lines: list[Line]
    faults: list[Fault]
    summary: dict[str, str]


def read(content: bytes, columns: Columns, make: Callable[..., Line]) -> Reading[Line]:
    """Read a bill; ``make`` gets the needed columns in their order and may raise ValueError.

    Raises ColumnsMissing or Truncated. Empty content is the bill of a day without lines.
    """
    if not content:
        return Reading([], [], {})
    numbered = _lines(content)
    _, header = next(numbered, (1, ""))
    names = [name.strip("` ") for name in header.split(",")]
    places = _places(names, columns)
    lines: list[Line] = []
    faults: list[Fault] = []
    for line_no, text in numbered:
        if text[0] != "`" and "总" in text:
            return Reading(lines, faults, _summary(text, next(numbered, None)))
        values = text[1:].split(_BETWEEN) if text[0] == "`" else text.split(",")
        if len(values) != len(names):
            faults.append(Fault(line_no, f"{len(values)} values under {len(names)} columns"))
            continue
        try:
            lines.append(make(*[values[place] for place in places]))
        except ValueError as error:
            faults.append(Fault(line_no, str(error)))
    raise Truncated("the bill has no summary")


def compared(reading: Reading[Line], wanted: dict[str, int]) -> Reading[Line]:
    """Hold the summary against what the lines add up to; a difference is a fault of line 0.

    `wanted`: a summary's name → a count, or fen where the name speaks of an amount. Names that the
    summary does not have are passed over.
    """
    for name, figure in wanted.items():
        said = reading.summary.get(name)
        if said is not None:
            try:
                known = fen_of(said) if "金额" in name else int(said)
            except ValueError:
                known = None
            if known != figure:
                reading.faults.append(Fault(0, f"{name}: {said} ≠ {figure}"))
    return reading


def fen_of(text: str) -> int:
    """Yuan with two decimals (or more, all zero) as fen; ValueError for anything else."""
    found = _YUAN.fullmatch(text)
    if found is None:
        raise ValueError(f"no amount in yuan: {text[:20]!r}")
    fen = int(found[2] + found[3])
    return -fen if found[1] else fen


def moment_of(text: str) -> datetime:
    """A time of a bill, `2017-03-04 12:00:01` in China; ValueError for anything else."""
    if len(text) != _SECONDS:
        raise ValueError(f"no time: {text[:20]!r}")
    return datetime.fromisoformat(f"{text}+08:00")


def _lines(content: bytes) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, by number; a byte that is no UTF-8 spoils only its line."""
    text = content.decode("utf-8-sig", errors="replace")
    for number, line in enumerate(text.split("\n"), start=1):
        if stripped := line.rstrip("\r"):
            yield number, stripped


def _places(names: Sequence[str], columns: Columns) -> list[int]:
    at = {name: place for place, name in enumerate(names)}
    found = [next((at[name] for name in known if name in at), None) for known in columns]
    missing = [known[0] for known, place in zip(columns, found, strict=True) if place is None]
    if missing:
        raise ColumnsMissing(", ".join(missing))
    return [place for place in found if place is not None]


def _summary(header: str, values: tuple[int, str] | None) -> dict[str, str]:
    names = header.split(",")
    if values is None:
        raise Truncated("the summary has no values")
    figures = values[1].removeprefix("`").split(_BETWEEN)
    if len(figures) != len(names):
        raise Truncated("the summary is incomplete")
    return dict(zip(names, figures, strict=True))

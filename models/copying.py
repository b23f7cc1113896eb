"""COPY for the hot tables, in PostgreSQL's text form.

The driver's own record encoder inspects every element of every array; for rows that are mostly
arrays of numbers, writing the text form is several times cheaper.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from models.database import Connection


async def copy_lines(connection: Connection, table: str, lines: Sequence[str]) -> None:
    """COPY `lines` (made by `copy_line`, columns in the table's order) into `table`."""
    if lines:
        await connection.copy_to_table(table, source=BytesIO("\n".join(lines).encode()))


def copy_line(*values: object) -> str:
    """One row: numbers, booleans, texts, bytes, moments, days, None and sequences of numbers."""
    return "\t".join([_WRITERS[type(value)](value) for value in values])


def array_text(numbers: Sequence[int]) -> str:
    """PostgreSQL's text form of an array of numbers."""
    return "{" + ",".join(map(str, numbers)) + "}"


def escape(text: str) -> str:
    """A text as COPY reads it back."""
    if "\\" in text or "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("\n", "\\n")
        return text.replace("\t", "\\t").replace("\r", "\\r")
    return text


_WRITERS: dict[type, Callable[[Any], str]] = {
    int: str,
    bool: lambda value: "t" if value else "f",
    str: escape,
    bytes: lambda value: "\\\\x" + value.hex(),
    datetime: datetime.isoformat,
    date: date.isoformat,
    list: array_text,
    tuple: array_text,
    type(None): lambda _: "\\N",
}

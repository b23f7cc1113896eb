"""Ids: eight time-ordered bytes inside, a readable word with its kind outside.

An id packs 41 bits of milliseconds since 2010 (market time), 10 bits of the process that made it
and 12 bits of sequence. Each process leases its number from the database when it starts, so two
processes never make the same id. Outside, an id is its kind and thirteen Crockford base-32 digits,
which WeChat accepts as an order number as it stands.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from models.clock import Clock
from models.refusal import Refusal

DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUES: Final = {digit: value for value, digit in enumerate(DIGITS)}
_WIDTH: Final = 13
_START: Final = datetime(2010, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_PROCESSES: Final = 1024
_PER_MILLISECOND: Final = 4096

FreshId = Callable[[], int]


class IdUnreadable(Refusal):
    """The text is not an id of the kind that was asked for."""

    code = "id.unreadable"


def fresh_ids(clock: Clock, process_number: int) -> FreshId:
    """A source of ids that never repeats and never runs backwards within its process."""
    last = -1
    process_bits = process_number % _PROCESSES << 12

    def fresh() -> int:
        nonlocal last
        millisecond = (clock() - _START) // _MILLISECOND
        stamp = max(millisecond * _PER_MILLISECOND, last + 1)
        last = stamp
        return (stamp >> 12) << 22 | process_bits | stamp & 0xFFF

    return fresh


def least_id_at(moment: datetime) -> int:
    """The smallest id that can have been made at `moment`: a bound for pages by time."""
    return (moment - _START) // _MILLISECOND << 22


def write_id(kind: str, number: int) -> str:
    """`write_id("ord", 5)` → `ord_0000000000005`."""
    digits = []
    for _ in range(_WIDTH):
        number, digit = divmod(number, 32)
        digits.append(DIGITS[digit])
    return f"{kind}_{''.join(reversed(digits))}"


def read_id(kind: str, text: str) -> int:
    """The number inside `text`; refuses another kind, another length or a foreign digit."""
    prefix, _, digits = text.partition("_")
    if prefix != kind or len(digits) != _WIDTH:
        raise IdUnreadable(kind=kind)
    number = 0
    for digit in digits:
        if digit not in _VALUES:
            raise IdUnreadable(kind=kind)
        number = number * 32 + _VALUES[digit]
    if number >= 1 << 63:
        raise IdUnreadable(kind=kind)
    return number

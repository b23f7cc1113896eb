"""Futures made from a real year, the same for everyone who asks.

What is thinned or repeated is decided by a hash of the bill's number, not by a random generator, so
a future needs no seed. Repeated bills belong to people of their own, who join when they first pay.
"""

from collections import Counter
from collections.abc import Callable

from msgspec.structs import replace

from models.simulation.town import Town, TownBill

STRANGERS = 1_000_000
"""Who repeats a consumer's bills has the consumer's number plus a multiple of this."""

_LEAVERS = 10
_WAVE_DAYS = 30
_WAVE_PER_MILLE = 200
_GROWTH_A_MONTH = 1.10
_STALLED = 0.1
_WHOLE = 1 << 32


def replay(town: Town) -> Town:
    """The year as it was."""
    return town


def flat(town: Town) -> Town:
    """The same number of bills each week: the mean of the year."""
    weekly = Counter(bill.day // 7 for bill in town.bills)
    whole_weeks = [weekly[week] for week in range(town.days // 7)]
    mean = sum(whole_weeks) / max(1, len(whole_weeks))
    return _weighted(town, lambda day: mean / max(1, weekly[day // 7]))


def growth(town: Town) -> Town:
    """A tenth more bills each month, by people who join."""
    return _weighted(flat(town), lambda day: _GROWTH_A_MONTH ** (day / 30))


def stall(town: Town) -> Town:
    """Growth for half the time, then a tenth of the flat business."""
    half = town.days // 2
    return _weighted(
        flat(town), lambda day: _GROWTH_A_MONTH ** (day / 30) if day < half else _STALLED
    )


def minus20(town: Town) -> Town:
    """A fifth fewer bills from the middle on."""
    return _weighted(town, lambda day: 1.0 if day < town.days // 2 else 0.8)


def refund_wave(town: Town) -> Town:
    """A fifth of the bills of a month are refunded in full at its end."""
    end = town.days // 2
    bills = [
        replace(bill, refund_day=end)
        if end - _WAVE_DAYS <= bill.day < end and _dice(number) * 1000 < _WAVE_PER_MILLE * _WHOLE
        else bill
        for number, bill in enumerate(town.bills)
    ]
    return replace(town, bills=bills)


def merchants_leave(town: Town) -> Town:
    """The ten merchants with the largest turnover leave in the middle."""
    turnover: Counter[int] = Counter()
    for bill in town.bills:
        turnover[bill.merchant] += bill.amount_fen
    gone = {merchant for merchant, _ in turnover.most_common(_LEAVERS)}
    half = town.days // 2
    bills = [bill for bill in town.bills if bill.day < half or bill.merchant not in gone]
    return replace(town, bills=bills)


FUTURES: dict[str, Callable[[Town], Town]] = {
    "replay": replay,
    "flat": flat,
    "growth": growth,
    "stall": stall,
    "minus20": minus20,
    "refund_wave": refund_wave,
    "merchants_leave": merchants_leave,
}


def _weighted(town: Town, weight: Callable[[int], float]) -> Town:
    bills: list[TownBill] = []
    for number, bill in enumerate(town.bills):
        times, part = divmod(weight(bill.day), 1)
        copies = int(times) + (_dice(number) < part * _WHOLE)
        bills += [
            replace(bill, consumer=bill.consumer + STRANGERS * copy) for copy in range(copies)
        ]
    return replace(town, bills=bills)


def _dice(number: int) -> int:
    """An even number below 2³² for each bill (Knuth's multiplicative hash, mixed once more)."""
    mixed = (number + 1) * 2_654_435_761 % _WHOLE
    return (mixed ^ (mixed >> 15)) * 2_246_822_519 % _WHOLE

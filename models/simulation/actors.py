"""People who play the rules, each beside somebody honest who spends the same.

They are added to a town in a few copies, so few that they move nothing for the others. Every pair
spends the same money at the same time; what differs is only how.
"""

from collections import Counter

from msgspec import Struct
from msgspec.structs import replace

from models.simulation.town import Town, TownBill

_COPIES = 6
_FIRST = 900_000_000
_BILL_FEN = 8_000
_SPLIT = 20
_TOKENS = 8
_EARLY_WEEKS = 8
_FRIENDS = 5


class Scheme(Struct, frozen=True):
    """One way to play: who does it and who is honest beside them; `stores` where it is played."""

    name: str
    strategic: tuple[int, ...]
    honest: tuple[int, ...]
    stores: tuple[int, ...]


class _Stage:
    def __init__(self, town: Town) -> None:
        counts = Counter(bill.merchant for bill in town.bills)
        self.stores = [store for store, _ in counts.most_common(_COPIES + _TOKENS + 1)]
        self.weeks = range(town.days // 7)
        self.bills: list[TownBill] = []
        self._next = _FIRST

    def newcomer(self) -> int:
        self._next += 1
        return self._next

    def pay(self, week: int, consumer: int, store: int, amount_fen: int, times: int = 1) -> None:
        """Pay on the Wednesday or so of a week."""
        self.bills += [TownBill(week * 7 + 3, consumer, store, amount_fen)] * times

    def store(self, number: int) -> int:
        return self.stores[number % len(self.stores)]


def with_actors(town: Town) -> tuple[Town, list[Scheme]]:
    """The town with the actors in it, and who they are."""
    stage = _Stage(town)
    schemes = [_splitters(stage), _token_buyers(stage), _self_payers(stage), _stoppers(stage)]
    bills = sorted([*town.bills, *stage.bills], key=lambda bill: bill.day)
    return replace(town, bills=bills), schemes


def _pairs(stage: _Stage) -> list[tuple[int, int, int]]:
    return [(number, stage.newcomer(), stage.newcomer()) for number in range(_COPIES)]


def _scheme(name: str, stage: _Stage, pairs: list[tuple[int, int, int]]) -> Scheme:
    return Scheme(
        name,
        tuple(strategic for _, strategic, _ in pairs),
        tuple(honest for _, _, honest in pairs),
        tuple(stage.store(number) for number, _, _ in pairs),
    )


def _splitters(stage: _Stage) -> Scheme:
    """One bill of ¥80 a week, or the same as twenty of ¥4; they take turns in paying first."""
    pairs = _pairs(stage)
    for week in stage.weeks:
        for number, strategic, honest in pairs:
            ways = [(strategic, _SPLIT), (honest, 1)]
            for consumer, times in ways if week % 2 else reversed(ways):
                stage.pay(week, consumer, stage.store(number), _BILL_FEN // times, times)
    return _scheme("bill_splitters_gain", stage, pairs)


def _token_buyers(stage: _Stage) -> Scheme:
    """¥80 and eight tokens of ¥8 elsewhere a week, or ¥80 and ¥64 at one other store."""
    pairs = _pairs(stage)
    token_fen = _BILL_FEN // 10
    for week in stage.weeks:
        for number, strategic, honest in pairs:
            stage.pay(week, strategic, stage.store(number), _BILL_FEN)
            for other in range(1, _TOKENS + 1):
                stage.pay(week, strategic, stage.store(number + other), token_fen)
            stage.pay(week, honest, stage.store(number), _BILL_FEN)
            stage.pay(week, honest, stage.store(number + 1), _TOKENS * token_fen)
    return _scheme("token_buyers_gain", stage, pairs)


def _self_payers(stage: _Stage) -> Scheme:
    """A merchant whose five friends pay ¥80 a week and get it back under the counter."""
    pairs = _pairs(stage)
    friends = [[stage.newcomer() for _ in range(_FRIENDS)] for _ in pairs]
    for week in stage.weeks:
        for (number, _, honest), crowd in zip(pairs, friends, strict=True):
            for friend in crowd:
                stage.pay(week, friend, stage.store(number), _BILL_FEN)
            stage.pay(week, honest, stage.store(number), _BILL_FEN)
    scheme = _scheme("self_payers_gain", stage, pairs)
    return replace(scheme, strategic=tuple(one for crowd in friends for one in crowd))


def _stoppers(stage: _Stage) -> Scheme:
    """¥80 a week for the first eight weeks and then nothing, or all the year."""
    pairs = _pairs(stage)
    for week in stage.weeks:
        for number, strategic, honest in pairs:
            if week < _EARLY_WEEKS:
                stage.pay(week, strategic, stage.store(number), _BILL_FEN)
            stage.pay(week, honest, stage.store(number), _BILL_FEN)
    return _scheme("early_joiners_gain", stage, pairs)

"""What goes wrong on purpose, where and how often. Seeded, so that a bad day can be repeated."""

import random
from collections.abc import Iterator
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

CallKind = Literal[
    "429", "error_500", "error_500_done", "timeout_after_accept", "reset", "reset_done", "delay"
]
CallbackKind = Literal[
    "duplicate", "late", "reorder", "forged", "tampered", "stale", "signtest", "lost"
]

CALLBACK_KINDS = frozenset(get_args(CallbackKind))


class Fault(Struct):
    """One rule. `match` is an operation (`split.create`), a family (`split.*`), `callback` or `*`.

    `times` is how often it strikes at most (None: for ever), `probability` how likely each time,
    `seconds` how long a delay, a timeout (wire time) or a late notice (market time) takes.
    """

    match: str
    kind: CallKind | CallbackKind
    times: Annotated[int, Meta(ge=1)] | None = 1
    probability: Annotated[float, Meta(gt=0, le=1)] = 1.0
    seed: int = 0
    seconds: Annotated[float, Meta(ge=0, le=86_400)] = 10.0
    struck: int = 0

    def fits(self, operation: str) -> bool:
        family = self.match.removesuffix("*") if self.match.endswith("*") else None
        if (operation == "callback") != (self.kind in CALLBACK_KINDS):
            return False
        return operation == self.match or (family is not None and operation.startswith(family))


class Faults:
    """The rules in force, in the order they were set. The first that strikes wins."""

    def __init__(self) -> None:
        self._rules: list[tuple[Fault, random.Random]] = []

    def __iter__(self) -> Iterator[Fault]:
        return (rule for rule, _ in self._rules)

    def add(self, fault: Fault) -> None:
        self._rules.append((fault, random.Random(fault.seed)))

    def clear(self) -> None:
        self._rules.clear()

    def draw(self, operation: str) -> Fault | None:
        """The fault that strikes this call, if any."""
        for fault, dice in self._rules:
            spent = fault.times is not None and fault.struck >= fault.times
            if not spent and fault.fits(operation) and dice.random() < fault.probability:
                fault.struck += 1
                return fault
        return None

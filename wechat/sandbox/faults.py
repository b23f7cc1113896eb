"""What goes wrong on purpose, where and how often. Seeded, so that a bad day can be repeated."""

import random
from collections.abc import Callable, Iterator
from typing import Annotated, Final, Literal, get_args

from msgspec import Meta, Struct

CallKind = Literal[
    "429",
    "error_500",
    "error_500_done",
    "gateway_page",
    "accepted_202",
    "timeout_after_accept",
    "reset",
    "reset_done",
    "delay",
    "not_enough",
    "stale_answer",
    "token_revoked",
]
CallbackKind = Literal[
    "duplicate", "late", "reorder", "forged", "tampered", "stale", "signtest", "lost"
]
LineKind = Literal["line_closed"]
Reason = Literal[
    "ACCOUNT_ABNORMAL",
    "NO_RELATION",
    "RECEIVER_HIGH_RISK",
    "RECEIVER_REAL_NAME_NOT_VERIFIED",
    "NO_AUTH",
    "RECEIVER_RECEIPT_LIMIT",
    "PAYER_ACCOUNT_ABNORMAL",
    "INVALID_REQUEST",
]

CALLBACK: Final = "callback"
LINE: Final = "line"
CALLBACK_KINDS = frozenset(get_args(CallbackKind))
LINE_KINDS = frozenset(get_args(LineKind))
_MINI_KINDS = frozenset({"token_revoked"})


class Fault(Struct):
    """One rule. `match` is an operation (`split.create`), a family (`split.*`), `callback`, `line`
    (each line of a split as it is decided) or `*`.

    `times` is how often it strikes at most (None: for ever), `probability` how likely each time,
    `lasts_seconds` how long it is in force (market time; None: until it is cleared). `seconds` is
    how long a delay or a timeout (wire time) or a late notice (market time) takes, and how old a
    stale answer is dated. `reason` is what a closed line says.
    """

    match: str
    kind: CallKind | CallbackKind | LineKind
    times: Annotated[int, Meta(ge=1)] | None = 1
    probability: Annotated[float, Meta(gt=0, le=1)] = 1.0
    seed: int = 0
    seconds: Annotated[float, Meta(ge=0, le=86_400)] = 10.0
    lasts_seconds: Annotated[int, Meta(ge=1)] | None = None
    reason: Reason = "ACCOUNT_ABNORMAL"
    struck: int = 0

    def fits(self, operation: str) -> bool:
        """Whether it may strike there: each kind of fault has its own kind of place."""
        family = self.match.removesuffix("*") if self.match.endswith("*") else None
        if (operation == CALLBACK) != (self.kind in CALLBACK_KINDS):
            return False
        if (operation == LINE) != (self.kind in LINE_KINDS):
            return False
        if self.kind in _MINI_KINDS and not operation.startswith("mini."):
            return False
        return operation == self.match or (family is not None and operation.startswith(family))


class Faults:
    """The rules in force, in the order they were set. The first that strikes wins.

    `now` reads market time in seconds.
    """

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._rules: list[tuple[Fault, random.Random, float]] = []

    def __iter__(self) -> Iterator[Fault]:
        return (rule for rule, _, _ in self._rules)

    def add(self, fault: Fault) -> None:
        """Put a rule in force, behind those that are."""
        lasts = float("inf") if fault.lasts_seconds is None else fault.lasts_seconds
        self._rules.append((fault, random.Random(fault.seed), self._now() + lasts))

    def clear(self) -> None:
        """All is well again."""
        self._rules.clear()

    def draw(self, operation: str) -> Fault | None:
        """The fault that strikes here, if any."""
        for fault, dice, ends_at in self._rules:
            spent = fault.times is not None and fault.struck >= fault.times
            if spent or not fault.fits(operation) or self._now() >= ends_at:
                continue
            if dice.random() < fault.probability:
                fault.struck += 1
                return fault
        return None

    def line_reason(self) -> str | None:
        """Why the split line that is just being decided is closed, if a fault wants it so."""
        fault = self.draw(LINE)
        return fault.reason if fault else None

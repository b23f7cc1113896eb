"""The course of a refund: what is needed to take its steps at WeChat, and the steps so far."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, structs

from models.database import Connection, statement
from models.payout.lifecycle import State
from models.payout.receivers import Place
from models.refund.steps.step import Kind, Step


class Course(Struct, frozen=True, kw_only=True):
    """One refund on its way. `state` is the refund's own.

    `cash_fen` is what of it WeChat has to pay back, out of the `total_fen` that was paid with
    WeChat; the rest went back as coupons. A refund that WeChat's bills told us of (`asked_by` bill)
    was paid already: only its returns are left to do. `queue_id` is the queue or the pool whose
    reserve the refund had to do with.
    """

    market_code: int
    refund_id: int
    state: str
    asked_by: str
    reason: str
    cash_fen: int
    queue_id: int
    order_id: int
    merchant_no: int
    sub_mchid: str
    transaction_id: str
    total_fen: int
    steps: tuple[Step, ...] = ()

    @property
    def pays(self) -> bool:
        """Whether WeChat still has to be asked to pay the payer back."""
        return self.asked_by != "bill" and self.cash_fen > 0

    @property
    def returns(self) -> tuple[Step, ...]:
        """Its returns."""
        return tuple(step for step in self.steps if step.is_return)

    @property
    def refund(self) -> Step | None:
        """The last round of the refund itself, if it came to that."""
        rounds = [step for step in self.steps if not step.is_return]
        return max(rounds, key=lambda step: step.round, default=None)

    @property
    def in_hand(self) -> tuple[Step, ...]:
        """The steps that WeChat may be spoken with about now: returns come first."""
        returns = tuple(step for step in self.returns if step.alive)
        if returns:
            return returns
        return (self.refund,) if self.refund and self.refund.alive else ()

    @property
    def places(self) -> list[Place]:
        """Whose lines are to be returned."""
        return [
            (self.market_code, self.sub_mchid, step.receiver_id)
            for step in self.returns
            if step.receiver_id is not None
        ]


async def read_courses(
    connection: Connection, refunds: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], Course]:
    """The courses of these (market_code, refund_id), as they stand."""
    keys = [market for market, _ in refunds], [refund_id for _, refund_id in refunds]
    found = await connection.fetch(statement(__package__, "read_refunds"), *keys)
    steps: dict[tuple[int, int], list[Step]] = {}
    for row in await connection.fetch(statement(__package__, "read_steps"), *keys):
        facts = dict(row)
        key = facts.pop("market_code"), facts.pop("refund_id")
        steps.setdefault(key, []).append(_step(facts))
    return {
        (key := (one.market_code, one.refund_id)): structs.replace(
            one, steps=tuple(steps.get(key, ()))
        )
        for one in (Course(**row) for row in found)
    }


async def insert_steps(
    connection: Connection, course: Course, steps: Sequence[Step], *, created_at: datetime
) -> None:
    """Write new steps of one refund down."""
    if steps:
        names = (
            *("step_id", "kind", "round", "state", "out_order_no", "receiver_id", "amount_fen"),
            *("result", "rest_until", "last_error"),
        )
        await connection.execute(
            statement(__package__, "insert_steps"),
            *(course.market_code, course.refund_id, created_at),
            *([getattr(step, name) for step in steps] for name in names),
        )


def _step(facts: dict[str, Any]) -> Step:
    kind, state = Kind(facts.pop("kind")), State(facts.pop("state"))
    return Step(**facts, kind=kind, state=state)

"""A payout in hand: all that is needed to send it, to ask about it and to write down its end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from models.arrays import array_text
from models.database import Connection, statement
from models.ids import write_id
from models.payout.leg import Leg, Party, lines_of
from models.payout.lifecycle import State, Step
from models.payout.receivers import Place


class Payout(Struct, frozen=True, kw_only=True):
    """One step of one order's payout. `fresh`: prepared a moment ago and shown to nobody yet.

    `rest_until` is wire time; until then WeChat is left in peace with it.
    """

    market_code: int
    payout_id: int
    order_id: int
    step: Step
    round: int
    state: State
    merchant_no: int
    sub_mchid: str
    transaction_id: str
    closes_at: datetime
    legs: tuple[Leg, ...]
    asked: int = 0
    tries: int = 0
    rest_until: datetime | None = None
    last_error: str | None = None
    fresh: bool = False

    @property
    def number(self) -> str:
        """Its number at WeChat, the same for ever."""
        return number_of(self.payout_id, self.step)

    @property
    def alive(self) -> bool:
        """Whether it has still to be seen to its end."""
        return self.state in (State.PREPARED, State.SENT)

    @property
    def accepted(self) -> bool:
        """Whether WeChat is known to be at work."""
        return self.state is State.SENT

    @property
    def unfreezes(self) -> bool:
        """Whether it hands the rest back to the store instead of splitting."""
        return self.step is Step.UNFREEZE

    def rests(self, wire_now: datetime) -> bool:
        """Whether WeChat is to be left in peace with it."""
        return self.rest_until is not None and self.rest_until > wire_now

    def lines(self, parties: Mapping[int, Party]) -> dict[Party, tuple[int, int]]:
        """What WeChat is asked to pay (see `lines_of`)."""
        return lines_of(self.legs, parties)

    @property
    def places(self) -> list[Place]:
        """Where WeChat has to know the receivers of the lines that are under way."""
        ids = dict.fromkeys(leg.receiver_id for leg in self.legs if leg.under_way)
        return [(self.market_code, self.sub_mchid, receiver) for receiver in ids]


def number_of(payout_id: int, step: str) -> str:
    """`pay_0000000000005-split`: the payout's number at WeChat (`out_order_no`)."""
    return f"{write_id('pay', payout_id)}-{step}"


def successor(
    payout: Payout, *, payout_id: int, step: Step, legs: Sequence[Leg], rest_until: datetime
) -> Payout:
    """What comes next for the same order; another round if it is the same step again."""
    return Payout(
        market_code=payout.market_code,
        payout_id=payout_id,
        order_id=payout.order_id,
        step=step,
        round=payout.round + 1 if step is payout.step else 1,
        state=State.PREPARED,
        merchant_no=payout.merchant_no,
        sub_mchid=payout.sub_mchid,
        transaction_id=payout.transaction_id,
        closes_at=payout.closes_at,
        legs=tuple(legs),
        rest_until=rest_until,
        fresh=True,
    )


async def insert_payouts(
    connection: Connection, payouts: Sequence[Payout], *, created_at: datetime
) -> None:
    """Write new payouts down."""
    if payouts:
        legs = [payout.legs for payout in payouts]
        await connection.execute(
            statement(__package__, "insert_payouts"),
            created_at,
            *_columns(payouts),
            [array_text([leg.account_id for leg in some]) for some in legs],
            [array_text([leg.receiver_id for leg in some]) for some in legs],
            [array_text([leg.fen for leg in some]) for some in legs],
            [results_text(some) for some in legs],
        )


def results_text(legs: Sequence[Leg]) -> str:
    """The legs' results in PostgreSQL's text form; results are plain words."""
    return "{" + ",".join([leg.result for leg in legs]) + "}"


def _columns(payouts: Sequence[Payout]) -> list[list[Any]]:
    names = (
        *("market_code", "payout_id", "order_id", "step", "round", "state", "merchant_no"),
        *("sub_mchid", "transaction_id", "closes_at", "rest_until", "last_error"),
    )
    return [[getattr(payout, name) for payout in payouts] for name in names]


async def read_payouts(connection: Connection, payouts: Sequence[tuple[int, int]]) -> list[Payout]:
    """The payouts of these (market_code, payout_id), as they stand."""
    rows = await connection.fetch(
        statement(__package__, "read_payouts"),
        [market_code for market_code, _ in payouts],
        [payout_id for _, payout_id in payouts],
    )
    return [_payout(dict(row)) for row in rows]


def _payout(facts: dict[str, Any]) -> Payout:
    columns = [facts.pop(name) for name in ("accounts", "receivers", "amounts", "results")]
    legs = tuple(Leg(*leg) for leg in zip(*columns, strict=True))
    step, state = Step(facts.pop("step")), State(facts.pop("state"))
    return Payout(**facts, step=step, state=state, legs=legs)

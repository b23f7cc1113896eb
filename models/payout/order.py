"""Settled orders as payouts see them: the discount, and to whom the settlement gave it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from models.database import Connection, statement
from models.ledger import Kind, kind_of, owner_of
from models.payout.leg import PAYEES, PLATFORM, wallet_of
from models.payout.receivers import Place

SPLITTABLE = timedelta(days=30)
"""WeChat splits an order for so long after it was paid, and then unfreezes it by itself."""

_LEAST_AGE_S = 60


class Packet(Struct, frozen=True, gc=False):
    """A packet to be paid out, in fen."""

    claim_no: int
    consumer_no: int
    fen: int


class Rebate(Struct, frozen=True, gc=False):
    """What its payer has of the bill at once, in fen."""

    consumer_no: int
    fen: int


class DueOrder(Struct, frozen=True, kw_only=True):
    """One settled order; packets in the order of their draw, parts as (ledger account, fen).

    One that was not paid `by_wechat` at all has no frozen money: everything is carried forward.
    """

    market_code: int
    order_id: int
    merchant_no: int
    sub_mchid: str
    transaction_id: str
    paid_at: datetime
    hold_seconds: int
    discount_fen: int
    packets: tuple[Packet, ...]
    parts: tuple[tuple[int, int], ...]
    rebates: tuple[Rebate, ...] = ()
    by_wechat: bool = True

    @property
    def due_at(self) -> datetime:
        """When the hold ends; never within WeChat's first minute."""
        return self.paid_at + timedelta(seconds=max(self.hold_seconds, _LEAST_AGE_S))

    @property
    def closes_at(self) -> datetime:
        """From when WeChat splits no more."""
        return self.paid_at + SPLITTABLE

    @property
    def consumers(self) -> set[int]:
        """The persons who have packets in it, or a rebate at once."""
        packets = {packet.consumer_no for packet in self.packets}
        return packets | {rebate.consumer_no for rebate in self.rebates}

    @property
    def wallets(self) -> set[int]:
        """The accounts of those persons."""
        return {wallet_of(consumer_no) for consumer_no in self.consumers}

    @property
    def payees(self) -> set[int]:
        """The accounts of the payees who have a part in it."""
        return {account_id for account_id, _ in self.parts}

    @property
    def receivers(self) -> set[int]:
        """Everybody whom the order's split may have to reach."""
        return self.wallets | self.payees | {PLATFORM}

    @property
    def places(self) -> set[Place]:
        """Where WeChat has to know them."""
        if not self.by_wechat:
            return set()
        return {(self.market_code, self.sub_mchid, receiver) for receiver in self.receivers}


async def read_orders(connection: Connection, orders: Sequence[tuple[int, int]]) -> list[DueOrder]:
    """Those of the (market_code, order_id) that are settled and may be paid out now.

    What has a payout, waits for its shipping or is being refunded is left out; what refunds took
    back is no longer in the rest.
    """
    rows = await connection.fetch(
        statement(__package__, "read_orders"),
        [market_code for market_code, _ in orders],
        [order_id for _, order_id in orders],
    )
    claims = [
        (row["market_code"], owner_of(account_id))
        for row in rows
        for account_id in row["accounts"]
        if kind_of(account_id) is Kind.CLAIM
    ]
    owners = await connection.fetch(
        statement(__package__, "claim_owners"),
        [market_code for market_code, _ in claims],
        [claim_no for _, claim_no in claims],
    )
    consumers = {(row[0], row[1]): row[2] for row in owners}
    return [_order(dict(row), consumers) for row in rows]


def _order(facts: dict[str, object], consumers: dict[tuple[int, int], int]) -> DueOrder:
    market_code: int = facts["market_code"]  # type: ignore[assignment]
    accounts: list[int] = facts.pop("accounts")  # type: ignore[assignment]
    amounts: list[int] = facts.pop("amounts")  # type: ignore[assignment]
    left: dict[int, int] = {}
    for account_id, fen in zip(accounts, amounts, strict=True):
        left[account_id] = left.get(account_id, 0) + fen
    discount_fen = 0
    packets: list[Packet] = []
    rebates: list[Rebate] = []
    parts: dict[int, int] = {}
    for account_id, fen in left.items():
        kind = kind_of(account_id)
        if kind is Kind.FROZEN:
            discount_fen -= fen
        elif kind is Kind.CLAIM and fen > 0:
            claim_no = owner_of(account_id)
            packets.append(Packet(claim_no, consumers[market_code, claim_no], fen))
        elif kind is Kind.REBATE and fen > 0:
            rebates.append(Rebate(owner_of(account_id), fen))
        elif kind in PAYEES and fen > 0:
            parts[account_id] = fen
    return DueOrder(
        **facts,  # type: ignore[arg-type]
        discount_fen=discount_fen,
        packets=tuple(packets),
        parts=tuple(parts.items()),
        rebates=tuple(rebates),
    )

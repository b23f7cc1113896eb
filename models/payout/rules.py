"""Who is paid what out of one order's discount. Values in, values out.

The discount D is all the money there is. First come this order's own debts: its packets in the
order of their draw, then payees who are persons, then payees with merchant accounts. What is left
is room: out of it the same receivers get what earlier orders could not pay them, and the last of it
goes to our own account, where it backs everything that is owed and can't be paid today. So the legs
always add up to D or less, and never to more than fifty lines.

A packet goes whole or is carried forward whole; a payee's part may go in pieces.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from msgspec import Struct, field

from models.ledger import Kind, account, kind_of
from models.payout.leg import PLATFORM, Leg, Party
from models.payout.order import DueOrder
from models.payout.reasons import NO_ROOM, OWN, PENDING, RECEIVER_REFUSED, RECEIVER_UNKNOWN

MOST_LINES: Final = 50
"""Receivers in one split request (WeChat Pay APIv3, 分账)."""

MERCHANT: Final = "MERCHANT_ID"


class Means(Struct):
    """What can be paid out, and to whom, at the moment of planning. Amounts in fen.

    `owed`: balance of each claim's, wallet's and payee's account; `overdue`: how much of a payee's
    is late; `barred`: receiver → why nothing may be sent to it now; `refused`: the (sub_mchid,
    receiver) that WeChat would not take; `parties`: receiver → how WeChat knows it.
    """

    parties: Mapping[int, Party]
    owed: dict[int, int] = field(default_factory=dict)
    overdue: dict[int, int] = field(default_factory=dict)
    barred: dict[int, str] = field(default_factory=dict)
    refused: Collection[tuple[str, int]] = ()


class Plan(Struct, frozen=True):
    """What becomes of one order's discount.

    `legs` are sent, except those whose result names why not: their packets move to the wallet.
    `late` is what payees did not get: account → (fen, why); `caught_up` what they got of earlier
    orders.
    """

    legs: tuple[Leg, ...]
    late: dict[int, tuple[int, str]]
    caught_up: dict[int, int]

    @property
    def has_lines(self) -> bool:
        """Whether there is anything to ask WeChat to split."""
        return any(leg.under_way for leg in self.legs)


def wallet_of(consumer_no: int) -> int:
    """The account of a person's carried money, by which they are also named as a receiver."""
    return account(Kind.WALLET, consumer_no)


def receivers_of(order: DueOrder) -> set[int]:
    """Everybody whom the order's split may have to reach."""
    wallets = {wallet_of(packet.consumer_no) for packet in order.packets}
    return wallets | {account_id for account_id, _ in order.parts} | {PLATFORM}


def plan(order: DueOrder, means: Means) -> Plan:
    """Divide the order's discount among those whom it is owed to."""
    purse = _Purse(order, means)
    for claim_id, wallet, fen in _packets(order, means):
        purse.pay_packet(claim_id, wallet, fen)
    for account_id, fen in _parts(order, means):
        purse.pay_part(account_id, fen)
    purse.pay_earlier()
    return purse.close()


def spend(plan: Plan, means: Means) -> None:
    """Take what a plan uses out of the means, so that the next order finds what is left."""
    for leg in plan.legs:
        if kind_of(leg.account_id) is not Kind.CUSTODY:
            means.owed[leg.account_id] -= leg.fen
            if leg.result not in (PENDING, OWN):
                means.owed[leg.receiver_id] += leg.fen
    for account_id, (fen, _) in plan.late.items():
        means.overdue[account_id] = means.overdue.get(account_id, 0) + fen
    for account_id, fen in plan.caught_up.items():
        means.overdue[account_id] -= fen


class _Purse:
    """One order's discount while it is handed out."""

    def __init__(self, order: DueOrder, means: Means) -> None:
        self._means = means
        self._room_fen = order.discount_fen
        self._sub_mchid = order.sub_mchid
        self._store: Party = (MERCHANT, order.sub_mchid)
        self._lines = {means.parties[PLATFORM]}
        self._legs: list[Leg] = []
        self._parts: dict[int, int] = {}
        self._late: dict[int, tuple[int, str]] = {}
        self._caught_up: dict[int, int] = {}

    def pay_packet(self, claim_id: int, wallet: int, fen: int) -> None:
        """Pay a packet whole, or say why it is carried forward."""
        obstacle = self._obstacle(wallet) or (NO_ROOM if fen > self._room_fen else None)
        if obstacle is None:
            self._take(wallet, fen)
        self._legs.append(Leg(claim_id, wallet, fen, obstacle or PENDING))

    def pay_part(self, account_id: int, fen: int) -> None:
        """Pay a payee as much as there is room for."""
        obstacle = self._obstacle(account_id)
        paid_fen = 0 if obstacle else min(fen, self._room_fen)
        if paid_fen:
            self._take(account_id, paid_fen)
            self._parts[account_id] = paid_fen
        if paid_fen < fen:
            self._late[account_id] = (fen - paid_fen, obstacle or NO_ROOM)

    def pay_earlier(self) -> None:
        """Let the room that is left pay what earlier orders owe to those who are paid anyway."""
        sent = [leg.receiver_id for leg in self._legs if leg.under_way]
        for wallet in dict.fromkeys(sent):
            fen = min(self._means.owed.get(wallet, 0), self._room_fen)
            if fen:
                self._room_fen -= fen
                self._legs.append(Leg(wallet, wallet, fen))
        for account_id in self._parts:
            fen = min(self._means.overdue.get(account_id, 0), self._room_fen)
            if fen:
                self._room_fen -= fen
                self._parts[account_id] += fen
                self._caught_up[account_id] = fen

    def close(self) -> Plan:
        """The rest goes to our own account."""
        for account_id, fen in self._parts.items():
            own = self._means.parties[account_id] == self._store
            self._legs.append(Leg(account_id, account_id, fen, OWN if own else PENDING))
        if self._room_fen:
            self._legs.append(Leg(PLATFORM, PLATFORM, self._room_fen))
        return Plan(tuple(self._legs), self._late, self._caught_up)

    def _obstacle(self, receiver: int) -> str | None:
        party = self._means.parties.get(receiver)
        if receiver in self._means.barred:
            return self._means.barred[receiver]
        if party is None:
            return RECEIVER_UNKNOWN
        if (self._sub_mchid, receiver) in self._means.refused:
            return RECEIVER_REFUSED
        known = party in self._lines or party == self._store
        return None if known or len(self._lines) < MOST_LINES else NO_ROOM

    def _take(self, receiver: int, fen: int) -> None:
        self._room_fen -= fen
        party = self._means.parties[receiver]
        if party != self._store:
            self._lines.add(party)


def _packets(order: DueOrder, means: Means) -> Iterator[tuple[int, int, int]]:
    """(claim's account, person's wallet, fen) of every packet that its claim still owes."""
    for packet in order.packets:
        claim_id = account(Kind.CLAIM, packet.claim_no)
        if fen := min(packet.fen, means.owed[claim_id]):
            yield claim_id, wallet_of(packet.consumer_no), fen


def _parts(order: DueOrder, means: Means) -> Iterator[tuple[int, int]]:
    """(payee's account, fen) of every part that is still owed: persons before merchants."""

    def merchant_last(part: tuple[int, int]) -> bool:
        return means.parties.get(part[0], (MERCHANT, ""))[0] == MERCHANT

    for account_id, part_fen in sorted(order.parts, key=merchant_last):
        if fen := min(part_fen, means.owed[account_id]):
            yield account_id, fen

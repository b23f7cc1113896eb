"""One order's discount while it is handed out, line by line. Pure.

A receiver needs a line of the split, and lines are few; the store itself needs none, since it is
paid by the unfreeze. What a packet covers of a debt needs none either: nothing of it is sent.
"""

from typing import Final

from models.ledger import Kind, account
from models.payout.leg import MERCHANT, PLATFORM, Leg, Party
from models.payout.order import DueOrder
from models.payout.plan import Means, Plan
from models.payout.reasons import (
    DEBT,
    NO_ROOM,
    OWN,
    PENDING,
    RECEIVER_REFUSED,
    RECEIVER_UNKNOWN,
)

MOST_LINES: Final = 50
"""Receivers in one split request (WeChat Pay APIv3, 分账)."""


class Purse:
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
        self._merchant_id = account(Kind.MERCHANT, order.merchant_no)
        self._covered: dict[int, int] = {}
        self._recovers: dict[int, int] = {}

    def cover_debts(self, account_id: int, wallet: int, fen: int) -> int:
        """Cover what the person owes, oldest debt first; returns what of the packet is left."""
        for debt_id, reserve_id in self._means.debts.get(wallet, {}).items():
            covered_fen = self._covered.get(debt_id, 0)
            part_fen = min(fen, -self._means.owed[debt_id] - covered_fen)
            if part_fen:
                fen -= part_fen
                self._covered[debt_id] = covered_fen + part_fen
                self._recovers[debt_id] = reserve_id
                self._legs.append(Leg(account_id, debt_id, part_fen, DEBT))
        return fen

    def pay_packet(self, account_id: int, wallet: int, fen: int) -> None:
        """Pay a packet or a rebate whole, or say why it is carried forward."""
        obstacle = self._obstacle(wallet) or (NO_ROOM if fen > self._room_fen else None)
        if obstacle is None:
            self._take(wallet, fen)
        self._legs.append(Leg(account_id, wallet, fen, obstacle or PENDING))

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
        """The rest stays with the store if it is owed to it, or goes to our own account."""
        for account_id, fen in self._parts.items():
            own = self._means.parties[account_id] == self._store
            self._legs.append(Leg(account_id, account_id, fen, OWN if own else PENDING))
        owed_fen = min(self._means.owed.get(self._merchant_id, 0), self._room_fen)
        if owed_fen:
            self._room_fen -= owed_fen
            self._legs.append(Leg(self._merchant_id, self._merchant_id, owed_fen, OWN))
        if self._room_fen:
            self._legs.append(Leg(PLATFORM, PLATFORM, self._room_fen))
        return Plan(tuple(self._legs), self._late, self._caught_up, self._recovers)

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

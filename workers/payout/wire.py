"""A payout in WeChat's words: what is sent, what is asked, and what the answer means.

Whatever may have been seen by WeChat is asked about first, by its number; only what WeChat does not
know is sent, again under that number. No answer is ever taken for more than it says.
"""

from datetime import datetime
from typing import Final

from models.ledger import Kind, kind_of
from models.payout.answers import ARRIVED, Accepted, Answer, Ended, Stuck, all_well, unfrozen
from models.payout.parties import Directory
from models.payout.payout import Payout
from models.payout.reasons import PENDING, plain
from wechat import NotKnown, Refused, WireError
from wechat.pay import PayWire, splits

UNFREEZE_WORDS: Final = "让利分账完成，解冻余款"
LINE_WORDS: Final = {Kind.WALLET: "让利红包", Kind.CUSTODY: "让利平台分账"}
"""What a receiver reads beside the money; payees read `PAYEE_WORDS`."""
PAYEE_WORDS: Final = "让利服务分账"

MAY_COME_LATER: Final = frozenset({"INVALID_REQUEST"})
"""Refusals of a request that may be accepted later as it is: too early, or a receiver missing."""

_NOTHING_LEFT = "NOT_ENOUGH"
NOT_KNOWN: Final = "NOT_KNOWN"
UNKNOWN_RECEIVER: Final = "RECEIVER_UNKNOWN"


async def ask(wire: PayWire, one: Payout, directory: Directory) -> Answer:
    """Ask by number; Stuck with `NOT_KNOWN` when WeChat never accepted it."""
    try:
        told = await splits.query(
            wire,
            sub_mchid=one.sub_mchid,
            transaction_id=one.transaction_id,
            out_order_no=one.number,
        )
    except NotKnown:
        return Stuck(NOT_KNOWN)
    except WireError as error:
        return Stuck(str(error))
    return _read(one, directory, told)


async def send(wire: PayWire, one: Payout, directory: Directory, now: datetime) -> Answer:
    """Send it, for the first time or again; the number and the lines are the same each time."""
    if now >= one.closes_at:
        return _closed(one)
    if not one.unfreezes and not _all_known(one, directory):
        return Stuck(UNKNOWN_RECEIVER)
    try:
        if one.unfreezes:
            told = await _unfreeze(wire, one)
        else:
            told = await _split(wire, one, directory)
    except Refused as refusal:
        if one.unfreezes and refusal.code == _NOTHING_LEFT:
            return all_well(one)
        return Stuck(str(refusal), final=refusal.code not in MAY_COME_LATER)
    except WireError as error:
        return Stuck(str(error))
    return _read(one, directory, told)


def lost_receivers(one: Payout) -> bool:
    """Whether it was refused for what may be a receiver that WeChat has forgotten."""
    return not one.accepted and any(code in (one.last_error or "") for code in MAY_COME_LATER)


async def _split(wire: PayWire, one: Payout, directory: Directory) -> splits.Split:
    lines = tuple(
        splits.SplitLine(
            type=kind,
            account=account,
            amount_fen=fen,
            description=LINE_WORDS.get(kind_of(receiver), PAYEE_WORDS),
        )
        for (kind, account), (fen, receiver) in one.lines(directory.parties).items()
    )
    wish = splits.NewSplit(
        sub_mchid=one.sub_mchid,
        transaction_id=one.transaction_id,
        out_order_no=one.number,
        receivers=lines,
        unfreeze_unsplit=False,
    )
    return await splits.create(wire, wish)


async def _unfreeze(wire: PayWire, one: Payout) -> splits.Split:
    return await splits.unfreeze(
        wire,
        sub_mchid=one.sub_mchid,
        transaction_id=one.transaction_id,
        out_order_no=one.number,
        description=UNFREEZE_WORDS,
    )


def _all_known(one: Payout, directory: Directory) -> bool:
    return all(leg.receiver_id in directory.parties for leg in one.legs if leg.under_way)


def _read(one: Payout, directory: Directory, told: splits.Split) -> Answer:
    if not told.is_finished:
        return Accepted()
    lines = {(line.type, line.account): line for line in told.receivers or ()}
    if one.unfreezes:
        closed = [line for line in lines.values() if line.result != ARRIVED]
        return Stuck("UNFREEZE_CLOSED", final=True) if closed else all_well(one)
    results = []
    for leg in one.legs:
        if leg.under_way:
            party = directory.parties.get(leg.receiver_id)
            line = lines.get(party) if party else None
            if line is None:
                return Stuck("LINE_MISSING", final=True)
            if line.result == PENDING:
                return Accepted()
            arrived = line.result == ARRIVED
            results.append(ARRIVED if arrived else plain(line.fail_reason or line.result))
    return Ended(tuple(results))


def _closed(one: Payout) -> Answer:
    """After thirty days WeChat unfreezes by itself, and splits no more what it never had."""
    return all_well(one) if one.unfreezes else unfrozen(one)

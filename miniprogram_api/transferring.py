"""A transfer in WeChat's words: offered while its person waits, asked about by the worker.

Whatever WeChat may have seen is asked about by its number first; only what it does not know is
offered, again under that number. A number is dead only when WeChat refused it and then says that
it does not know it. No answer is ever taken for more than it says.
"""

from datetime import datetime
from typing import Final

from msgspec import Struct

from models.payout.answers import Stuck
from models.payout.transfer import Transfer, TransferTerms
from models.payout.transfer.answers import (
    FORGOTTEN,
    KNOWN_FOR,
    SHORT_OF_MONEY,
    TAKEN_BACK,
    Answer,
    Ended,
    Waiting,
    told,
)
from wechat import NotKnown, Refused, WireError
from wechat.pay import PayWire, transfers

REMARK: Final = "让利红包"
"""What the person reads beside the money."""

OUR_FAULT: Final = frozenset({"PARAM_ERROR", "NO_AUTH", "SIGN_ERROR"})
"""Refusals that say something about us, not about the person: somebody has to look."""

NOT_KNOWN: Final = "NOT_KNOWN"
DIFFERS: Final = "DIFFERS"
PERSON_UNKNOWN: Final = "PERSON_UNKNOWN"


class Payee(Struct, frozen=True):
    """How WeChat knows the person: their openid, and the real name where it wants it."""

    openid: str | None
    name: str | None = None

    def __repr__(self) -> str:
        return "Payee(…)"


class Line(Struct, frozen=True):
    """The line to WeChat, on what terms we transfer, and where it tells how one ended."""

    pay: PayWire
    terms: TransferTerms
    public_url: str


async def talk(line: Line, one: Transfer, payee: Payee, now: datetime) -> Answer:
    """Ask about a transfer and take the step that the answer calls for; `now` is market time."""
    if one.fresh:
        return await offer(line, one, payee)
    try:
        answer = await _ask(line, one, payee)
    except NotKnown:
        if one.accepted:
            return Stuck(NOT_KNOWN)
        if now >= one.created_at + KNOWN_FOR:
            return Stuck(FORGOTTEN, final=True)
        return await offer(line, one, payee)
    except WireError as error:
        return Stuck(str(error))
    if isinstance(answer, Waiting) and one.cancel_asked:
        return await _cancel(line, one, payee)
    if isinstance(answer, Waiting) and one.package_info is None:
        return await offer(line, one, payee)
    return answer


async def offer(line: Line, one: Transfer, payee: Payee) -> Answer:
    """Offer it, for the first time or again; number and data are the same each time."""
    if payee.openid is None:
        return Stuck(PERSON_UNKNOWN)
    try:
        offered = await transfers.create(line.pay, _wish(line, one, payee.openid, payee.name))
    except Refused as refusal:
        return await _refused(line, one, payee, refusal)
    except WireError as error:
        return Stuck(str(error))
    answer = told(
        offered.state,
        fail_reason=offered.fail_reason,
        accepted_at=offered.created_at,
        package_info=offered.package_info,
    )
    if isinstance(answer, Waiting) and one.cancel_asked:
        return await _cancel(line, one, payee)
    return answer


async def _ask(line: Line, one: Transfer, payee: Payee) -> Answer:
    known = await transfers.query(line.pay, out_bill_no=one.number)
    if known.amount_fen != one.fen or known.openid not in (None, payee.openid):
        return Stuck(DIFFERS, final=True)
    return told(known.state, fail_reason=known.fail_reason, accepted_at=known.created_at)


async def _refused(line: Line, one: Transfer, payee: Payee, refusal: Refused) -> Answer:
    """A refused offer is dead only if WeChat does not know its number."""
    try:
        return await _ask(line, one, payee)
    except NotKnown:
        if one.cancel_asked:
            return Ended(TAKEN_BACK)
        if refusal.code in OUR_FAULT or not refusal.code:
            return Stuck(str(refusal), final=True)
        return Stuck(str(refusal)) if refusal.code == SHORT_OF_MONEY else Ended(refusal.code)
    except WireError as error:
        return Stuck(str(error))


async def _cancel(line: Line, one: Transfer, payee: Payee) -> Answer:
    """Take it back; where the person was faster, asking says so."""
    try:
        return told((await transfers.cancel(line.pay, out_bill_no=one.number)).state)
    except Refused:
        try:
            return await _ask(line, one, payee)
        except WireError as error:
            return Stuck(str(error))
    except WireError as error:
        return Stuck(str(error))


def _wish(line: Line, one: Transfer, openid: str, name: str | None) -> transfers.NewTransfer:
    return transfers.NewTransfer(
        out_bill_no=one.number,
        openid=openid,
        amount_fen=one.fen,
        remark=REMARK,
        scene_id=line.terms.scene_id,
        scene_facts=(
            transfers.SceneFact(info_type="活动名称", info_content=line.terms.activity),
            transfers.SceneFact(info_type="奖励说明", info_content=line.terms.reward),
        ),
        notify_url=f"{line.public_url}/wechat/pay/transfers",
        user_name=name,
    )

"""A store decides about money that goes back: yes, no, of its own accord, or once more."""

from collections.abc import Awaitable, Callable
from typing import Any

from msgspec import Struct

from miniprogram_api.merchant.refund import GiveWish, page_of
from miniprogram_api.merchant.role import decider
from miniprogram_api.once import first_time
from miniprogram_api.refund import Digest, RefundPage, Words
from miniprogram_api.refund_page import refund_in
from miniprogram_api.route import Call, Nothing
from models import refund
from models.database import Connection
from models.idempotency import idempotency_key
from models.ids import read_id
from models.merchant import StaffMember

Decision = Callable[[Connection, StaffMember, int], Awaitable[None]]
"""What is decided about one refund of the store."""


class GiveRequest(GiveWish, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much of a bill, why, and which preview was seen."""

    reason: Words
    digest: Digest


class Approval(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Yes, to what the preview with this digest said."""

    digest: Digest


class Decline(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """No, and why."""

    answer: Words


async def give_refund(call: Call[GiveRequest]) -> RefundPage:
    """Refund so much of a bill without being asked; the same key, the same refund."""
    house, asked = call.house, call.asked

    async def work(connection: Connection) -> RefundPage:
        member = await decider(connection, call)
        given = await refund.give(
            connection,
            market_code=member.market_code,
            order_id=read_id("ord", asked.order_id),
            merchant_no=member.merchant_no,
            refund_id=house.fresh_id(),
            amount_fen=asked.amount_fen,
            reason=asked.reason,
            shown=asked.digest,
            now=house.clock(),
            fresh_id=house.fresh_id,
            idempotency=idempotency_key(
                owner=f"store:{member.merchant_no}", key=call.idempotency_key, request=call.raw
            ),
        )
        return await page_of(connection, call, member, given.refund_id)

    return await house.database.in_transaction(work)


async def approve_refund(call: Call[Approval]) -> RefundPage:
    """Agree to a refund that was asked for, as its preview told."""

    async def approve(connection: Connection, member: StaffMember, refund_id: int) -> None:
        await refund.approve(
            connection,
            market_code=member.market_code,
            refund_id=refund_id,
            merchant_no=member.merchant_no,
            shown=call.asked.digest,
            now=call.house.clock(),
            fresh_id=call.house.fresh_id,
        )

    return await _decide_once(call, approve)


async def decline_refund(call: Call[Decline]) -> RefundPage:
    """Say no to a refund that was asked for, and why."""

    async def decline(connection: Connection, member: StaffMember, refund_id: int) -> None:
        await refund.decline(
            connection,
            market_code=member.market_code,
            refund_id=refund_id,
            merchant_no=member.merchant_no,
            answer=call.asked.answer,
            now=call.house.clock(),
        )

    return await _decide_once(call, decline)


async def redrive_refund(call: Call[Nothing]) -> RefundPage:
    """Take up again what was given up of a refund, under the numbers that it always had."""

    async def redrive(connection: Connection, member: StaffMember, refund_id: int) -> None:
        await refund.steps.redrive(
            connection, member.market_code, refund_id, now=call.house.clock()
        )

    return await _decide_once(call, redrive)


async def _decide_once(call: Call[Any], decide: Decision) -> RefundPage:
    """Let somebody who may do it about a refund of their store; the same key does it once."""

    async def work(connection: Connection) -> RefundPage:
        member, refund_id = await decider(connection, call), refund_in(call)
        await refund.history.one(
            connection, member.market_code, refund_id, merchant_no=member.merchant_no
        )
        owner = f"store:{member.merchant_no}"
        if await first_time(connection, call, owner, member.market_code):
            await decide(connection, member, refund_id)
        return await page_of(connection, call, member, refund_id)

    return await call.house.database.in_transaction(work)

"""Sending messages whose moment has come, and writing down what WeChat said."""

import asyncio
import logging
import random
import re
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Final

from msgspec import Struct

from models.database import Connection
from models.notification import Message, recipients, sending, telling
from models.notification.templates import Chosen
from models.outbox import Promise, take_due
from wechat import Refused, WireError
from wechat.mini import SubscribeMessage, ValueUnfit, send_message
from workers.house import Context, House

BATCH: Final = 50
AT_ONCE: Final = 8

DECLINED: Final = "43101"
TEMPLATE_GONE: Final = "40037"
VALUE_WRONG: Final = "47003"
_NAMED_KEY: Final = re.compile(r"data\.(\w+)")
_FIRST_WAIT: Final = timedelta(seconds=30)

log = logging.getLogger("rangli.notification")


class Sent(Struct, frozen=True):
    """WeChat took it, under this id (empty where it gave none)."""

    wechat_id: str


class Failed(Struct, frozen=True):
    """WeChat did not take it; `code` is its errcode, or our own word."""

    code: str
    reason: str
    final: bool


async def send_messages(ctx: Context) -> Counter[str]:
    """Send every message that is due; returns how they ended, by WeChat's code."""
    house: House = ctx["house"]
    told: Counter[str] = Counter()
    turns = house.turns["send messages"]
    if not house.programs or turns.somebody_waits:
        return told
    async with turns.mine():
        while begun := await house.database.in_transaction(partial(_begin, house=house)):
            openids = await _openids(house, [message for _, message in begun])
            limit = asyncio.Semaphore(AT_ONCE)
            outcomes = await asyncio.gather(
                *(_send(limit, house, message, openids) for _, message in begun)
            )
            for (promise, message), outcome in zip(begun, outcomes, strict=True):
                told[outcome.code if isinstance(outcome, Failed) else "sent"] += 1
                await house.database.in_transaction(
                    partial(_note, house=house, promise=promise, message=message, outcome=outcome)
                )
    return told


async def _begin(connection: Connection, *, house: House) -> list[tuple[Promise, Message]]:
    now = house.clock()
    due = await take_due(connection, job=telling.SEND, now=now, limit=BATCH, lease=house.lease)
    return await sending.begin(connection, due, now=now)


async def _openids(house: House, messages: list[Message]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    async with house.database.connection() as connection:
        for program in {message.program for message in messages}:
            numbers = {one.person_no for one in messages if one.program == program}
            known = await recipients.openids(
                connection, seal=house.seal, program=program, person_nos=numbers
            )
            found |= {(program, number): openid for number, openid in known.items()}
    return found


async def _send(
    limit: asyncio.Semaphore,
    house: House,
    message: Message,
    openids: dict[tuple[str, int], str],
) -> Sent | Failed:
    chosen = house.templates.get(message.template)
    openid = openids.get((message.program, message.person_no))
    if chosen is None or openid is None:
        return Failed("unable", "no template or nobody to send to", final=True)
    async with limit:
        try:
            number = await send_message(
                house.programs[message.program], _words(message, chosen, openid)
            )
        except ValueUnfit as unfit:
            return Failed(VALUE_WRONG, str(unfit), final=True)
        except WireError as error:
            return Failed(error.code, error.message, final=isinstance(error, Refused))
    return Sent(str(number or ""))


def _words(message: Message, chosen: Chosen, openid: str) -> SubscribeMessage:
    values = message.values(chosen.template)
    return SubscribeMessage(
        openid=openid,
        template_id=chosen.template_id,
        values=dict(zip(chosen.keys, values, strict=True)),
        page=chosen.template.page,
    )


async def _note(
    connection: Connection,
    *,
    house: House,
    promise: Promise,
    message: Message,
    outcome: Sent | Failed,
) -> None:
    now = house.clock()
    if isinstance(outcome, Sent):
        await sending.note_sent(connection, promise, message, wechat_id=outcome.wechat_id, at=now)
    elif outcome.code == DECLINED:
        wire_at = house.wire_clock()
        await sending.note_refused(
            connection, promise, message, reason=DECLINED, at=now, wire_at=wire_at
        )
    elif outcome.code == TEMPLATE_GONE:
        await _template_gone(connection, house, message)
        await sending.note_withdrawn(connection, promise, message, reason=TEMPLATE_GONE, at=now)
    elif outcome.final or message.tries >= sending.TRIES:
        await sending.note_failed(connection, promise, message, reason=_reason(outcome), at=now)
    else:
        wait = _FIRST_WAIT * 2 ** (message.tries - 1) * (1 + random.random() / 2)
        await sending.note_later(
            connection, promise, message, reason=_reason(outcome), due_at=now + wait
        )


async def _template_gone(connection: Connection, house: House, message: Message) -> None:
    chosen = house.templates[message.template]
    if await sending.withdraw_template(
        connection,
        template_id=chosen.template_id,
        template=message.template,
        at=house.clock(),
    ):
        log.error("WeChat knows the template of %s no more; set another", message.template)


def _reason(outcome: Failed) -> str:
    """The code, and the key of the value that WeChat names; never a value."""
    named = _NAMED_KEY.search(outcome.reason)
    return f"{outcome.code} {named[1]}" if named else outcome.code

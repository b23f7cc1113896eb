"""What both mini-programs ask about messages: what is allowed, and what was told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.route import Call, Nothing
from miniprogram_api.shapes import Limit, local
from models import notification
from models.ids import read_id, write_id
from models.notification import Message, Program, Template
from models.notification.choices import TemplateUnknown

TemplateName = Annotated[str, Meta(min_length=1, max_length=64)]
MessageCursor = Annotated[str, Meta(pattern=r"^msg_[0-7][0-9a-hjkmnp-tv-z]{12}$", max_length=17)]
Answered = Literal["accept", "reject", "ban", "filter", "acceptWithAudio", "acceptWithAlert"]


class NotificationChoice(Struct, frozen=True, kw_only=True):
    """One kind of message. `template_id` is for `wx.requestSubscribeMessage`; None: not offered.

    `left` is how many messages may still come, one for each accepted dialogue.
    """

    template: str
    template_id: str | None
    title: str
    about: str
    wanted: bool
    left: int
    refused_at: datetime | None
    told: int
    untold: int


class NotificationChoices(Struct, frozen=True):
    """Every kind of message of this mini-program."""

    choices: list[NotificationChoice]


class WantedRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """Kinds of messages to turn on or off, by `template`; the others stay."""

    wanted: Annotated[dict[TemplateName, bool], Meta(min_length=1, max_length=16)]


class DialogueReport(Struct, frozen=True, forbid_unknown_fields=True):
    """What `wx.requestSubscribeMessage` answered, by template id, without its `errMsg`."""

    results: Annotated[dict[TemplateName, Answered], Meta(min_length=1, max_length=16)]


class MessagePages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the messages: up to `limit` after `cursor`."""

    limit: Limit = 20
    cursor: MessageCursor | UnsetType = UNSET


class MessageLine(Struct, frozen=True):
    """One field of a message."""

    label: str
    value: str


class ToldMessage(Struct, frozen=True, kw_only=True):
    """One message; `state` is planned, sent, refused, failed or withdrawn."""

    message_id: str
    template: str
    title: str
    lines: list[MessageLine]
    state: str
    due_at: datetime
    ended_at: datetime | None


class ToldMessages(Struct, frozen=True, kw_only=True):
    """A page of messages, newest first."""

    messages: list[ToldMessage]
    next_cursor: str | None


async def show_choices(call: Call[Nothing]) -> NotificationChoices:
    """Which messages there are, and how many of each may still come."""
    return await _choices(call)


async def _choices(call: Call[Any]) -> NotificationChoices:
    program = _program(call)
    async with call.house.database.connection() as connection:
        gone = await notification.sending.withdrawn_ids(connection)
        standing = await notification.choices.choices_of(
            connection, program=program, person_no=call.number
        )
    own = [one for one in notification.templates().values() if one.program == program]
    return NotificationChoices([_choice(call, one, standing, gone) for one in own])


async def choose(call: Call[WantedRequest]) -> NotificationChoices:
    """Turn kinds of messages on or off; what was accepted at WeChat stays."""
    async with call.house.database.transaction() as connection:
        await notification.choices.choose(
            connection, program=_program(call), person_no=call.number, wanted=call.asked.wanted
        )
    return await _choices(call)


async def report(call: Call[DialogueReport]) -> NotificationChoices:
    """Report how a dialogue was answered; WeChat's own event about it is what counts."""
    house = call.house
    known = {one.template_id: key for key, one in house.templates.items()}
    if unknown := sorted(set(call.asked.results) - known.keys()):
        raise TemplateUnknown(template=unknown[0], known=[])
    answers = [(known[name], result) for name, result in call.asked.results.items()]
    async with house.database.transaction() as connection:
        await notification.choices.hear_report(
            connection,
            program=_program(call),
            person_no=call.number,
            answers=[
                (key, "accept" if result.startswith("accept") else "reject")
                for key, result in answers
            ],
            events_expected=house.events_expected,
            at=house.wire_clock(),
        )
    return await _choices(call)


async def show_messages(call: Call[MessagePages]) -> ToldMessages:
    """What one was told and what waits to be told, newest first."""
    page = call.asked
    async with call.house.database.connection() as connection:
        found = await notification.messages_of(
            connection,
            program=_program(call),
            person_no=call.number,
            limit=page.limit + 1,
            before=read_id("msg", page.cursor) if page.cursor else None,
        )
    shown = found[: page.limit]
    return ToldMessages(
        messages=[_message(one, english=call.english) for one in shown],
        next_cursor=write_id("msg", shown[-1].message_id) if len(found) > page.limit else None,
    )


def _program(call: Call[Any]) -> Program:
    return "merchant" if call.who == "staff" else "consumer"


def _choice(
    call: Call[Any],
    template: Template,
    standing: Mapping[str, notification.choices.Choice],
    gone: set[str],
) -> NotificationChoice:
    chosen = call.house.templates.get(template.key)
    offered = chosen.template_id if chosen and chosen.template_id not in gone else None
    known = standing.get(template.key, notification.choices.Choice(template=template.key))
    return NotificationChoice(
        template=template.key,
        template_id=offered,
        title=template.en if call.english else template.zh,
        about=template.about_en if call.english else template.about_zh,
        wanted=known.wanted,
        left=known.left,
        refused_at=local(known.refused_at) if known.refused_at else None,
        told=known.told_count,
        untold=known.untold_count,
    )


def _message(one: Message, *, english: bool) -> ToldMessage:
    template = notification.templates()[one.template]
    labels = [field.en if english else field.zh for field in template.fields]
    return ToldMessage(
        message_id=write_id("msg", one.message_id),
        template=one.template,
        title=template.en if english else template.zh,
        lines=[MessageLine(*line) for line in zip(labels, one.values(template), strict=True)],
        state=one.state,
        due_at=local(one.due_at),
        ended_at=local(one.ended_at) if one.ended_at else None,
    )

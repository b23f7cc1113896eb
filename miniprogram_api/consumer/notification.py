"""Messages to a shopper: what they allow, how dialogues ended, what they were told."""

from miniprogram_api import notification as shared
from miniprogram_api.notification import (
    DialogueReport,
    MessagePages,
    NotificationChoices,
    ToldMessages,
    WantedRequest,
)
from miniprogram_api.route import Call, Nothing


async def show_choices(call: Call[Nothing]) -> NotificationChoices:
    """Which messages there are, and how many of each may still come."""
    return await shared.show_choices(call, program="consumer")


async def choose(call: Call[WantedRequest]) -> NotificationChoices:
    """Turn kinds of messages on or off; what was accepted at WeChat stays."""
    return await shared.choose(call, program="consumer")


async def report(call: Call[DialogueReport]) -> NotificationChoices:
    """Report how a dialogue was answered; WeChat's own event about it is what counts."""
    return await shared.report(call, program="consumer")


async def show_messages(call: Call[MessagePages]) -> ToldMessages:
    """What one was told and what waits to be told, newest first."""
    return await shared.show_messages(call, program="consumer")

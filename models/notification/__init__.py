"""Notifications: what people allow us to tell them by subscribe messages, and what they were told.

One accepted dialogue is one message, so acceptances are counted, set aside and spent. `choices` is
what people allow, `templates` the kinds of messages there are, `telling` plans messages about news,
`watching` finds the news, `sending` leads each message to its end.
"""

from models.notification import choices, recipients, sending, telling, watching
from models.notification.message import Message
from models.notification.queries import messages_of
from models.notification.rules import News
from models.notification.templates import (
    Chosen,
    Program,
    Template,
    TemplatesUnreadable,
    chosen_templates,
    templates,
)

__all__ = [
    "Chosen",
    "Message",
    "News",
    "Program",
    "Template",
    "TemplatesUnreadable",
    "choices",
    "chosen_templates",
    "messages_of",
    "recipients",
    "sending",
    "telling",
    "templates",
    "watching",
]

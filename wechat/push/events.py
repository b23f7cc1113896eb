"""The pushed events that we act on, as values."""

import msgspec


class PushRefused(Exception):
    """A delivery that must not be acted upon."""


class PushMalformed(PushRefused):
    """Not in the shape that the platform's documents promise."""


class _Event(msgspec.Struct, frozen=True, kw_only=True):
    """``delivery_key`` is the same when WeChat delivers the same event again.

    WeChat names an event by who, when and what; what it is about is added, since two messages to
    one person may end within a second.
    """

    openid: str
    created_s: int
    event: str

    @property
    def delivery_key(self) -> str:
        return f"{self.openid}:{self.created_s}:{self.event}:{self.about}"

    @property
    def about(self) -> str:
        """What tells the event from others of its kind within the same second."""
        return ""


class SubscriptionChoice(msgspec.Struct, frozen=True, kw_only=True):
    """The answer a user gave for one template: ``accept`` or ``reject``."""

    template_id: str
    status: str

    @property
    def is_accepted(self) -> bool:
        """Whether one more message of this template may be sent."""
        return self.status == "accept"


class SubscriptionChosen(_Event, frozen=True, kw_only=True):
    """A user answered our dialogue (popup), or changed their mind in the settings (change)."""

    choices: tuple[SubscriptionChoice, ...]

    @property
    def about(self) -> str:
        return ",".join(sorted(one.template_id for one in self.choices))


class MessageOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one message; ``error_code`` is ``0`` when it arrived."""

    template_id: str
    message_id: str
    error_code: str
    error_status: str = ""


class MessagesSent(_Event, frozen=True, kw_only=True):
    """Messages that were accepted earlier have arrived or failed."""

    outcomes: tuple[MessageOutcome, ...]

    @property
    def about(self) -> str:
        return ",".join(sorted(one.message_id for one in self.outcomes))


class TradeSettlement(_Event, frozen=True, kw_only=True):
    """An order's way to settlement; only once ``settlement_s`` is set may it be split."""

    transaction_id: str
    out_trade_no: str
    mchid: str
    sub_mchid: str | None = None
    paid_s: int | None = None
    shipped_s: int | None = None
    estimated_settlement_s: int | None = None
    confirmed_s: int | None = None
    settlement_s: int | None = None

    @property
    def about(self) -> str:
        return f"{self.transaction_id},{self.settlement_s or 0}"


class ShippingReminder(_Event, frozen=True, kw_only=True):
    """WeChat waits for the shipping information of a paid order."""

    transaction_id: str
    out_trade_no: str

    @property
    def about(self) -> str:
        return self.transaction_id


class OtherEvent(_Event, frozen=True, kw_only=True):
    """An event or message that nobody here has asked for."""


PushEvent = SubscriptionChosen | MessagesSent | TradeSettlement | ShippingReminder | OtherEvent

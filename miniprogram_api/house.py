"""What the endpoints work with: opened once by the process that runs them, handed to every call."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from models.clock import Clock
from models.database import Database
from models.ids import FreshId
from models.notification import Chosen
from models.payout.transfer import TransferTerms
from models.people import Seal
from wechat.mini import MiniWire
from wechat.pay import PayWire


class House(Struct, kw_only=True):
    """The door's clocks, ids and secrets, and the lines to PostgreSQL and to WeChat.

    `clock` is market time, `wire_clock` the machine's own. `notify_url` is where WeChat sends
    payment notices, under `public_url`, the origin at which it reaches us.
    `templates` are the subscribe messages that we have at WeChat;
    `events_expected` says that WeChat's message push tells us how their dialogues were answered.
    `forget_token` ends what this process remembers of a login.
    """

    database: Database
    seal: Seal
    clock: Clock
    wire_clock: Callable[[], datetime]
    fresh_id: FreshId
    pay: PayWire
    consumer_program: MiniWire
    merchant_program: MiniWire
    notify_url: str
    public_url: str
    transfer_terms: TransferTerms
    draw_root_key: bytes
    token_lifetime: timedelta
    templates: Mapping[str, Chosen]
    events_expected: bool
    forget_token: Callable[[str], None]

"""One message, and the values of its fields in the order of its template's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from models.clock import market_day
from models.ids import write_id
from models.notification.rules import Key, write_amount, write_day, write_moment
from models.notification.templates import Program, Template


class Message(Struct, frozen=True, kw_only=True):
    """A row of `messages` with the name of its store; times are market time."""

    market_code: int
    message_id: int
    program: Program
    person_no: int
    template: str
    subject: str
    state: str
    amount_fen: int
    counted: int
    words: str
    at: datetime
    due_at: datetime
    created_at: datetime
    ended_at: datetime | None
    tries: int
    last_error: str | None
    store_name: str

    @property
    def key(self) -> Key:
        return (self.program, self.person_no, self.template)

    @property
    def number(self) -> str:
        """What it is about as people read it: an id, or the day of a digest."""
        kind, _, number = self.subject.partition(" ")
        return write_id(kind, int(number)) if number.isdecimal() else kind

    def values(self, template: Template) -> tuple[str, ...]:
        """What fills the fields, before WeChat's limits are applied."""
        filling = {
            "amount": write_amount(self.amount_fen),
            "counted": str(self.counted),
            "words": self.words,
            "store": self.store_name,
            "subject": self.number,
            "at": write_moment(self.at),
            "day": write_day(market_day(self.at)),
        }
        return tuple(filling[field.filled_by] for field in template.fields)


COLUMNS = (
    "m.market_code, m.message_id, m.program, m.person_no, m.template, m.subject, m.state,"
    " m.amount_fen, m.counted, m.words, m.at, m.due_at, m.created_at, m.ended_at, m.tries,"
    " m.last_error, coalesce(s.name, '') AS store_name"
)
FROM = "messages AS m LEFT JOIN merchants AS s ON s.merchant_no = m.merchant_no"


def read_message(row: Mapping[str, Any]) -> Message:
    """A message out of `COLUMNS`."""
    return Message(**row)

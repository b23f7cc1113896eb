"""A transfer in hand: all that is needed to send it, to ask about it and to write down its end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from models.database import Connection, statement
from models.ids import IdUnreadable, read_id, write_id
from models.payout.lifecycle import State
from models.payout.reasons import PENDING
from models.people import Sealed


class Transfer(Struct, frozen=True, kw_only=True):
    """Carried money on its way to its person. `fresh`: prepared a moment ago, shown to nobody yet.

    `package_info` is what the phone hands to `wx.requestMerchantTransfer`; `name` the sealed real
    name where WeChat wants it. `rest_until` is wire time, the rest market time.
    """

    market_code: int
    transfer_id: int
    consumer_no: int
    fen: int
    state: State
    created_at: datetime
    result: str = PENDING
    package_info: str | None = None
    expires_at: datetime | None = None
    cancel_asked: bool = False
    name: Sealed | None = None
    asked: int = 0
    tries: int = 0
    rest_until: datetime | None = None
    last_error: str | None = None
    finished_at: datetime | None = None
    fresh: bool = False

    @property
    def number(self) -> str:
        """Its number at WeChat, the same for ever."""
        return number_of(self.market_code, self.transfer_id)

    @property
    def alive(self) -> bool:
        """Whether it has still to be seen to its end."""
        return self.state not in (State.FINISHED, State.DEAD_LETTER)

    @property
    def accepted(self) -> bool:
        """Whether WeChat is known to have it."""
        return self.state in (State.SENT, State.WAITING, State.CANCELLING)

    def rests(self, wire_now: datetime) -> bool:
        """Whether WeChat is to be left in peace with it."""
        return self.rest_until is not None and self.rest_until > wire_now


def number_of(market_code: int, transfer_id: int) -> str:
    """`trf0000000000005330100`: its number at WeChat, which takes letters and digits only.

    The market stands in it, because a notice tells nothing else that could name one.
    """
    return f"{write_id('trf', transfer_id).replace('_', '')}{market_code:06d}"


def read_number(text: str) -> tuple[int, int]:
    """(market_code, transfer_id) of such a number; raises `IdUnreadable`."""
    kind, digits, market = text[:3], text[3:-6], text[-6:]
    if not (market.isascii() and market.isdecimal()):
        raise IdUnreadable(kind="trf")
    return int(market), read_id("trf", f"{kind}_{digits}")


async def insert_transfer(connection: Connection, transfer: Transfer) -> None:
    """Write a new transfer down."""
    name = transfer.name
    await connection.execute(
        "INSERT INTO transfers (market_code, transfer_id, consumer_no, fen, state, created_at,"
        " rest_until, name_index, name_sealed, name_key)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        *(transfer.market_code, transfer.transfer_id, transfer.consumer_no, transfer.fen),
        *(transfer.state.value, transfer.created_at, transfer.rest_until),
        *((name.index, name.sealed, name.key_no) if name else (None, None, None)),
    )


async def read_transfers(
    connection: Connection, transfers: Sequence[tuple[int, int]]
) -> list[Transfer]:
    """The transfers of these (market_code, transfer_id), as they stand."""
    rows = await connection.fetch(
        statement(__package__, "read_transfers"),
        [market_code for market_code, _ in transfers],
        [transfer_id for _, transfer_id in transfers],
    )
    return [transfer_from(dict(row)) for row in rows]


def transfer_from(facts: dict[str, Any]) -> Transfer:
    """A row as a transfer."""
    index, sealed, key_no = [facts.pop(f"name_{part}") for part in ("index", "sealed", "key")]
    name = Sealed(index, sealed, key_no) if sealed is not None else None
    return Transfer(**facts | {"state": State(facts["state"])}, name=name)

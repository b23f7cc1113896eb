"""Questions about purses."""

from collections.abc import Collection

from msgspec import Struct

from models.database import Connection


class Purse(Struct, frozen=True):
    """One holder's coupons, in fen: what came in, what went out, what orders hold of the rest."""

    received_fen: int = 0
    spent_fen: int = 0
    held_fen: int = 0

    @property
    def balance_fen(self) -> int:
        """What is in it: the balance of the holder's COUPON account."""
        return self.received_fen - self.spent_fen

    @property
    def free_fen(self) -> int:
        """What no order holds."""
        return self.balance_fen - self.held_fen


_EMPTY = Purse()


async def purses_of(
    connection: Connection, market_code: int, holder_nos: Collection[int], *, lock: bool = False
) -> dict[int, Purse]:
    """The purse of each holder, empty where nothing ever came in.

    With `lock` no order can hold any of them until the transaction ends.
    """
    rows = await connection.fetch(
        "SELECT holder_no, received_fen, spent_fen, held_fen FROM coupon_purses"
        " WHERE market_code = $1 AND holder_no = ANY($2::bigint[]) ORDER BY holder_no"
        + (" FOR UPDATE" if lock else ""),
        market_code,
        sorted(holder_nos),
    )
    return dict.fromkeys(holder_nos, _EMPTY) | {row[0]: Purse(*row[1:]) for row in rows}


async def purse_of(connection: Connection, market_code: int, holder_no: int) -> Purse:
    """One holder's purse."""
    return (await purses_of(connection, market_code, [holder_no]))[holder_no]

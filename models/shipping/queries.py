"""Questions about shipments: what to tell WeChat, and what waits for it."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from models import people
from models.database import Connection
from models.shipping.lifecycle import State

Key = tuple[int, int]
"""(market_code, order_id)."""


class Shipment(Struct, frozen=True, kw_only=True):
    """An order to be told of; `openid` is its payer's, so never log it."""

    market_code: int
    order_id: int
    state: str
    transaction_id: str
    sub_mchid: str
    paid_at: datetime
    openid: str

    def __repr__(self) -> str:
        return f"Shipment({self.order_id}, {self.state})"


async def shipments(
    connection: Connection, keys: Sequence[Key], *, seal: people.Seal
) -> dict[Key, Shipment]:
    """Those of the orders that are not settled yet, with their payers unsealed."""
    rows = await connection.fetch(
        "SELECT s.market_code, s.order_id, s.state, o.transaction_id, o.sub_mchid,"
        " o.paid_at, o.consumer_no"
        " FROM unnest($1::integer[], $2::bigint[]) AS asked (market_code, order_id)"
        " JOIN shipments AS s USING (market_code, order_id)"
        " JOIN orders AS o USING (market_code, order_id)"
        " WHERE s.state <> 'settled' AND o.paid_at IS NOT NULL",
        [market_code for market_code, _ in keys],
        [order_id for _, order_id in keys],
    )
    consumers = [row["consumer_no"] for row in rows]
    openids = await people.openids_of(connection, seal=seal, consumer_nos=consumers)
    found = [
        Shipment(openid=openids.get(facts.pop("consumer_no"), ""), **facts)
        for facts in map(dict, rows)
    ]
    return {(one.market_code, one.order_id): one for one in found}


async def unsettled(connection: Connection, keys: Sequence[Key]) -> set[Key]:
    """Those of the orders that WeChat has not settled, so that they can't be split yet."""
    rows = await connection.fetch(
        "SELECT s.market_code, s.order_id"
        " FROM unnest($1::integer[], $2::bigint[]) AS asked (market_code, order_id)"
        " JOIN shipments AS s USING (market_code, order_id) WHERE s.state <> $3",
        [market_code for market_code, _ in keys],
        [order_id for _, order_id in keys],
        State.SETTLED,
    )
    return {(row[0], row[1]) for row in rows}


async def market_of(
    connection: Connection, *, order_id: int, transaction_id: str, sub_mchid: str | None
) -> int | None:
    """The market of an order that WeChat names without it; None where its numbers aren't ours."""
    return await connection.fetchval(  # type: ignore[no-any-return]
        "SELECT o.market_code FROM shipments AS s JOIN orders AS o USING (market_code, order_id)"
        " WHERE s.order_id = $1 AND o.transaction_id = $2"
        " AND o.sub_mchid = coalesce($3, o.sub_mchid)",
        *(order_id, transaction_id, sub_mchid),
    )


async def dead_letters(connection: Connection, market_code: int) -> list[tuple[int, str]]:
    """(order_id, why) of the uploads that WeChat refuses, oldest first."""
    rows = await connection.fetch(
        "SELECT order_id, last_error FROM shipments WHERE market_code = $1 AND state = $2"
        " ORDER BY order_id",
        *(market_code, State.DEAD_LETTER),
    )
    return [(row[0], row[1] or "") for row in rows]

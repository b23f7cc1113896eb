"""Open an order, and close what nobody paid; being paid stands in `recording.py`."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct, json

from models.database import Connection, statement
from models.idempotency import IdempotencyKey, first_use
from models.money import AmountRefused, require_amount
from models.order.lifecycle import State, sources_of
from models.outbox import promise, withdraw
from models.refusal import Refusal

ASK: Final = "order.ask"
"""The promise to ask WeChat about an order whose callback may never come."""

ASK_AFTER: Final = tuple(timedelta(seconds=s) for s in (5, 30, 60, 180, 300, 600, 1800))
"""When to ask, counted from the opening in market time; after the last time the order closes."""

PARTIES: Final = 6


class AmountInvalid(Refusal):
    """The amount is not a whole number of fen between ¥0.01 and ¥1,000,000."""

    code = "order.amount_invalid"


class TermsInvalid(Refusal):
    """The terms that the order should be opened on can't be anybody's terms."""

    code = "order.terms_invalid"


class Terms(Struct, frozen=True, kw_only=True):
    """What the order was quoted on; fixed when it opens, except `book_no` (see `record_paid`).

    `parties` are the six ledger accounts beside the consumer, in the settlement's own order.
    """

    discount_bp: int
    tier: int
    parties: tuple[int, ...]
    book_no: int
    hold_seconds: int


class OpenedOrder(Struct, frozen=True):
    """An order id, and whether this very request had opened it before."""

    order_id: int
    repeated: bool


async def open_order(
    connection: Connection,
    *,
    market_code: int,
    order_id: int,
    merchant_no: int,
    sub_mchid: str,
    consumer_no: int,
    amount_fen: int,
    coupon_fen: int = 0,
    terms: Terms,
    quote: Mapping[str, Any],
    opened_at: datetime,
    idempotency: IdempotencyKey,
) -> OpenedOrder:
    """Open an order, bind its idempotency key and promise to ask WeChat about it.

    To be called in a transaction; all of it happens or nothing. A key that was used before for
    the same request returns the order opened then. Of the amount the payer pays `coupon_fen` with
    coupons, which the caller has held for this order. Raises AmountInvalid, TermsInvalid and
    idempotency.KeyReused.
    """
    _check(amount_fen, terms)
    bound = await first_use(
        connection, idempotency, market_code=market_code, subject_id=order_id, at=opened_at
    )
    if bound != order_id:
        return OpenedOrder(bound, repeated=True)
    await connection.execute(
        statement(__package__, "open_order"),
        market_code,
        order_id,
        merchant_no,
        sub_mchid,
        consumer_no,
        amount_fen,
        coupon_fen,
        terms.discount_bp,
        terms.tier,
        terms.book_no,
        terms.parties,
        terms.hold_seconds,
        State.OPENED,
        opened_at,
        json.encode(quote).decode(),
    )
    due_at = opened_at + ASK_AFTER[0]
    await promise(
        connection, market_code=market_code, job=ASK, subject_ids=[order_id], due_at=due_at
    )
    return OpenedOrder(order_id, repeated=False)


async def close_orders(connection: Connection, orders: Sequence[tuple[int, int]]) -> int:
    """Close those (market_code, order_id) that may still be closed; returns how many were.

    Close an order at WeChat first: whoever pays between the two closings is still recorded.
    """
    keys = sorted(orders)
    closed = await connection.fetch(
        statement(__package__, "close_orders"),
        [market_code for market_code, _ in keys],
        [order_id for _, order_id in keys],
        State.CLOSED,
        sources_of(State.CLOSED),
    )
    await withdraw(connection, job=ASK, subjects=keys)
    return len(closed)


def _check(amount_fen: object, terms: Terms) -> None:
    try:
        require_amount(amount_fen)
    except AmountRefused as refusal:
        raise AmountInvalid(**refusal.detail) from None
    if len(terms.parties) != PARTIES or terms.hold_seconds < 60:
        raise TermsInvalid(parties=PARTIES, least_hold_seconds=60)

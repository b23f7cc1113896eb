"""Record what WeChat says was paid: a whole batch of notices in one transaction.

Lock, judge, write. Only orders that can still become paid are locked, in key order, so a repeated
notice never waits for a settlement that holds its order, and two batches never wait for each other
in a circle. Whoever comes second finds the order paid and hears that the notice is a repetition.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from models.database import Connection, statement
from models.inbox import keep
from models.order.lifecycle import State, sources_of
from models.order.operations import ASK
from models.order.rules import PayableOrder, Payment, Verdict, after, judge
from models.outbox import withdraw
from models.refusal import Refusal

BookInForce = Callable[[int, datetime], int]
"""The number of the rule book in force in a market at a moment; may raise a Refusal for none."""

Key = tuple[int, int]


async def record_paid(
    connection: Connection, payments: Sequence[Payment], *, book_in_force: BookInForce
) -> list[Verdict]:
    """Move orders to paid, keep every notice with its verdict, and return one verdict for each.

    To be called in a transaction. Any number of notices about one order may be in the batch. A
    paid order keeps the rule book in force when it was paid, or its own if there was none then.
    """
    orders = await _orders(connection, {(one.market_code, one.order_id) for one in payments})
    verdicts, accepted = [], {}
    for payment in payments:
        key = (payment.market_code, payment.order_id)
        order = orders.get(key)
        verdict = judge(order, payment)
        if order is not None and verdict is Verdict.ACCEPTED:
            accepted[key] = payment
            orders[key] = after(order, payment)
        verdicts.append(verdict)
    await _write(connection, accepted, book_in_force)
    await keep(connection, [(one.notice, v) for one, v in zip(payments, verdicts, strict=True)])
    return verdicts


async def _orders(connection: Connection, keys: set[Key]) -> dict[Key, PayableOrder]:
    payable = sources_of(State.PAID)
    found = await _read(connection, "lock_payable", keys, payable)
    missing = keys - found.keys()
    # A new statement sees what others committed while the locks were waited for.
    return found | await _read(connection, "read_orders", missing) if missing else found


async def _read(
    connection: Connection, name: str, keys: set[Key], *more: list[str]
) -> dict[Key, PayableOrder]:
    asked = sorted(keys)
    rows = await connection.fetch(
        statement(__package__, name), [key[0] for key in asked], [key[1] for key in asked], *more
    )
    return {(row[0], row[1]): PayableOrder(State(row[2]), row[3], row[4], row[5]) for row in rows}


async def _write(
    connection: Connection, accepted: dict[Key, Payment], book_in_force: BookInForce
) -> None:
    if not accepted:
        return
    keys = sorted(accepted)
    paid = [accepted[key] for key in keys]
    await connection.execute(
        statement(__package__, "record_paid"),
        [key[0] for key in keys],
        [key[1] for key in keys],
        [one.paid_at for one in paid],
        [one.transaction_id for one in paid],
        [_book_no(one, book_in_force) for one in paid],
        State.PAID,
        sources_of(State.PAID),
    )
    await withdraw(connection, job=ASK, subjects=keys)


def _book_no(payment: Payment, book_in_force: BookInForce) -> int | None:
    try:
        return book_in_force(payment.market_code, payment.paid_at)
    except Refusal:
        return None

"""A batch is written in one transaction; what can't be written harms nobody else's.

When the database refuses something about one of a batch, or a rule does, the batch is written again
one by one. Whoever fails alone stays as they were: their promise says why, and comes again later.
"""

import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, TypeVar

import asyncpg

from models.database import Connection
from models.outbox import Promise, postpone
from models.payout.patience import backoff
from models.refusal import Refusal
from workers.house import House

log = logging.getLogger("rangli.workers")

BLAME: Final = (
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.DataError,
    Refusal,
    LookupError,
    ValueError,
)
"""Errors that say something about one of a batch; others are everybody's."""

One = TypeVar("One")
Result = TypeVar("Result")
Work = Callable[[Connection, Sequence[One]], Awaitable[list[Result]]]


async def write_apart(
    house: House,
    batch: Sequence[One],
    work: Work[One, Result],
    promise_of: Callable[[One], Promise],
) -> list[Result]:
    """What `work` returns for the batch, less those that can't be written."""
    try:
        return await house.database.in_transaction(partial(_do, batch=batch, work=work))
    except BLAME as error:
        if len(batch) == 1:
            await put_off(house, promise_of(batch[0]), error)
            return []
    return [result for one in batch for result in await write_apart(house, [one], work, promise_of)]


async def _do(
    connection: Connection, *, batch: Sequence[One], work: Work[One, Result]
) -> list[Result]:
    return await work(connection, batch)


async def put_off(house: House, promise: Promise, error: Exception) -> None:
    log.error("%s %d can't be written", promise.job, promise.subject_id, exc_info=error)
    due_at = house.clock() + backoff(max(1, promise.attempt), random.random())
    await house.database.in_transaction(
        partial(postpone, one=promise, due_at=due_at, last_error=repr(error))
    )

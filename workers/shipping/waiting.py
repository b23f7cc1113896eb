"""Payouts that wait for WeChat to settle their order: they are looked at again each day.

Their promise is kept alive, and made anew for the right moment when the settlement is heard of; so
an event that crosses a look on its way is never lost.
"""

from collections.abc import Mapping
from functools import partial

from models import shipping
from models.database import Connection
from models.outbox import Promise, postpone
from workers.house import House

Key = tuple[int, int]


async def without_unsettled(house: House, promises: Mapping[Key, Promise]) -> dict[Key, Promise]:
    """Those of the promised payouts whose orders may be split; the others are put off."""

    async def put_off(connection: Connection, *, waiting: set[Key]) -> None:
        for key in sorted(waiting):
            due_at = house.clock() + shipping.ASK_EVERY
            await postpone(connection, promises[key], due_at=due_at, last_error="unsettled")

    async with house.database.connection() as connection:
        waiting = await shipping.unsettled(connection, list(promises))
    if waiting:
        await house.database.in_transaction(partial(put_off, waiting=waiting))
    return {key: one for key, one in promises.items() if key not in waiting}

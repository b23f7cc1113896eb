"""The worker process: `python -m workers`; RANGLI_WORKER_ROLE says what it is there for."""

import asyncio
import logging
import os
import signal
from collections.abc import Sequence

import uvloop
from arq import Worker
from redis.exceptions import RedisError

from models.settings import settings_from
from wechat.environment import pay_account_from
from workers.house import House, open_house
from workers.jobs import Role, When, duties, roles_named
from workers.queue import every_hour, every_second, open_worker

_WITHOUT_REDIS_S = 1.0
log = logging.getLogger("rangli.workers")


async def main() -> None:
    """Work until asked to stop; without Redis, sweep and wait for it to come back."""
    settings = settings_from(os.environ)
    roles = roles_named(settings.worker_role)
    asked_to_stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked_to_stop.set)
    async with open_house(settings, pay_account_from(os.environ), os.environ) as house:
        while not asked_to_stop.is_set():
            await _listen(settings.redis_url, house, roles, asked_to_stop)
            if not asked_to_stop.is_set():
                await _sweep_once(house, roles)
                await asyncio.sleep(_WITHOUT_REDIS_S)


async def _listen(
    redis_url: str, house: House, roles: Sequence[Role], asked_to_stop: asyncio.Event
) -> None:
    """Answer bells until asked to stop or Redis is gone."""
    workers = [_worker(redis_url, house, role) for role in roles]
    listening = [asyncio.ensure_future(worker.async_run()) for worker in workers]
    stopping = asyncio.ensure_future(asked_to_stop.wait())
    await asyncio.wait({*listening, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    for worker, future in zip(workers, listening, strict=True):
        await _end(worker, future)


def _worker(redis_url: str, house: House, role: Role) -> Worker:
    rounds = [
        *map(every_second, duties([role], When.SECOND)),
        *map(every_hour, duties([role], When.HOUR)),
    ]
    bells = duties([role], When.BELL)
    return open_worker(redis_url, house, role=role, bells=bells, rounds=rounds)


async def _end(worker: Worker, listening: "asyncio.Future[None]") -> None:
    listening.cancel()
    try:
        await asyncio.gather(listening, return_exceptions=True)
        await worker.close()
    except (RedisError, OSError) as error:
        log.warning("Redis is gone: %s", error)


async def _sweep_once(house: House, roles: Sequence[Role]) -> None:
    for sweep in duties(roles, When.SECOND):
        try:
            await sweep({"house": house})
        except Exception:
            log.exception("%s failed; the next sweep tries again", sweep.__name__)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    uvloop.run(main())

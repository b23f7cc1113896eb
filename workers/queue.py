"""ARQ, set up for us: a doorbell over a book.

What has to be done stands in PostgreSQL; a job only says *look now*. So no job is worth keeping: it
has no result, is never retried (the next sweep is the retry), and losing all of Redis loses nothing
but time. Jobs are packed with MessagePack, never with pickle.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, cast

import msgspec
from arq import Worker, cron, func
from arq.connections import RedisSettings
from arq.constants import default_queue_name
from arq.cron import CronJob
from arq.typing import WorkerCoroutine

from workers.house import Context, House

Job = Callable[[Context], Awaitable[Any]]

_POLL_S = 0.02
_JOB_TIMEOUT = timedelta(seconds=60)
_EVERY_SECOND = set(range(60))
# A job that failed hands over its exception, to be logged: it is written as it reads.
_pack = msgspec.msgpack.Encoder(enc_hook=repr).encode


def every_second(job: Job) -> CronJob:
    """Run `job` at each second; the job itself stays away while former runs are still at it."""
    return _round(job, second=_EVERY_SECOND, microsecond=0)


def every_hour(job: Job) -> CronJob:
    """Run `job` when the worker starts and then each hour."""
    return _round(job, minute=0, run_at_startup=True)


def queue_name(role: str) -> str:
    """The queue of a role. Bells ring for settlement, at the queue that ARQ takes by default."""
    return default_queue_name if role == "settlement" else f"{default_queue_name}:{role}"


def open_worker(
    redis_url: str,
    house: House,
    *,
    role: str,
    bells: list[Callable[..., Any]],
    rounds: list[CronJob],
) -> Worker:
    """A worker that answers `bells` (by their names) and goes its `rounds` by the clock."""
    return Worker(
        queue_name=queue_name(role),
        functions=[func(bell, keep_result=0, max_tries=1) for bell in bells],
        cron_jobs=rounds,
        redis_settings=RedisSettings.from_dsn(redis_url),
        ctx={"house": house},
        poll_delay=_POLL_S,
        job_timeout=_JOB_TIMEOUT,
        keep_result=0,
        max_jobs=50,
        job_serializer=_pack,
        job_deserializer=msgspec.msgpack.decode,
        log_results=False,
        handle_signals=False,
    )


def _round(job: Job, **when: Any) -> CronJob:
    coroutine = cast(WorkerCoroutine, job)
    return cron(coroutine, timeout=_JOB_TIMEOUT, keep_result=0, max_tries=1, **when)

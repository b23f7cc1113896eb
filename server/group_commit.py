"""Group commit: what arrives while a transaction runs goes into the next one, all together.

Nobody waits on a timer. The first item starts a transaction at once; those that come meanwhile
gather and become the next batch when it ends, so batches are as large as the load makes them.
Everybody is answered only after the commit that holds their item.

An item belongs to its batch from the moment it is added: a client that hangs up gives up its
answer, not its item. There is no task while there is no work, and the task that does the work ends
at the first cancellation (Sanic waits for ever on those that don't, sanic-org/sanic#2906).
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

MOST = 256


class CommitInterrupted(Exception):
    """The process is going down; the item may or may not have been committed. Send it again."""


class GroupCommit(Generic[Item, Answer]):
    """Hands items to `commit` in batches of up to `most`, one batch at a time.

    `commit` takes a batch and returns one answer each, in order. When it fails with one of
    `blame` (an error about some item's content), the batch is tried again one by one, so that a
    single bad item harms nobody else; any other error is everybody's.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]],
        *,
        blame: tuple[type[Exception], ...] = (),
        most: int = MOST,
    ) -> None:
        self._commit = commit
        self._blame = blame
        self._most = most
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def add(self, item: Item) -> Answer:
        """Add an item and wait until it is committed; raises what `commit` raised."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._task is None:
            # A context of its own: the batch belongs to no single request.
            self._task = asyncio.create_task(self._drain(), context=Context())
        return await answer

    async def _drain(self) -> None:
        batch: list[tuple[Item, asyncio.Future[Answer]]] = []
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._settle(batch)
        finally:
            self._task = None
            left, self._waiting = batch + self._waiting, []
            _fail(left, CommitInterrupted())

    async def _settle(self, batch: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._commit([item for item, _ in batch])
        except self._blame as error:
            if len(batch) == 1:
                return _fail(batch, error)
            for one in batch:
                await self._settle([one])
        except Exception as error:
            _fail(batch, error)
        else:
            for (_, waiter), answer in zip(batch, answers, strict=True):
                if not waiter.done():
                    waiter.set_result(answer)
        return None


def _fail(batch: list[tuple[Item, asyncio.Future[Answer]]], error: Exception) -> None:
    for _, waiter in batch:
        if not waiter.done():
            waiter.set_exception(error)

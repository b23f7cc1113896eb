"""Work that dies somewhere in its middle, as a process does: between any two of its awaits."""

import asyncio
from collections.abc import Awaitable, Coroutine, Generator
from typing import Any


class _Counted(Coroutine[Any, Any, Any]):
    """A coroutine that tells how often it went on."""

    def __init__(self, inner: Coroutine[Any, Any, Any], death: "_Death") -> None:
        self._inner, self._death = inner, death

    def send(self, value: Any) -> Any:
        self._death.come_nearer()
        return self._inner.send(value)

    def throw(self, *error: Any) -> Any:
        return self._inner.throw(*error)

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()


class _Death:
    def __init__(self, after: int) -> None:
        self.left, self.victim = after, asyncio.Future[None]()
        self.task: asyncio.Task[Any] | None = None

    def come_nearer(self) -> None:
        self.left -= 1
        if self.left == 0 and self.task is not None:
            self.task.get_loop().call_soon(self.task.cancel)


async def dies(work: Awaitable[Any], *, after: int) -> tuple[bool, Any]:
    """Let work and all its tasks go on `after` times together, then cancel it.

    Returns whether it died, and else its result.
    """
    loop, death = asyncio.get_running_loop(), _Death(after)

    async def run() -> Any:
        return await work

    def counted(
        loop: asyncio.AbstractEventLoop, inner: Coroutine[Any, Any, Any], **more: Any
    ) -> asyncio.Task[Any]:
        return asyncio.Task(_Counted(inner, death), loop=loop, **more)

    loop.set_task_factory(counted)
    death.task = asyncio.ensure_future(run())
    try:
        return False, await death.task
    except asyncio.CancelledError:
        return True, None
    finally:
        loop.set_task_factory(None)

"""The demo's child processes: started, watched, started again when they die, and stopped.

Every child has a process group and a log of its own. Whoever kills one sees it return, a little
later each time; that is all that a supervisor has to do, because the book forgets nothing.
"""

import asyncio
import os
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.demo.leftovers import note

_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 5.0
_WELL_AFTER_S = 10.0
_PATIENCE_S = 15.0


class Child:
    """One process that should be running."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        directory: Path,
        *,
        user: str | None = None,
        farewell: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.deaths = 0
        self.log = directory / f"{name}.log"
        self._command = command
        self._environment = dict(environment)
        self._directory = directory
        self._user, self._farewell = user, farewell
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        """Its present process; raises RuntimeError while it has none."""
        if self._process is None or self._process.returncode is not None:
            raise RuntimeError(f"{self.name} is not running")
        return self._process.pid

    async def start(self) -> None:
        """Start it, and watch it from now on."""
        await self._run()
        self._watch = asyncio.create_task(self._keep_running())

    async def stop(self) -> None:
        """End it: politely, and by force when that takes too long."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._process is None or self._process.returncode is not None:
            return
        self._signal(self._farewell)
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._process.wait()
        except TimeoutError:
            self._signal(signal.SIGKILL)
            await self._process.wait()

    async def _run(self) -> None:
        # uvloop knows no other user, and is not asked for one where none is wanted.
        somebody = {} if self._user is None else {"user": self._user}
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **somebody,
            )
        note(self._directory, self._process.pid, self.name)

    async def _keep_running(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while self._process is not None:
            started = time.monotonic()
            await self._process.wait()
            self.deaths += 1
            pause_s = _FIRST_PAUSE_S if time.monotonic() - started > _WELL_AFTER_S else pause_s
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
            await self._run()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            try:
                os.killpg(self._process.pid, number)
            except ProcessLookupError:
                return

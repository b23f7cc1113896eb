"""The frame of a life: a town is founded, acts follow one another, and then everything must end."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any

from hypothesis import note
from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.workers.lives import reckoning, witness
from tests.workers.lives.founding import open_town


class Life(RuleBasedStateMachine):
    """Acts run on an event loop of its own; hypothesis itself knows of none."""

    template_url = ""

    def __init__(self) -> None:
        super().__init__()
        self.broken, self.seen = False, False
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.town = self.runner.run(self.stack.enter_async_context(open_town(self.template_url)))

    def act(self, work: Coroutine[Any, Any, Any]) -> None:
        """Let something happen; what fails here is a finding, and the life ends without more."""
        self.seen = False
        try:
            self.runner.run(work)
        except BaseException:
            self.broken = True
            raise

    @invariant()
    def books_are_right(self) -> None:
        """After every act; where nothing but time passed there is nothing to see."""
        if not self.seen:
            self.act(reckoning.check_step(self.town))
            self.seen = True

    def teardown(self) -> None:
        """The end of a life: all goes on until nothing is promised, and then all is counted."""
        try:
            if not self.broken:
                note("the end")
                self.act(reckoning.see_through(self.town))
                self.act(witness.check_end(self.town))
        finally:
            self.runner.run(self.stack.aclose())
            self.runner.close()

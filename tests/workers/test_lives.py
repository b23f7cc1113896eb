"""The whole life of money, by rules that hypothesis puts in any order, against real neighbours.

Each life has a PostgreSQL database and a sandbox WeChat of its own, and its market may change from
program to program. People buy, are paid, want their money back and withdraw what is carried;
workers work and die; WeChat has bad moments. After every step the books must be right; at the end
everything must have ended, here and at WeChat.

The suite lives a few lives, always the same. `LIVES=500` lives so many other ones, of `LIFE_STEPS`
steps each (60).
"""

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    rule,
    run_state_machine_as_test,
)

from tests.workers.lives import choices as some
from tests.workers.lives import giving_back, reckoning, shopping, toil, withdrawing
from tests.workers.lives.life import Life
from tests.workers.lives.shopping import Visit
from tests.workers.lives.town import change_books

_LIVES = int(os.environ.get("LIVES", "0"))


class Lives(Life):
    """One life of a town; every rule is one act in it."""

    @initialize(
        visits=some.history,
        flaws=some.flaws,
        mood=some.moods,
        hours=st.sampled_from((25, 0, 25)),
        books=some.books,
    )
    def begin(
        self,
        visits: list[Visit],
        flaws: dict[int, str],
        mood: dict[str, object],
        hours: int,
        books: tuple[str, ...],
    ) -> None:
        """The town was there before: with bills, and with people who can't be paid."""
        self.act(change_books(self.town, books))
        for one, flaw in flaws.items():
            self.act(toil.flag(self.town, one, {flaw}))
        self.rush(visits)
        if hours:
            self.day(hours, staffed=False)
        self.act(toil.mood(self.town, 2, mood))

    @rule(visits=some.visits)
    def rush(self, visits: list[Visit]) -> None:
        """Several people buy, pay, and are settled."""
        for visit in visits:
            self.act(shopping.shop(self.town, *visit))
        self.act(toil.work(self.town, "sweep_settlement"))

    @rule(facts=some.bills)
    def shop(self, facts: dict[str, Any]) -> None:
        self.act(shopping.shop(self.town, **facts))

    @rule(which=some.which, manner=some.manners)
    def hear(self, which: int, manner: str) -> None:
        """A notice is read, now or again, whichever came when."""
        if letters := self.town.letters.letters:
            self.act(shopping.hear(self.town, letters[-1 - which % len(letters)], manner))

    @rule(job=some.jobs, after=some.after)
    def work(self, job: str, after: int) -> None:
        self.act(toil.work(self.town, job, after))

    @rule(hours=some.hours, staffed=st.booleans())
    def day(self, hours: int, staffed: bool) -> None:
        """Holds end, and everybody works until noon; staff looks after what was given up."""
        self.town.pass_time(hours=hours)
        self.act(toil.rest(self.town))
        if staffed:
            self.act(reckoning.take_up(self.town))
        for _ in range(2):
            self.act(toil.round_of_all(self.town))
            self.town.pass_time(seconds=5)

    @rule(seconds=some.lulls, rests=st.booleans(), dies=st.booleans())
    def lull(self, seconds: int, rests: bool, dies: bool) -> None:
        """Nothing happens for a while, or a worker dies that had nothing in its hands."""
        self.town.pass_time(seconds=seconds)
        if rests:
            self.act(toil.rest(self.town))
        if dies:
            self.town.renew()

    @rule(which=some.which, share=some.share, twice=st.booleans(), after=some.after)
    def give(self, **facts: Any) -> None:
        self.act(giving_back.give(self.town, **facts))

    @rule(which=some.which, share=some.share, hours=st.sampled_from((0, 0, 25)))
    def give_back(self, which: int, share: str, hours: int) -> None:
        """A refund that goes on at once, or when it is a day old."""
        self.act(giving_back.give(self.town, which=which, share=share, twice=False, after=0))
        self.town.pass_time(hours=hours)
        self.act(toil.work(self.town, "drive_refunds"))

    @rule(which=some.which, share=some.share)
    def ask(self, **facts: Any) -> None:
        self.act(giving_back.ask(self.town, **facts))

    @rule(which=some.which, decision=some.decisions)
    def decide(self, **facts: Any) -> None:
        self.act(giving_back.decide(self.town, **facts))

    @rule(who=some.who, after=some.after)
    def withdraw(self, **facts: Any) -> None:
        self.act(withdrawing.withdraw(self.town, **facts))

    @rule(which=some.which, cancels=st.booleans())
    def take(self, **facts: Any) -> None:
        self.act(withdrawing.take(self.town, **facts))

    @rule(change=some.changes)
    def change(self, change: tuple[Any, ...]) -> None:
        """A person, a merchant account, or what lies in the bank for transfers changes."""
        act, *facts = change
        self.act(act(self.town, *facts))

    @rule(place=some.places, times=st.integers(1, 3), reason=some.reasons)
    def trouble(self, place: tuple[str, str], times: int, reason: str) -> None:
        self.act(toil.trouble(self.town, *place, times, reason))


@pytest.mark.timeout(0 if _LIVES else 300)
def test_whatever_happens_nothing_is_lost_or_paid_twice(template_url: str) -> None:
    lives = type("Lives", (Lives,), {"template_url": template_url})
    run_state_machine_as_test(
        lives,
        settings=settings(
            max_examples=_LIVES or 6,
            stateful_step_count=int(os.environ.get("LIFE_STEPS", "60" if _LIVES else "40")),
            derandomize=not _LIVES,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if _LIVES else [Phase.generate],
            print_blob=True,
        ),
    )

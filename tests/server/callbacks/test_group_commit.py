import asyncio
from collections.abc import Sequence

import pytest

from server.group_commit import CommitInterrupted, GroupCommit


class Gate:
    """A commit that waits until it is let through, and remembers its batches."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.batches: list[list[int]] = []

    async def commit(self, batch: Sequence[int]) -> list[int]:
        await self.open.wait()
        self.batches.append(list(batch))
        if 13 in batch:
            raise ValueError("thirteen")
        if 99 in batch:
            raise OSError("the database is away")
        return [item * 10 for item in batch]


async def _added(group: GroupCommit[int, int], *items: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(group.add(item)) for item in items]
    await asyncio.sleep(0.01)
    return tasks


async def test_what_comes_during_a_commit_goes_together_into_the_next() -> None:
    gate = Gate()
    group = GroupCommit(gate.commit, most=3)
    first = await _added(group, 1)
    rest = await _added(group, 2, 3, 4, 5)
    gate.open.set()
    assert await asyncio.gather(*first, *rest) == [10, 20, 30, 40, 50]
    assert gate.batches == [[1], [2, 3, 4], [5]]


async def test_who_hangs_up_gives_up_the_answer_and_not_the_item() -> None:
    gate = Gate()
    group = GroupCommit(gate.commit)
    one, two = await _added(group, 1, 2)
    one.cancel()
    gate.open.set()
    assert await two == 20
    assert gate.batches == [[1, 2]]


async def test_one_bad_item_harms_nobody_else() -> None:
    gate = Gate()
    group = GroupCommit(gate.commit, blame=(ValueError,))
    tasks = await _added(group, 1, 13, 2)
    gate.open.set()
    good, bad, fine = await asyncio.gather(*tasks, return_exceptions=True)
    assert (good, fine) == (10, 20)
    assert isinstance(bad, ValueError)


async def test_a_failure_that_is_nobodys_fault_is_everybodys() -> None:
    gate = Gate()
    group = GroupCommit(gate.commit, blame=(ValueError,))
    tasks = await _added(group, 1, 99)
    gate.open.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(answer) for answer in answers] == [OSError, OSError]
    assert gate.batches == [[1, 99]]
    assert await group.add(3) == 30


async def test_the_committer_ends_at_the_first_cancellation_and_everybody_hears() -> None:
    gate = Gate()
    group = GroupCommit(gate.commit, most=1)
    before = asyncio.all_tasks()
    waiting = await _added(group, 1, 2)
    (committer,) = asyncio.all_tasks() - before - set(waiting)
    committer.cancel()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [CommitInterrupted, CommitInterrupted]
    assert committer.done()


async def test_there_is_no_task_when_there_is_no_work() -> None:
    gate = Gate()
    gate.open.set()
    before = asyncio.all_tasks()
    await GroupCommit(gate.commit).add(1)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def test_a_commit_that_answers_too_few_is_an_error_for_all() -> None:
    async def commit(_batch: Sequence[int]) -> list[int]:
        return []

    with pytest.raises((ValueError, CommitInterrupted)):
        await GroupCommit(commit).add(1)

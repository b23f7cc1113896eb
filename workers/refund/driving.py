"""A pass over refunds whose time has come."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from models.database import Connection
from models.outbox import Promise, postpone
from models.payout.parties import Directory
from models.refund.steps.course import Course, read_courses
from models.refund.steps.promises import DRIVE
from workers.house import Context, House
from workers.payout.passes import Pass, Tally, run_pass
from workers.receivers import read_directory
from workers.refund.posting import post_waiting
from workers.refund.talking import InHand, drive

_RESTING: Final = timedelta(seconds=1)
_UNTIL_POSTED: Final = timedelta(seconds=20)
_WAITS: Final = "approved"

Promises = Mapping[tuple[int, int], Promise]


async def drive_refunds(ctx: Context) -> Tally:
    """Post every refund that can be, take the next step of every refund whose time has come."""
    house: House = ctx["house"]
    return await run_pass(house, house.turns["drive refunds"], _drive_batch)


async def _drive_batch(this: Pass) -> bool:
    house = this.house
    taken = await this.take(DRIVE)
    if not taken:
        return False
    looked_at = await post_waiting(house, taken.values())
    promises = {(one.market_code, one.subject_id): one for one in looked_at}
    async with house.database.connection() as connection:
        courses = await read_courses(connection, list(promises))
    waits = {key: one for key, one in courses.items() if not _over(one)}
    await this.drop(one for key, one in promises.items() if key not in waits)
    await drive(this, *await _awake(house, waits, promises))
    return True


def _over(course: Course) -> bool:
    """Whether nothing is left to do for it; one that is still to be posted has no steps yet."""
    return not course.in_hand and course.state != _WAITS


async def _awake(
    house: House, courses: Mapping[tuple[int, int], Course], promises: Promises
) -> tuple[list[InHand], Directory]:
    """The refunds that WeChat may be spoken with about now, and how it knows the receivers."""
    now = house.wire_clock()
    awake = {
        key: one for key, one in courses.items() if any(not step.rests(now) for step in one.in_hand)
    }
    resting = [(promises[key], courses[key]) for key in courses.keys() - awake.keys()]
    await house.database.in_transaction(partial(_let_rest, resting=resting, house=house))
    receivers = {receiver for one in awake.values() for _, _, receiver in one.places}
    directory = await read_directory(house, receivers)
    return [(one, promises[key]) for key, one in awake.items()], directory


async def _let_rest(
    connection: Connection, *, resting: Sequence[tuple[Promise, Course]], house: House
) -> None:
    """These wait for the book, or WeChat had trouble with them a moment ago."""
    for promise, course in resting:
        pause = _RESTING if course.in_hand else _UNTIL_POSTED
        await postpone(connection, promise, due_at=house.clock() + pause)

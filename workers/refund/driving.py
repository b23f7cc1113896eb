"""A pass over refunds whose time has come."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from models.outbox import Promise
from models.payout.parties import Directory
from models.refund.steps.course import Course, read_courses
from models.refund.steps.promises import DRIVE
from workers.house import Context, House
from workers.passes import Pass, Tally, run_pass
from workers.receivers import read_directory
from workers.refund.posting import post_waiting
from workers.refund.talking import InHand, drive

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
    await drive(this, *await _awake(this, waits, promises))
    return True


def _over(course: Course) -> bool:
    """Whether nothing is left to do for it; one that is still to be posted has no steps yet."""
    return not course.in_hand and course.state != _WAITS


async def _awake(
    this: Pass, courses: Mapping[tuple[int, int], Course], promises: Promises
) -> tuple[list[InHand], Directory]:
    """The refunds that WeChat may be spoken with about now, and how it knows the receivers."""
    now = this.house.wire_clock()
    awake = {
        key: one for key, one in courses.items() if any(not step.rests(now) for step in one.in_hand)
    }
    resting = courses.keys() - awake.keys()
    await this.let_rest(promises[key] for key in resting if courses[key].in_hand)
    unposted = [promises[key] for key in resting if not courses[key].in_hand]
    await this.let_rest(unposted, _UNTIL_POSTED)
    receivers = {receiver for one in awake.values() for _, _, receiver in one.places}
    directory = await read_directory(this.house, receivers)
    return [(one, promises[key]) for key, one in awake.items()], directory

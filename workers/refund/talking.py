"""Talking with WeChat about refunds in hand, until none of them has a next step."""

import asyncio
import random
from collections.abc import Awaitable, Sequence

from models.database import Connection
from models.outbox import Promise
from models.payout.parties import Directory
from models.refund import steps
from models.refund.steps.answers import Answer, Moment, Stuck
from models.refund.steps.course import Course
from models.refund.steps.recording import Heard
from models.refund.steps.step import Step
from wechat import WireError
from workers.apart import write_apart
from workers.house import House
from workers.markets import by_market
from workers.passes import Pass
from workers.refund import wire

InHand = tuple[Course, Promise]


async def drive(this: Pass, refunds: Sequence[InHand], directory: Directory) -> None:
    """Speak with WeChat about refunds in hand, and go on with the steps that follow."""
    while refunds:
        heard = await asyncio.gather(*(_hear(this, *one, directory) for one in refunds))
        this.tally.update(
            f"{step.kind}_{type(one.answers[step.step_id]).__name__.lower()}"
            for one in heard
            for step in one.course.steps
            if step.step_id in one.answers
        )
        refunds = []
        for market_code, some in by_market(heard).items():
            refunds += await _record(this.house, market_code, some)


async def _hear(this: Pass, course: Course, promise: Promise, directory: Directory) -> Heard:
    now = this.house.wire_clock()
    steps_now = [step for step in course.in_hand if step.fresh or not step.rests(now)]
    answers = await asyncio.gather(*(_talk(this, course, step, directory) for step in steps_now))
    numbers = [step.step_id for step in steps_now]
    return Heard(course, promise, dict(zip(numbers, answers, strict=True)))


async def _talk(this: Pass, course: Course, step: Step, directory: Directory) -> Answer:
    house = this.house
    async with this.limit:
        if not step.fresh:
            answer = await wire.ask(house.pay, course, step)
            unheard = answer == Stuck(wire.NOT_KNOWN)
            if not unheard or step.accepted:
                return answer
        if step.is_return:
            return await wire.send_return(house.pay, course, step, directory)
        try:
            from_frozen_fen = await _sources(house, course, step)
        except WireError as error:
            return Stuck(str(error))
        return await wire.send_refund(
            house.pay,
            course,
            step,
            from_frozen_fen=from_frozen_fen,
            notify_url=_notify_url(house, course),
        )


async def _sources(house: House, course: Course, step: Step) -> int:
    """How much the refund takes from frozen money: asked once, and kept before it is sent."""
    if step.from_frozen_fen is not None:
        return step.from_frozen_fen
    frozen_fen = await wire.frozen_fen(house.pay, course)
    return await house.database.in_transaction(
        lambda connection: steps.fix_sources(
            connection, course.market_code, step.step_id, frozen_fen=frozen_fen
        )
    )


def _notify_url(house: House, course: Course) -> str | None:
    """Where WeChat tells of the refund; the market is in the address, as no notice names it."""
    if not house.public_url:
        return None
    return f"{house.public_url}/wechat/pay/refund/{course.market_code}"


async def _record(house: House, market_code: int, heard: Sequence[Heard]) -> list[InHand]:
    def work(connection: Connection, some: Sequence[Heard]) -> Awaitable[list[InHand]]:
        at = Moment(house.clock(), house.wire_clock(), random.random(), house.lease)
        return steps.record(connection, market_code, some, at=at, fresh_id=house.fresh_id)

    return await write_apart(house, heard, work, promise_of=lambda one: one.promise)

"""The demo from the first process to the last line of its report."""

import asyncio
from contextlib import AsyncExitStack

from deploy.demo.market import load_market, opening_moment
from deploy.demo.options import Options
from deploy.demo.receipts import read_receipts
from deploy.demo.replay import Replay
from deploy.demo.stack import open_doors, running


async def demo(options: Options) -> int:
    receipts = await asyncio.to_thread(read_receipts, orders=options.orders, stores=options.stores)
    async with running(options, opening_moment(receipts)) as stack, AsyncExitStack() as closing:
        market = await load_market(stack, options, receipts)
        await open_doors(stack, options, closing)
        replay = Replay(stack, options, market)
        await replay.play(receipts)
        print(
            replay.seen.bills,
            replay.seen.seconds,
            replay.seen.refused,
            sorted(replay.seen.settled_s)[::10],
        )
    return 0

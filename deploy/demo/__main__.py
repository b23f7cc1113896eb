"""`make demo`: the main job on real receipts. ORDERS, STORES, PHONES, KEEP, SEED choose what."""

import asyncio
import os
import signal
import sys

import uvloop

from deploy.demo import leftovers
from deploy.demo.options import options_from
from deploy.demo.scene import demo


async def main() -> int:
    """Run the demo; SIGINT and SIGTERM end it cleanly."""
    options = options_from(os.environ)
    leftovers.sweep(options.directory)
    leftovers.note(options.directory, os.getpid(), "demo")
    running = asyncio.ensure_future(demo(options))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, running.cancel)
    try:
        return await running
    except asyncio.CancelledError:
        return 130


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))

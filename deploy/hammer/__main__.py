"""`make hammer`: strike a whole house at random and ask for every fen. See docs/hammer.md."""

import asyncio
import os
import signal
import sys

from deploy.demo import leftovers
from deploy.hammer.options import options_from
from deploy.hammer.scene import hammer


async def main() -> int:
    """Run it; SIGINT and SIGTERM end it cleanly."""
    options = options_from(os.environ)
    leftovers.sweep(options.directory)
    leftovers.note(options.directory, os.getpid(), "hammer")
    running = asyncio.ensure_future(hammer(options))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, running.cancel)
    try:
        return await running
    except asyncio.CancelledError:
        return 130


if __name__ == "__main__":
    # Not uvloop: it can start no process as another user, and PostgreSQL must not run as root.
    sys.exit(asyncio.run(main()))

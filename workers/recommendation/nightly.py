"""Each night of market time: the lists of every market anew, one market after the other.

A large market takes longer than a job may last, so a job only begins a night; the night goes on
beside the jobs, in a process of its own (`apart`), and the next one is begun once it has ended.
"""

import asyncio
import logging
import os
import sys
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Final

from models.recommendation import night
from workers.house import Context, House

_PROGRAM: Final = "workers.recommendation.apart"
_LONGEST_S: Final = 540.0
log = logging.getLogger("rangli.recommendation")


async def refresh_recommendations(ctx: Context) -> bool:
    """Begin the newest night of a market where it is due; whether one was begun."""
    house: House = ctx["house"]
    if house.nightly is not None and not house.nightly.done():
        return False
    newest = night.night_of(house.clock())
    market_code = await house.database.in_transaction(
        partial(night.take, night=newest, wire_at=house.wire_clock())
    )
    if market_code is not None:
        house.nightly = asyncio.create_task(_refresh(house, market_code, newest))
    return market_code is not None


async def _refresh(house: House, market_code: int, newest: date) -> None:
    """See a night to its end; one that fails is begun again when it is nobody's any more."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _PROGRAM, f"{market_code}", newest.isoformat()),
        house.clock().isoformat(),
        env=os.environ | {"DATABASE_URL": house.database_url},
        stderr=asyncio.subprocess.PIPE,
    )
    complaint = b"it took too long"
    try:
        with suppress(TimeoutError):
            _, complaint = await asyncio.wait_for(process.communicate(), _LONGEST_S)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        said = complaint.decode(errors="replace")[-500:]
        log.warning("no recommendations in %s for %s: %s", market_code, newest, said)

"""The computation in its own process, for as long as one job may last."""

import asyncio
import sys
from collections.abc import Sequence
from typing import Final

import msgspec

from models.recommendation import Affinity, Habit

_PROGRAM: Final = "workers.recommendation.similar"
_LONGEST_S: Final = 50.0


class SimilarFailed(Exception):
    """The process ended with an error, or did not end in time; its words are in the message."""


async def affinities_apart(habits: Sequence[Habit]) -> list[Affinity]:
    """What `similar.affinities` says, computed in a process that ends with this call.

    Raises `SimilarFailed`.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _PROGRAM),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said, complaint = await asyncio.wait_for(
            process.communicate(msgspec.msgpack.encode(habits)), _LONGEST_S
        )
    except TimeoutError:
        raise SimilarFailed(f"no end after {_LONGEST_S:.0f} s") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise SimilarFailed(complaint.decode(errors="replace")[-500:])
    return msgspec.msgpack.decode(said, type=list[Affinity])

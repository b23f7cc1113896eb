"""kill -9, at random: a worker, a web process, Redis, PostgreSQL, or one of its backends."""

import asyncio
import os
import signal
from collections.abc import Mapping

from deploy.demo.processes import Child
from deploy.hammer.ground import Ground
from deploy.hammer.house import POSTGRES, backends

_BACKEND = "backend"
_SPARED = frozenset({"sandbox"})
_WEIGHTS = {"settlement": 4, "payout": 4, "redis": 3, POSTGRES: 1, _BACKEND: 2}
_SERVER_WEIGHT = 3
_FIRST_S, _LONGEST_S = 2.0, 9.0


async def kill_at_random(ground: Ground, children: Mapping[str, Child]) -> None:
    """Until it is over; each victim is started again by whoever watches it."""
    dice = ground.options.dice("killer")
    victims = [name for name in children if name not in _SPARED] + [_BACKEND]
    weights = [_WEIGHTS.get(name, _SERVER_WEIGHT) for name in victims]
    while not ground.over.is_set():
        await ground.pause(dice.uniform(_FIRST_S, _LONGEST_S))
        if not ground.over.is_set():
            (victim,) = dice.choices(victims, weights)
            if await _kill(victim, children, dice.random()):
                ground.kills[victim] += 1


async def kill_everybody(ground: Ground, children: Mapping[str, Child]) -> None:
    """The last blow falls on all at once, and the house begins anew from what is written."""
    for name in children:
        if name not in _SPARED and await _kill(name, children, 0.0):
            ground.kills[name] += 1


async def _kill(victim: str, children: Mapping[str, Child], luck: float) -> bool:
    """Whether there was somebody to kill: what is just being started again is left in peace."""
    try:
        pid = children[POSTGRES if victim == _BACKEND else victim].pid
        if victim == _BACKEND:
            serving = await asyncio.to_thread(backends, pid)
            pid = serving[int(luck * len(serving))]
        os.kill(pid, signal.SIGKILL)
    except (RuntimeError, IndexError, ProcessLookupError):
        return False
    return True

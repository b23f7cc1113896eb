"""Everything that may go wrong on purpose, in one hand: faults, rates, a clock that is off.

`scenarios.toml` names whole days of it.
"""

import tomllib
import zlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from wechat.sandbox.faults import Fault, Faults
from wechat.sandbox.limits import Limits
from wechat.sandbox.wire.wire_time import WireTime


class Scenario(msgspec.Struct, frozen=True):
    """A day as it is written down; `faults` without seeds."""

    name_zh: str
    name_en: str
    words_zh: str
    words_en: str
    faults: list[dict[str, Any]]
    rate_limits: bool = False


class Misfortune:
    """What is in force now. `now` reads market time in seconds."""

    def __init__(self, now: Callable[[], int]) -> None:
        self.faults = Faults(now)
        self.limits = Limits()
        self.wire_time = WireTime()

    def clear(self) -> None:
        """All is well: no faults, no limits, the right time."""
        self.faults.clear()
        self.limits.switch(on=False, scale=1.0)
        self.wire_time.skew_seconds = 0.0

    def bring(self, name: str, seed: int) -> None:
        """Put a scenario in the place of what is in force; KeyError for an unknown name.

        The same name and seed throw the same dice.
        """
        scenario = scenarios()[name]
        self.clear()
        for place, wish in enumerate(scenario.faults):
            dice = zlib.crc32(f"{seed}/{name}/{place}".encode())
            self.faults.add(msgspec.convert({"times": None} | wish | {"seed": dice}, Fault))
        self.limits.switch(on=scenario.rate_limits, scale=1.0)


@cache
def scenarios() -> dict[str, Scenario]:
    """The days that have names."""
    text = (files("wechat.sandbox") / "scenarios.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Scenario])

"""What may be chosen about a hammering, from the environment; the same seed gives the same blows.

Real processes keep no promises about time, so a seed repeats what is tried, not what comes of it.
"""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from deploy.demo import options as demo

HOLD_S = 3_600
"""Money rests for an hour, so that it is on its way while the hammer falls."""


class Options(NamedTuple):
    """`servers` web processes; `lease_s`: how long (wire time) a dead worker's work waits;
    `scenario` names the sandbox's misfortunes, empty for none. `trade`: WeChat manages our trade,
    so orders have to be shipped first; `spare`: a third worker has all roles. Both are up to the
    seed where nobody chooses. `blocked`: one store loses its permission to split for good.
    """

    seconds: float
    seed: int
    shoppers: int
    stores: int
    servers: int
    kills: bool
    lease_s: int
    trade: bool
    spare: bool
    blocked: bool
    scenario: str
    directory: Path
    report: Path

    @property
    def house(self) -> demo.Options:
        """The house and the market as the demo builds them."""
        return demo.Options(
            orders=0,
            stores=self.stores,
            phones=self.shoppers,
            keep=False,
            seed=self.seed,
            hold_s=HOLD_S,
            directory=self.directory,
            report=self.report,
        )

    def dice(self, *whose: object) -> random.Random:
        """Somebody's own dice, so that nobody's luck depends on who threw before."""
        return random.Random(f"{self.seed}/{'/'.join(map(str, whose))}")


def options_from(environment: Mapping[str, str]) -> Options:
    """Read every one of the variables that docs/hammer.md names."""
    seed = int(environment.get("SEED", "1"))
    return Options(
        seconds=60 * float(environment.get("MINUTES", "3")),
        seed=seed,
        shoppers=int(environment.get("SHOPPERS", "24")),
        stores=int(environment.get("STORES", "6")),
        servers=int(environment.get("SERVERS", "2")),
        kills=environment.get("KILLS", "1") != "0",
        trade=_chosen(environment, "TRADE", seed % 3 == 0),
        spare=_chosen(environment, "SPARE", seed % 2 == 0),
        blocked=_chosen(environment, "BLOCKED", False),
        lease_s=int(environment.get("LEASE", "15")),
        scenario=environment.get("SCENARIO", "all_faults"),
        directory=Path(environment.get("RUN_DIRECTORY", ".run/hammer")).absolute(),
        report=Path(environment.get("REPORT", "hammer-report.json")).absolute(),
    )


def _chosen(environment: Mapping[str, str], name: str, otherwise: bool) -> bool:
    said = environment.get(name, "")
    return said != "0" if said else otherwise

"""How much processor time each part of the house took, in seconds; from Linux' /proc."""

import os
import time
from pathlib import Path

from deploy.demo.processes import Child

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(children: dict[str, Child], postgres: Path) -> dict[str, float]:
    """Seconds of the phones (this process), of every child as it runs now, and of PostgreSQL."""
    spent = {"phones": time.process_time()}
    spent |= {name: _own(child.pid) for name, child in children.items()}
    postmaster = int((postgres / "postmaster.pid").read_text().split("\n", 1)[0])
    spent["postgres"] = _family(postmaster)
    return {name: round(seconds, 1) for name, seconds in spent.items()}


def _own(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _family(pid: int) -> float:
    """A process, its children that have ended, and those that live."""
    fields = _stat(pid)
    ended = (int(fields[13]) + int(fields[14])) / _TICKS
    living = 0.0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if int(_stat(int(place.name))[1]) == pid:
                living += _own(int(place.name))
        except OSError:
            continue
    return _own(pid) + ended + living


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()

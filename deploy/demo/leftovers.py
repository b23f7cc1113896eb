"""A former run that is still there, or what it left behind: found by its pid file, and stopped.

A process is stopped only if it is still the very one that was noted, by the moment at which it
started; a number that now belongs to somebody else is left alone.
"""

import os
import shutil
import signal
import time
from pathlib import Path

_PATIENCE_S = 10.0


def note(directory: Path, pid: int, name: str) -> None:
    """Remember a process of this run: a line with its number, when it started, and its name."""
    with (directory / "pids").open("a") as file:
        file.write(f"{pid} {_started(pid)} {name}\n")


def sweep(directory: Path) -> None:
    """Stop a former run in `directory`, itself before its children, and begin with an empty one."""
    pids = directory / "pids"
    if pids.exists():
        for line in pids.read_text().splitlines():
            pid, started, _ = line.split()
            _stop(int(pid), int(started))
    _stop_postgres(directory / "pg" / "postmaster.pid")
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)


def _stop_postgres(pid_file: Path) -> None:
    if pid_file.exists():
        lines = pid_file.read_text().splitlines()
        pid, directory = int(lines[0]), lines[1]
        # Its command line names its data directory, so no other server can be meant.
        if directory.encode() in _read(pid, "cmdline"):
            _stop(pid, _started(pid), signal.SIGINT)


def _stop(pid: int, started: int, number: signal.Signals = signal.SIGTERM) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while started and _started(pid) == started:
        os.kill(pid, number if time.monotonic() < deadline else signal.SIGKILL)
        time.sleep(0.1)


def _started(pid: int) -> int:
    """When a process started, in the kernel's ticks; 0 for one that is gone."""
    stat = _read(pid, "stat").rpartition(b")")[2].split()
    return int(stat[19]) if stat and stat[0] != b"Z" else 0


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""

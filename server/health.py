"""Is the process alive, and can it do its work?"""

from typing import Any

from redis.exceptions import RedisError
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from server.failures import DATABASE_AWAY

blueprint = Blueprint("health", url_prefix="/health")


@blueprint.get("/live")
async def live(request: Request) -> HTTPResponse:
    """The event loop turns."""
    return json({"live": True})


@blueprint.get("/ready")
async def ready(request: Request) -> HTTPResponse:
    """PostgreSQL answers. Redis is told, but not needed: without it everything is only slower."""
    database, redis = await _database(request.app.ctx), await _redis(request.app.ctx)
    return json(
        {"ready": database, "database": database, "redis": redis}, status=200 if database else 503
    )


async def _database(context: Any) -> bool:
    try:
        async with context.database.connection() as connection:
            await connection.execute("SELECT 1")
    except DATABASE_AWAY:
        return False
    return True


async def _redis(context: Any) -> bool:
    try:
        return bool(await context.redis.ping())
    except (RedisError, OSError):
        return False

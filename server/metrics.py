"""What Prometheus may see: requests by route, their time, and the wait for a connection."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from sanic import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from models.database import Connection, Database
from server.framework import App

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 4)

_requests = Counter("rangli_requests", "Requests by route and status.", ["route", "status"])
_seconds = Histogram("rangli_request_seconds", "Time to answer.", ["route"], buckets=_BUCKETS)
_waits = Histogram("rangli_pool_wait_seconds", "Wait for a connection.", buckets=_BUCKETS)
_pool = Gauge("rangli_pool_connections", "Connections of the pool.", ["state"])


class MeasuredDatabase(Database):
    """A database that notes how long its callers wait for a connection."""

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Lend a connection, and note the wait."""
        asked_at = time.perf_counter()
        async with super().connection() as connection:
            _waits.observe(time.perf_counter() - asked_at)
            yield connection


def measure(app: App) -> None:
    """Count and time every request of `app`, and serve the figures at /metrics."""

    app.register_middleware(_start, "request")
    app.register_middleware(_finish, "response")

    @app.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        pool = app.ctx.database.pool
        _pool.labels("idle").set(pool.get_idle_size())
        _pool.labels("open").set(pool.get_size())
        return HTTPResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


async def _start(request: Request) -> None:
    request.ctx.started_at = time.perf_counter()


async def _finish(request: Request, response: BaseHTTPResponse) -> None:
    route = f"/{request.route.path}" if request.route else "none"
    _requests.labels(route, response.status).inc()
    # A request that broke off while it was read has no start.
    if (started_at := getattr(request.ctx, "started_at", None)) is not None:
        _seconds.labels(route).observe(time.perf_counter() - started_at)

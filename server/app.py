"""The web process put together: routes, callbacks, health, figures, one way to fail."""

import secrets
from collections.abc import Mapping

from sanic import Request, Sanic
from sanic.response import BaseHTTPResponse

from models.settings import Settings
from server import api_document, health, wechat_callbacks
from server.endpoints import serve
from server.failures import answer_failures
from server.framework import App
from server.metrics import measure
from server.opening import open_context

LARGEST_REQUEST_BYTES = 64 * 1024
# WeChat gives a callback five seconds.
LONGEST_ANSWER_S = 4


def create_app(settings: Settings, environment: Mapping[str, str], *, name: str = "rangli") -> App:
    """The application; `environment` holds WeChat's credentials. Lines open when it starts."""
    app: App = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST_BYTES
    app.config.RESPONSE_TIMEOUT = LONGEST_ANSWER_S
    app.config.REQUEST_TIMEOUT = 10
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 10
    app.config.PROXIES_COUNT = settings.proxies or None
    app.config.AUTO_EXTEND = False

    @app.before_server_start
    async def open_lines(app: App) -> None:
        app.ctx.lines = await open_context(app.ctx, settings, environment)

    @app.after_server_stop
    async def close_lines(app: App) -> None:
        await app.ctx.lines.aclose()

    app.register_middleware(_give_id, "request", priority=99)
    app.register_middleware(_tell_id, "response")
    measure(app)
    answer_failures(app)
    app.blueprint(health.blueprint)
    app.blueprint(wechat_callbacks.blueprint)
    app.blueprint(api_document.blueprint)
    for route in api_document.ROUTES:
        serve(app, route)
    return app


async def _give_id(request: Request) -> None:
    request.ctx.request_id = secrets.token_hex(8)


async def _tell_id(request: Request, response: BaseHTTPResponse) -> None:
    """Every answer carries the id under which the logs know its request."""
    response.headers["X-Request-Id"] = getattr(request.ctx, "request_id", "none")
    response.headers["X-Content-Type-Options"] = "nosniff"

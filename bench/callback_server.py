"""The two servers that row four compares, each a single Sanic process on uvloop.

`bare` verifies WeChat's signature over the raw body and answers 200: nothing is decrypted, read or
kept. `callback` is the product's own blueprint with everything behind it.

Usage: python -m bench.callback_server bare|callback SECRETS_FILE PORT DATABASE_URL REDIS_URL
"""

import sys
import time
from pathlib import Path

import msgspec
from sanic import Request, Sanic
from sanic.response import HTTPResponse

from bench.callback_notices import Secrets
from models.clock import system_clock
from models.database import open_database
from server.doorbell import Doorbell, open_queue
from server.wechat_callbacks import blueprint
from wechat.verifying import Verifier


def bare(held: Secrets) -> Sanic:
    """Sanic and one RSA verification."""
    app = Sanic("bare", configure_logging=False)
    verifier = Verifier(held.account().wechat_keys)

    @app.post("/wechat/pay/notify")
    async def notify(request: Request) -> HTTPResponse:
        fault = verifier.fault(request.headers, request.body, now=time.time())
        return HTTPResponse(status=401 if fault else 200)

    return app


def callback(held: Secrets, database_url: str, redis_url: str) -> Sanic:
    """The callback as it runs in production, without the rest of the web process."""
    app = Sanic("callback", configure_logging=False)
    app.blueprint(blueprint)
    app.ctx.pay_account = held.account()
    app.ctx.clock = system_clock

    @app.before_server_start
    async def open_lines(app: Sanic) -> None:
        app.ctx.database = await open_database(database_url, pool_size=4)
        app.ctx.doorbell = Doorbell(open_queue(redis_url))

    return app


if __name__ == "__main__":
    which, secrets_file, port, database_url, redis_url = sys.argv[1:]
    held = msgspec.json.decode(Path(secrets_file).read_bytes(), type=Secrets)
    app = bare(held) if which == "bare" else callback(held, database_url, redis_url)
    app.run("127.0.0.1", int(port), single_process=True, access_log=False, motd=False)

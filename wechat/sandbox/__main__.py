"""`python -m wechat.sandbox`: reads the environment, opens the port, says where."""

import asyncio
import os
import signal

import uvloop
from aiohttp import web

from wechat.sandbox.app import build
from wechat.sandbox.credentials import establish
from wechat.sandbox.settings import Settings, from_environment


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Port 0 takes a free one; the line printed names it."""
    app = build(settings, establish(settings.directory))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port, backlog=1024).start()
    host, port = runner.addresses[0][:2]
    print(f"WeChat sandbox ready on http://{host}:{port} (pages: /phone, /control)", flush=True)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    await runner.cleanup()


if __name__ == "__main__":
    uvloop.run(serve(from_environment(os.environ)))

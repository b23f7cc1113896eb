"""Who signed a request from outside: recognised, within its rate, heard once."""

import time

from sanic import Request

from models import channel
from models.refusal import Refusal


class TooManyOfChannel(Refusal):
    """The channel asks more often than was agreed; `headers` say when it may again."""

    code = "request.too_many"

    def __init__(self, wait_s: int) -> None:
        super().__init__()
        self.headers = {"Retry-After": str(wait_s)}


async def channel_number(request: Request) -> int:
    """The number of the channel that signed the request; raises `channel.…` refusals.

    Only a request that is really the channel's counts for its rate.
    """
    context, now = request.app.ctx, request.app.ctx.wire_clock()
    async with context.database.connection() as connection:
        by, key_id, nonce = await channel.recognise(
            connection,
            authorization=str(request.headers.get("authorization", "")),
            method=request.method,
            path=_path(request),
            body=request.body,
            seal=context.seal,
            wire_now=now,
        )
        caller = f"channel:{by.channel_no}"
        wait_s = await context.rate_limit.wait_s(
            caller, most=by.requests_per_minute, now=time.time()
        )
        if wait_s:
            raise TooManyOfChannel(wait_s)
        await channel.hear_once(connection, key_id=key_id, nonce=nonce, wire_now=now)
    return by.channel_no


def _path(request: Request) -> str:
    """The path with its query, as it was sent."""
    query = request.query_string
    path = request.raw_url.partition(b"?")[0].decode("ascii", "replace")
    return f"{path}?{query}" if query else path

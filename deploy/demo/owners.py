"""What owners do in their assistant: say where the store is and when it is open, and promote it.

All stand within two kilometres of one square, whatever districts were drawn for them, so that a
phone on that square sees them. What promotes them are the traffic points that their hours brought.
"""

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp

from deploy.demo import town
from deploy.demo.options import Options
from deploy.demo.phone import Line
from deploy.demo.stack import Stack

SQUARE = (30.2741, 120.1551)
"""Latitude and longitude (gcj02), where the sandbox's phones are unless they say otherwise."""

_API = "/api/v1/merchant"
_SPREAD = 0.018
_OPEN = [{"weekday": day, "opens": "08:00", "closes": "22:00"} for day in range(1, 8)]
_PROMOTED = 2


def owner_openid(options: Options, store: int) -> str:
    """The openid of a store's owner."""
    return town.openid(options, -1_000_000 - store)


async def say_where(stack: Stack, options: Options, stores: Sequence[int]) -> None:
    """Every store says where it is and when it is open."""
    for store in stores:
        dice = random.Random(f"{options.seed}/place/{store}")
        latitude, longitude = (round(at + dice.uniform(-_SPREAD, _SPREAD), 5) for at in SQUARE)
        async with _assistant(stack, options, store) as (line, token):
            place = {"latitude": latitude, "longitude": longitude}
            await line.ask("PUT", f"{_API}/place", place, token=token)
            await line.ask("PUT", f"{_API}/hours", {"spans": _OPEN}, token=token)


async def promote(stack: Stack, options: Options, stores: Sequence[int]) -> None:
    """The first stores spend all traffic points that they have on a higher place from now on."""
    for store in stores[:_PROMOTED]:
        async with _assistant(stack, options, store) as (line, token):
            traffic = await line.ask("GET", f"{_API}/traffic", token=token)
            hours = min(traffic["points"] // traffic["points_per_hour"], 168)
            if hours:
                wish, key = {"hours": hours}, f"promote-{store:08}"
                await line.ask("POST", f"{_API}/promotions", wish, token=token, key=key)


@asynccontextmanager
async def _assistant(stack: Stack, options: Options, store: int) -> AsyncIterator[tuple[Line, str]]:
    """The owner's way to the product, logged in."""
    wish = {"openid": owner_openid(options, store), "appid": stack.identity["merchant_appid"]}
    async with (
        aiohttp.ClientSession(stack.sandbox_url) as sandbox,
        aiohttp.ClientSession(stack.product_url) as product,
    ):
        code = (await Line(sandbox).ask("POST", "/sandbox/login", wish))["code"]
        line = Line(product)
        login = await line.ask("POST", f"{_API}/login", {"code": code})
        yield line, login["token"]

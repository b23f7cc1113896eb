"""What the demo of `packet_chain` has to tell beside what every program has: packets, and draws."""

import asyncio
from typing import Any

import msgspec

from deploy.demo import draws, figures, quotes
from deploy.demo.options import MARKET, Options
from deploy.demo.replay import Replayed
from deploy.demo.stack import Stack
from models.database import Database


async def tell(
    stack: Stack, options: Options, database: Database, seen: Replayed
) -> dict[str, Any]:
    """The packets, whether quotes held, and what the stand-alone verifier says of all draws."""
    packets = await figures.row(database, "packets", MARKET)
    outcome = await quotes.compare(database, seen.quotes)
    place = options.directory / "draws.jsonl"
    written = await draws.write_draws(database, stack.product_url, place)
    ok, says = await asyncio.to_thread(draws.verify, place)
    return {
        "ok": ok,
        "result": packets
        | {"quotes": msgspec.to_builtins(outcome), "packets_fingerprint": written.fingerprint},
        "verifier": {
            "ok": ok,
            "says": says,
            "draws": written.draws,
            "days": written.days,
            "seeds_revealed": written.seeds_revealed,
        },
    }

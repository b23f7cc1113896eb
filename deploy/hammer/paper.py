"""Bills that come late, with another hash, or cut off, and are well again later."""

from datetime import timedelta

from deploy.hammer.ground import Ground
from models.clock import market_day

_BILLS = ("trade", "split", "BASIC", "OPERATION")
_KINDS = ("late", "wrong_hash", "truncated", "unknown_columns")


async def spoil_bills(ground: Ground) -> None:
    """Until it is over: a bill of yesterday, today or tomorrow is wrong for a while."""
    dice = ground.options.dice("bills")
    while not ground.over.is_set():
        await ground.pause(dice.uniform(1.0, 6.0))
        day = market_day(ground.clock()) + timedelta(days=dice.randint(-1, 1))
        wish = {"bill": dice.choice(_BILLS), "day": day.isoformat(), "kind": dice.choice(_KINDS)}
        await ground.sandbox.ask("POST", "/sandbox/bills/breaks", wish)
        ground.counts[f"bills spoiled: {wish['kind']}"] += 1
        await ground.pause(dice.uniform(3.0, 15.0))
        await ground.sandbox.ask("DELETE", "/sandbox/bills/breaks")

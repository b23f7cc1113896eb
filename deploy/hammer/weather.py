"""Misfortune that is not ours: WeChat's faults, and people whom WeChat will not pay."""

from typing import Any

from deploy.hammer.ground import Ground

_FLAWS = (
    *("real_name_missing", "high_risk", "account_abnormal", "receipt_limit", "slow"),
    *("refund_abnormal", "refund_closed", "account_closed"),
)
_WRONG_CLOCK_S = 400.0


async def bring_faults(ground: Ground) -> None:
    """Put the scenario's faults in force."""
    if ground.options.scenario:
        wish = {"seed": ground.options.seed}
        await ground.sandbox.ask("POST", f"/sandbox/scenarios/{ground.options.scenario}", wish)


async def clear_up(ground: Ground) -> dict[str, int]:
    """Take faults and flaws away; returns how often each kind of fault struck."""
    struck: dict[str, int] = {}
    faults: dict[str, Any] = await ground.sandbox.ask("GET", "/sandbox/faults")
    for fault in faults["faults"]:
        name = f"{fault['kind']} ({fault['match']})"
        struck[name] = struck.get(name, 0) + fault["struck"]
    await ground.sandbox.ask("DELETE", "/sandbox/faults")
    await ground.sandbox.ask("DELETE", "/sandbox/bills/breaks")
    wishes = [{"openid": one, "flags": []} for one in ground.market.openids.values()]
    await ground.sandbox.ask("POST", "/sandbox/shoppers", wishes)
    return struck


async def set_clocks_wrong(ground: Ground) -> None:
    """Until it is over: now and then WeChat's clock and ours are too far apart to be believed."""
    dice = ground.options.dice("skew")
    while not ground.over.is_set():
        await ground.pause(dice.uniform(10.0, 40.0))
        if not ground.over.is_set():
            wish = {"seconds": dice.choice((-_WRONG_CLOCK_S, _WRONG_CLOCK_S))}
            await ground.sandbox.ask("POST", "/sandbox/skew", wish)
            ground.counts["clocks set wrong"] += 1
            await ground.pause(dice.uniform(0.5, 2.0))
            await ground.sandbox.ask("POST", "/sandbox/skew", {"seconds": 0.0})


async def change_fortunes(ground: Ground) -> None:
    """Until it is over: somebody's account is closed, or doubted, or well again."""
    dice = ground.options.dice("fortunes")
    people = list(ground.market.openids.values())
    while not ground.over.is_set():
        await ground.pause(dice.uniform(0.3, 1.0))
        flags = [dice.choice(_FLAWS)] if dice.random() < 0.6 else []
        wish = {"openid": dice.choice(people), "flags": flags}
        await ground.sandbox.ask("POST", "/sandbox/shoppers", wish)
        ground.counts["people flagged"] += len(flags)

"""Somebody closes their account, step by step, and comes back another day."""

import random

from deploy.hammer.ground import Ask, Ground
from deploy.hammer.withdrawing import confirm_sheet

_STEPS = 3


async def leave(ground: Ground, dice: random.Random, openid: str, ask: Ask) -> None:
    """Take the next steps; what is below every rail's minimum is given up, to the fen."""
    wish: dict[str, object] = {}
    for _ in range(_STEPS):
        key = f"{dice.getrandbits(128):032x}"
        come = await ask("POST", "/account/closure", wish, key=key)
        ground.counts[f"closures: {come['stage']}"] += 1
        ground.counts["swept fen"] += come["swept_fen"]
        if come["stage"] == "confirm":
            wish = {"give_up_fen": come["give_up_fen"]}
        elif come["stage"] == "transfer" and come["transfer"]["confirm"]:
            await confirm_sheet(ground, openid, come["transfer"]["confirm"])
            return
        else:
            return

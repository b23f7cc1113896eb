"""Carried money asked for: confirmed on the phone, taken back, too late, or left to expire."""

import random

from deploy.demo.phone import Answered
from deploy.hammer.ground import Ask, Ground

_CONFIRM, _TAKE_BACK, _BOTH = 0.6, 0.1, 0.1


async def withdraw(ground: Ground, dice: random.Random, openid: str, ask: Ask) -> None:
    """Ask for what is carried; what becomes of it is left to the dice, and to WeChat."""
    key = f"{dice.getrandbits(128):032x}"
    asked = await ask("POST", "/transfers", {"real_name": "测试"}, key=key)
    ground.counts["transfers"] += 1
    if dice.random() < 0.3:
        again = await ask("POST", "/transfers", {"real_name": "测试"}, key=key)
        if again["transfer_id"] != asked["transfer_id"]:
            ground.find("transfer.key_twice", asked["transfer_id"], again["transfer_id"])
    luck = dice.random()
    if luck < _TAKE_BACK + _BOTH:
        await ask("POST", f"/transfers/{asked['transfer_id']}/cancel", {})
        ground.counts["transfers taken back"] += 1
    if _TAKE_BACK < luck < _TAKE_BACK + _BOTH + _CONFIRM and asked["confirm"]:
        await confirm_sheet(ground, openid, asked["confirm"])


async def confirm_waiting(ground: Ground, openid: str, ask: Ask) -> None:
    """Come back later: some of these have expired by now."""
    for one in (await ask("GET", "/transfers"))["transfers"]:
        if one["confirm"]:
            await confirm_sheet(ground, openid, one["confirm"])


async def confirm_sheet(ground: Ground, openid: str, sheet: dict[str, str]) -> None:
    """Press the button of `wx.requestMerchantTransfer`, perhaps too late."""
    wish = {"openid": openid, "transfer": sheet}
    try:
        await ground.sandbox.ask("POST", "/sandbox/transfers/confirm", wish)
        ground.counts["transfers confirmed"] += 1
    except Answered:
        ground.counts["transfers too late"] += 1

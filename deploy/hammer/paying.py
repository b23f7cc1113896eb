"""What WeChat adds to a payment: coupons of its own, and receipts that the buyer confirms."""

import random

from deploy.demo.phone import Answered
from deploy.hammer.ground import Ground


def coupon(dice: random.Random, amount_fen: int) -> dict[str, object]:
    """A coupon that pays a part; a NOCASH one is borne by the store."""
    fen = dice.randint(1, max(1, amount_fen // 4))
    return {"amount_fen": fen, "type": dice.choice(("CASH", "NOCASH"))}


async def confirm_receipts(ground: Ground, openid: str) -> None:
    """Confirm what was shipped (确认收货); there is some only where WeChat manages our trade."""
    path = f"/sandbox/receipts?openid={openid}"
    for one in (await ground.sandbox.ask("GET", path))["receipts"][:3]:
        wish = {"openid": openid, "out_trade_no": one["out_trade_no"]}
        try:
            await ground.sandbox.ask("POST", "/sandbox/receipts", wish)
            ground.counts["receipts confirmed"] += 1
        except Answered:
            ground.counts["receipts too late"] += 1

"""A shopper who wants money back: sees what that does, asks, asks twice, for too much, or not."""

import asyncio
import random

from deploy.demo.phone import Answered
from deploy.hammer.ground import Ask, Bill, Ground

_TOO_MUCH, _TWICE, _WITHDRAW, _ALL = 0.1, 0.2, 0.15, 0.4
REASON = "风镐测试"


async def ask_back(ground: Ground, dice: random.Random, bill: Bill, ask: Ask) -> None:
    """Ask for all or a part of a bill; what must not be granted becomes a finding."""
    if dice.random() < _TOO_MUCH:
        await _too_much(ground, bill, ask)
        return
    whole = dice.random() < _ALL
    wish = {
        "order_id": bill.order_id,
        "amount_fen": bill.amount_fen if whole else dice.randint(1, bill.amount_fen),
    }
    shown = await ask("POST", "/refunds/preview", wish)
    question = wish | {"reason": REASON, "digest": shown["digest"]}
    keys = [f"{dice.getrandbits(128):032x}" for _ in range(2 if dice.random() < _TWICE else 1)]
    answers = await asyncio.gather(
        *(ask("POST", "/refunds", question, key=key) for key in keys), return_exceptions=True
    )
    granted = [one for one in answers if not isinstance(one, BaseException)]
    for one in answers:
        if isinstance(one, BaseException) and not isinstance(one, Answered):
            raise one
    ground.counts["refunds asked"] += len(granted)
    ground.counts["refund questions refused"] += len(answers) - len(granted)
    if len(granted) > 1:
        ground.find("refund.two_questions", bill.order_id)
    if granted and dice.random() < _WITHDRAW:
        path = f"/refunds/{granted[0]['refund_id']}/withdraw"
        await ask("POST", path, {}, key=f"{dice.getrandbits(128):032x}")
        ground.counts["refunds withdrawn"] += 1


async def _too_much(ground: Ground, bill: Bill, ask: Ask) -> None:
    wish = {"order_id": bill.order_id, "amount_fen": bill.amount_fen + 1}
    try:
        await ask("POST", "/refunds/preview", wish)
        question = wish | {"reason": REASON, "digest": "0" * 32}
        await ask("POST", "/refunds", question, key=f"too-much-{bill.order_id}")
    except Answered:
        ground.counts["refunds of too much refused"] += 1
    else:
        ground.find("refund.more_than_paid", bill.order_id)

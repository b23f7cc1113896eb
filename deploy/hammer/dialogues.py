"""Whether people want to be told: dialogues accepted and rejected, and the switch in WeChat."""

import random

from deploy.demo.messages import template_id
from deploy.hammer.ground import Ground
from models.notification import templates

_ACCEPT, _SWITCH, _OFF = 0.8, 0.08, 0.3
_WITHDRAWN = "payment_received"


async def answer_dialogue(
    ground: Ground, dice: random.Random, openid: str, program: str, appid: str | None = None
) -> None:
    """Answer one dialogue about up to three kinds of messages; now and then turn a switch."""
    own = [key for key, one in templates().items() if one.program == program]
    asked = dice.sample(own, min(3, len(own)))
    answers = {template_id(key): "accept" if dice.random() < _ACCEPT else "reject" for key in asked}
    wish = {"openid": openid, "answers": answers, "appid": appid}
    await ground.sandbox.ask("POST", "/sandbox/dialogues", wish)
    for answer in answers.values():
        ground.counts[f"dialogues: {answer}"] += 1
    if dice.random() < _SWITCH:
        status = "reject" if dice.random() < _OFF else "accept"
        for key in own:
            change = {"openid": openid, "template_id": template_id(key), "status": status}
            await ground.sandbox.ask(
                "POST", "/sandbox/subscription-settings", change | {"appid": appid}
            )
        ground.counts[f"switches: {status}"] += 1


async def lose_a_template(ground: Ground) -> None:
    """Near the end WeChat knows one of our templates no more."""
    await ground.pause(ground.options.seconds * 0.8)
    if not ground.over.is_set():
        path = f"/sandbox/templates/{template_id(_WITHDRAWN)}"
        await ground.sandbox.ask("DELETE", path)
        ground.counts["templates withdrawn"] += 1

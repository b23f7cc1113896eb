"""Messages that people got, held against those that our book says were sent."""

from collections import Counter
from typing import Any

from deploy.demo.messages import template_id
from deploy.hammer.ground import Ground
from models import people
from models.database import Connection
from models.notification import recipients

_OURS = """
SELECT program, person_no, template, count(*) FILTER (WHERE wechat_id IS NOT NULL) AS sent,
       sum(tries)::integer AS tries
FROM messages GROUP BY 1, 2, 3
"""


async def compare(ground: Ground, connection: Connection, seal: people.Seal) -> None:
    """Nobody may have got less than was sent, nor more than was tried.

    After silence WeChat may have taken a message, and can't be asked; so a try more may be a
    message more, and the difference is counted.
    """
    ours = await _ours(connection, seal)
    theirs = await _theirs(ground, {openid for openid, _ in ours})
    for key in ours.keys() | theirs.keys():
        (sent, tries), got = ours.get(key, (0, 0)), theirs[key]
        ground.counts["messages got"] += got
        ground.counts["messages sent"] += sent
        ground.counts["messages taken in silence"] += max(0, got - sent)
        if not sent <= got <= tries:
            ground.find("message.differs", f"{key[1]}", f"sent {sent} got {got} tries {tries}")


async def _ours(
    connection: Connection, seal: people.Seal
) -> dict[tuple[str, str], tuple[int, int]]:
    rows = await connection.fetch(_OURS)
    openids: dict[tuple[str, int], str] = {}
    for program in {row["program"] for row in rows}:
        numbers = {row["person_no"] for row in rows if row["program"] == program}
        found = await recipients.openids(connection, seal=seal, program=program, person_nos=numbers)
        openids |= {(program, number): openid for number, openid in found.items()}
    return {
        (openids[row["program"], row["person_no"]], template_id(row["template"])): (
            row["sent"],
            row["tries"],
        )
        for row in rows
    }


async def _theirs(ground: Ground, others: set[str]) -> Counter[tuple[str, str]]:
    got: Counter[tuple[str, str]] = Counter()
    for openid in others | set(ground.market.openids.values()):
        facts: dict[str, Any] = await ground.sandbox.ask("GET", f"/sandbox/shoppers/{openid}")
        for template, count in facts["messages_by_template"].items():
            got[openid, template] = count
    return got

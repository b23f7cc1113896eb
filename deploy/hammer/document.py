"""What a hammering says of itself, as one document: what fell, what was hit, what was found."""

from typing import Any

import msgspec

from deploy.hammer.figures import figures_of
from deploy.hammer.ground import Ground
from deploy.hammer.house import House
from models.audit import Report
from models.clock import market_day
from models.database import close_database, open_database


def days_since(ground: Ground) -> int:
    """Midnights of the market since the town opened."""
    return (market_day(ground.clock()) - market_day(ground.town.opens_at)).days


async def document_of(
    house: House, ground: Ground, found: Report, struck: dict[str, int]
) -> dict[str, Any]:
    """Figures, kills, faults and findings, each as it was counted or read at the end."""
    database = await open_database(house.stack.database_url, pool_size=2)
    async with database.connection() as connection:
        figures = await figures_of(connection)
    await close_database(database)
    findings = [msgspec.to_builtins(one) for one in ground.findings]
    findings += [
        {"code": one.code, "subject": one.subject, "detail": one.detail} for one in found.findings
    ]
    return {
        "ok": not findings,
        "seed": ground.options.seed,
        "scenario": ground.options.scenario,
        "span": {
            "minutes of hammering 分钟": round(ground.options.seconds / 60, 2),
            "market days of hammering 市场日": ground.days,
            "market days in all 全程市场日": days_since(ground),
            "trade managed 交易类": int(ground.options.trade),
            "spare worker 第三工人": int(ground.options.spare),
            "store blocked 停分账": int(ground.options.blocked),
        },
        "counts": dict(ground.counts),
        "kills": dict(ground.kills),
        "deaths": {name: child.deaths for name, child in house.stack.children.items()},
        "faults": struck,
        "breaks": dict(ground.breaks),
        "answers": dict(ground.answers),
        "stages": ground.stages,
        **figures,
        "audit": {"journals": found.figures["journals"], "counts": dict(found.counts)},
        "findings": findings,
    }

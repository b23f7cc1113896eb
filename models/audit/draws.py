"""The draws' promise: each day's seed was committed to before the day began."""

from collections.abc import Iterable
from datetime import date, datetime, time

from models.audit.finding import Report
from models.audit.queues import Seed
from models.clock import MARKET_ZONE
from models.database import Connection
from models.packet_chain import commitment


async def check_draws(
    connection: Connection, report: Report, market_code: int, days: Iterable[date], seed: Seed
) -> None:
    """Hold the commitments against the seeds by which the packets of `days` were drawn again."""
    rows = await connection.fetch(
        "SELECT day, commitment, published_at FROM draw_days WHERE market_code = $1", market_code
    )
    published = {row["day"]: row for row in rows}
    for day in sorted(days):
        report.figures["days_drawn"] += 1
        row, subject = published.get(day), f"day {day}"
        if row is None:
            report.find("draw.without_commitment", market_code, subject)
        elif row["commitment"] != commitment(seed(day)):
            report.find("draw.commitment_differs", market_code, subject)
        elif row["published_at"] > datetime.combine(day, time(), MARKET_ZONE):
            detail = f"published {row['published_at'].isoformat()}"
            report.find("draw.committed_late", market_code, subject, detail)

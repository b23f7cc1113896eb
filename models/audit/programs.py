"""How the audit lives through each program again, and which journals tables are held against."""

from collections.abc import Mapping
from typing import Final

from models import appreciating_points, green_points, weekday_pool
from models.ledger import JournalKind
from models.pool.replay import BeginReplay

REPLAYS: Final[Mapping[str, BeginReplay]] = {
    "weekday_pool": weekday_pool.WeekdayReplay,
    "green_points": green_points.GreenReplay,
    "appreciating_points": appreciating_points.PointsReplay,
}
"""Program → how the replay of its pool begins."""

CHECKED_BY_TABLES: Final = frozenset(
    {
        JournalKind.PAYOUT_SENT,
        JournalKind.PAYOUT_FINISHED,
        JournalKind.RETURN_FINISHED,
        JournalKind.TRANSFER_SENT,
        JournalKind.TRANSFER_FINISHED,
        JournalKind.CORRECTION,
        JournalKind.SWEEP,
        JournalKind.BOUNTY,
        JournalKind.DISTRIBUTION,
        JournalKind.COUPON_TAKEN,
    }
)
"""Kinds of journals that belong to no pool: a check of their own holds each against its table."""

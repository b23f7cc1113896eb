"""Let every program have its tables, and those who sell their roles.

A pool's claims, points and coupons; who brought whom; shared stores, exposure, recommendations and
the shops outside.
"""

from pathlib import Path

from tortoise.migrations import Migration
from tortoise.migrations.operations import RunSQL

_SQL = Path(__file__).with_name("sql")
_PARTS = (
    "coupon",
    "weekday_pool",
    "green_points",
    "appreciating_points",
    "role",
    "shared_store",
    "exposure",
    "recommendation",
    "channel",
)


class Migration(Migration):  # type: ignore[no-redef]
    dependencies = [("models", "m0003_money_back")]  # noqa: RUF012

    operations = [  # noqa: RUF012 (the migration tool's own form)
        RunSQL((_SQL / f"{part}.sql").read_text()) for part in _PARTS
    ]

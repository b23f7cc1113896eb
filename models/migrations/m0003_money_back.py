"""Let money come back and be accounted for: refunds, transfers, WeChat's bills, messages, shipping.

Refunds reverse what a bill had funded; transfers carry what no split can deliver; bills are held
against the book; messages spend what people allowed; shipping tells when WeChat lets us split.
"""

from pathlib import Path

from tortoise.migrations import Migration
from tortoise.migrations.operations import RunSQL

_SQL = Path(__file__).with_name("sql")


class Migration(Migration):  # type: ignore[no-redef]
    dependencies = [("models", "m0002_people_merchants_books")]  # noqa: RUF012

    operations = [  # noqa: RUF012 (the migration tool's own form)
        RunSQL((_SQL / f"{part}.sql").read_text())
        for part in ("refund", "transfer", "reconciliation", "notification", "shipping")
    ]

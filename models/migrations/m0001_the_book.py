"""Lay down the book: orders, claims, journals, balances, promises and what WeChat told us.

Every key carries its market, so the same schema distributes over Citus by `market_code`; the hot
tables have composite keys, which the ORM can't express, hence plain SQL.
"""

from pathlib import Path

from tortoise.migrations import Migration
from tortoise.migrations.operations import RunSQL

_SQL = Path(__file__).with_name("sql")


class Migration(Migration):  # type: ignore[no-redef]
    operations = [  # noqa: RUF012 (the migration tool's own form)
        RunSQL((_SQL / f"{part}.sql").read_text())
        for part in ("ledger", "order", "packet_chain", "promise", "payout")
    ]

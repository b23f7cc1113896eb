"""Give names to people, merchants, their terms and the rule books that bind them.

Laid down by the ORM's own tool; what must never be (a changed term, a second locker, a rule book
that is not its hash) follows in SQL.
"""

import functools
from json import dumps, loads
from pathlib import Path

from tortoise import fields
from tortoise import migrations as tool
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

_SQL = Path(__file__).with_name("sql")


class Migration(tool.Migration):
    dependencies = [("models", "m0001_the_book")]  # noqa: RUF012 (the tool's own form)

    operations = [  # noqa: RUF012
        ops.CreateModel(
            name="Consumer",
            fields=[
                (
                    "consumer_no",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("openid_index", fields.CharField(unique=True, max_length=64)),
                ("openid_sealed", fields.BinaryField()),
                ("openid_key", fields.SmallIntField()),
                ("locker_payee_no", fields.BigIntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "consumers", "app": "models", "pk_attr": "consumer_no"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Market",
            fields=[
                ("market_code", fields.IntField(primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(max_length=64)),
            ],
            options={"table": "markets", "app": "models", "pk_attr": "market_code"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Merchant",
            fields=[
                (
                    "merchant_no",
                    fields.IntField(generated=True, primary_key=True, unique=True, db_index=True),
                ),
                ("market_code", fields.IntField()),
                ("scene", fields.CharField(unique=True, max_length=32)),
                ("name", fields.CharField(max_length=64)),
                ("industry", fields.CharField(max_length=32)),
                ("region_code", fields.IntField()),
                ("region_name", fields.CharField(max_length=64)),
                ("sub_mchid", fields.CharField(max_length=32)),
                ("open", fields.BooleanField(default=True)),
                ("max_split_bp", fields.IntField()),
                ("locker_payee_no", fields.BigIntField(null=True)),
                ("bd_payee_no", fields.BigIntField(null=True)),
                ("inviter_payee_no", fields.BigIntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "merchants",
                "app": "models",
                "indexes": [Index(fields=["market_code", "merchant_no"])],
                "pk_attr": "merchant_no",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MerchantTerms",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("merchant_no", fields.IntField()),
                ("effective_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("discount_bp", fields.IntField()),
                (
                    "tier_uppers",
                    fields.JSONField(
                        encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("hold_seconds", fields.IntField()),
                ("risk_accepted_by", fields.CharField(null=True, max_length=64)),
                (
                    "risk_accepted_at",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
                ("risk_hash", fields.CharField(null=True, max_length=64)),
            ],
            options={
                "table": "merchant_terms",
                "app": "models",
                "unique_together": (("merchant_no", "effective_at"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Payee",
            fields=[
                (
                    "payee_no",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("name", fields.CharField(max_length=64)),
                ("receiver_type", fields.CharField(max_length=16)),
                ("account", fields.CharField(null=True, max_length=32)),
                ("openid_index", fields.CharField(null=True, unique=True, max_length=64)),
                ("openid_sealed", fields.BinaryField(null=True)),
                ("openid_key", fields.SmallIntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "payees", "app": "models", "pk_attr": "payee_no"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RegionAgent",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("region_code", fields.IntField(db_index=True)),
                ("payee_no", fields.BigIntField()),
                ("effective_from", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "effective_to",
                    fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
                ),
            ],
            options={"table": "region_agents", "app": "models", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RuleBookVersion",
            fields=[
                (
                    "id",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("market_code", fields.IntField()),
                ("book_no", fields.IntField()),
                ("program", fields.CharField(max_length=32)),
                ("content", fields.TextField(unique=False)),
                ("hash", fields.CharField(max_length=80)),
                ("effective_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("published_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("report_hash", fields.CharField(null=True, max_length=80)),
                ("report_findings", fields.TextField(null=True, unique=False)),
                ("signed_by", fields.CharField(null=True, max_length=60)),
                ("signed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("document_hash", fields.CharField(null=True, max_length=80)),
            ],
            options={
                "table": "rule_books",
                "app": "models",
                "unique_together": (("market_code", "book_no"), ("market_code", "effective_at")),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                (
                    "token_hash",
                    fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64),
                ),
                ("owner_kind", fields.CharField(max_length=16)),
                ("owner_no", fields.BigIntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "sessions", "app": "models", "pk_attr": "token_hash"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Staff",
            fields=[
                (
                    "staff_no",
                    fields.BigIntField(
                        generated=True, primary_key=True, unique=True, db_index=True
                    ),
                ),
                ("merchant_no", fields.IntField()),
                ("role", fields.CharField(max_length=16)),
                ("openid_index", fields.CharField(unique=True, max_length=64)),
                ("openid_sealed", fields.BinaryField()),
                ("openid_key", fields.SmallIntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "staff", "app": "models", "pk_attr": "staff_no"},
            bases=["Model"],
        ),
        *(
            ops.RunSQL((_SQL / f"{part}.sql").read_text())
            for part in ("people", "region", "merchant", "rulebook")
        ),
    ]

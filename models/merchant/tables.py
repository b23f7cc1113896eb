"""Markets, their merchants and staff, the terms a merchant chose, and who looks after a region."""

from tortoise import fields
from tortoise.models import Model


class Market(Model):
    """A city, by its six-digit GB/T 2260 code; everything settled together lives in one market."""

    market_code = fields.IntField(primary_key=True, generated=False)
    name = fields.CharField(max_length=64)

    class Meta:
        table = "markets"


class Merchant(Model):
    """A shop under the service provider's account; `scene` is what its printed code carries."""

    merchant_no = fields.IntField(primary_key=True, generated=True)
    market_code = fields.IntField()
    scene = fields.CharField(max_length=32, unique=True)
    name = fields.CharField(max_length=64)
    industry = fields.CharField(max_length=32)
    region_code = fields.IntField()
    region_name = fields.CharField(max_length=64)
    sub_mchid = fields.CharField(max_length=32)
    open = fields.BooleanField(default=True)
    max_split_bp = fields.IntField()
    locker_payee_no = fields.BigIntField(null=True)
    bd_payee_no = fields.BigIntField(null=True)
    inviter_payee_no = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "merchants"
        indexes = (("market_code", "merchant_no"),)


class MerchantTerms(Model):
    """What a merchant gives from `effective_at` on; a change is another row.

    A hold of less than a day carries who accepted its risk, when, and the hash of the words.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    merchant_no = fields.IntField()
    effective_at = fields.DatetimeField()
    discount_bp = fields.IntField()
    tier_uppers: fields.Field[list[int]] = fields.JSONField()
    hold_seconds = fields.IntField()
    risk_accepted_by = fields.CharField(max_length=64, null=True)
    risk_accepted_at = fields.DatetimeField(null=True)
    risk_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "merchant_terms"
        unique_together = (("merchant_no", "effective_at"),)


class Staff(Model):
    """Someone who works at a merchant, known by the openid that logs in."""

    staff_no = fields.BigIntField(primary_key=True, generated=True)
    merchant_no = fields.IntField()
    role = fields.CharField(max_length=16)
    openid_index = fields.CharField(max_length=64, unique=True)
    openid_sealed = fields.BinaryField()
    openid_key = fields.SmallIntField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "staff"


class RegionAgent(Model):
    """Who looks after a province, city or district, and for how long."""

    id = fields.BigIntField(primary_key=True, generated=True)
    region_code = fields.IntField(db_index=True)
    payee_no = fields.BigIntField()
    effective_from = fields.DatetimeField()
    effective_to = fields.DatetimeField(null=True)

    class Meta:
        table = "region_agents"

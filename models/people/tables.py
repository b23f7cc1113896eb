"""Persons and accounts that money may reach, and who is logged in.

An openid is personal data: it is kept sealed, found by a blind index and never logged. Which key
sealed a row stands beside it, so that keys can be changed without stopping.
"""

from tortoise import fields
from tortoise.models import Model


class Consumer(Model):
    """A shopper; `locker_payee_no` is whoever first brought them, written once."""

    consumer_no = fields.BigIntField(primary_key=True, generated=True)
    openid_index = fields.CharField(max_length=64, unique=True)
    openid_sealed = fields.BinaryField()
    openid_key = fields.SmallIntField()
    locker_payee_no = fields.BigIntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "consumers"


class Payee(Model):
    """Who may be paid a commission: a WeChat merchant account, or a person (sealed openid)."""

    payee_no = fields.BigIntField(primary_key=True, generated=True)
    name = fields.CharField(max_length=64)
    receiver_type = fields.CharField(max_length=16)
    account = fields.CharField(max_length=32, null=True)
    openid_index = fields.CharField(max_length=64, null=True, unique=True)
    openid_sealed = fields.BinaryField(null=True)
    openid_key = fields.SmallIntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "payees"


class Session(Model):
    """A bearer token that was handed out; only its SHA-256 is known here."""

    token_hash = fields.CharField(max_length=64, primary_key=True)
    owner_kind = fields.CharField(max_length=16)
    owner_no = fields.BigIntField()
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sessions"

"""Published rule books, one row a version, for ever as they were on the day."""

from tortoise import fields
from tortoise.models import Model


class RuleBookVersion(Model):
    """One immutable version; `content` is the canonical JSON whose SHA-256 is `hash`.

    Beside it stands why it could be published: the simulation's report with its findings (JSON),
    and who signed which document; all of a kind are there, or none.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    market_code = fields.IntField()
    book_no = fields.IntField()
    program = fields.CharField(max_length=32)
    content = fields.TextField()
    hash = fields.CharField(max_length=80)
    effective_at = fields.DatetimeField()
    published_at = fields.DatetimeField()
    report_hash = fields.CharField(max_length=80, null=True)
    report_findings = fields.TextField(null=True)
    signed_by = fields.CharField(max_length=60, null=True)
    signed_at = fields.DatetimeField(null=True)
    document_hash = fields.CharField(max_length=80, null=True)

    class Meta:
        table = "rule_books"
        unique_together = (("market_code", "book_no"), ("market_code", "effective_at"))

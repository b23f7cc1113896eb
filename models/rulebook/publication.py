"""On what grounds a version was published: what a simulation found, and who signed."""

from datetime import datetime

from msgspec import Struct, json

from models.database import Connection
from models.rulebook.disclosure import Finding
from models.rulebook.permission import SignOff
from models.rulebook.queries import BookUnknown


class Publication(Struct, frozen=True, kw_only=True):
    """One version's publication; without a simulation `report_hash` is None and nothing was
    found, and a version that nobody had to sign may have no `sign_off`."""

    published_at: datetime
    report_hash: str | None
    findings: tuple[Finding, ...]
    sign_off: SignOff | None


async def publication_of(connection: Connection, *, market_code: int, book_no: int) -> Publication:
    """The grounds of the book of that number in that market; raises `BookUnknown`."""
    row = await connection.fetchrow(
        "SELECT published_at, report_hash, coalesce(report_findings, '[]') AS findings,"
        " signed_by, signed_at, document_hash"
        " FROM rule_books WHERE market_code = $1 AND book_no = $2",
        *(market_code, book_no),
    )
    if row is None:
        raise BookUnknown(market_code=market_code, book_no=book_no)
    published_at, report_hash, findings, *signature = row
    return Publication(
        published_at=published_at,
        report_hash=report_hash,
        findings=json.decode(findings, type=tuple[Finding, ...]),
        sign_off=_signed(*signature),
    )


def _signed(
    signed_by: str | None, signed_at: datetime | None, document_hash: str | None
) -> SignOff | None:
    if signed_by is None or signed_at is None or document_hash is None:
        return None
    return SignOff(signed_by=signed_by, signed_at=signed_at, document_hash=document_hash)

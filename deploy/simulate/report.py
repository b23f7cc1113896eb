"""What `make simulate` writes as JSON, and what the page is made of."""

from msgspec import Struct

from models.rulebook.base import Bilingual
from models.rulebook.disclosure import Finding
from models.rulebook.objection import Objection
from models.simulation import Summary


class Report(Struct, frozen=True, kw_only=True):
    """One book in one future: figures, findings, and what the gate says with them."""

    program: str
    book_hash: str
    title: Bilingual
    future: str
    seconds: float
    summary: Summary
    findings: list[Finding]
    objections: list[Objection]

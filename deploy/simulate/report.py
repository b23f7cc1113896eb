"""What `make simulate` writes as JSON, and what the page is made of.

A report holds no moment and no duration, so whoever plays the same book in the same future again
gets the same report, to the byte of its canonical form (sorted keys, no spaces), whose SHA-256 is
stored with the version that is published on its strength.
"""

import hashlib

from msgspec import Struct, json

from models.rulebook.base import Bilingual
from models.rulebook.disclosure import Finding
from models.rulebook.objection import Objection
from models.rulebook.simulated import Simulated
from models.simulation import Summary


class Report(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One book in one future: figures, findings, and what the gate says with them."""

    program: str
    book_hash: str
    title: Bilingual
    future: str
    summary: Summary
    findings: list[Finding]
    objections: list[Objection]

    def content_hash(self) -> str:
        """Return the name of exactly this report: `sha256:` and 64 hexadecimal digits."""
        return "sha256:" + hashlib.sha256(json.encode(self, order="sorted")).hexdigest()

    def simulated(self) -> Simulated:
        """What of it a publication stores."""
        return Simulated(
            book_hash=self.book_hash,
            report_hash=self.content_hash(),
            findings=tuple(self.findings),
        )


def write_report(report: Report) -> bytes:
    """The report as JSON that people can read too."""
    return json.format(json.encode(report))


def read_report(content: bytes) -> Report:
    """Read what `write_report` wrote, in any spacing; raises msgspec.MsgspecError."""
    report: Report = json.decode(content, type=Report)
    return report

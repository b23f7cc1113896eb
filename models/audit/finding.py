"""What an audit says: figures that were counted, and findings that must not be."""

from collections import Counter

from msgspec import Struct, field

_KEPT_PER_CODE = 100


class Finding(Struct, frozen=True):
    """One thing that is wrong: a stable code, the noun it is about, and what differs."""

    code: str
    market_code: int
    subject: str
    detail: str = ""


class Report(Struct):
    """The result of an audit; of each code the first hundred findings are kept, all are counted."""

    figures: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.counts

    def find(self, code: str, market_code: int, subject: str, detail: str = "") -> None:
        """Add a finding."""
        self.counts[code] += 1
        if self.counts[code] <= _KEPT_PER_CODE:
            self.findings.append(Finding(code, market_code, subject, detail))

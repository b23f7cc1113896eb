"""On what grounds an operator publishes: the three files, read and held against each other."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from deploy.simulate.report import Report, read_report
from models.rulebook import Book, SignOff, load
from models.rulebook.objection import Objection
from models.simulation import findings_of

THE_REAL_YEAR = "replay"


class Grounds(Struct, frozen=True, kw_only=True):
    """A book, the report of the real year under it, and a sign-off where one was given."""

    book: Book
    report: Report
    sign_off: SignOff | None


def read_grounds(book: Path, report: Path, sign_off: Path | None) -> Grounds:
    """Read the files; raises OSError, msgspec.MsgspecError or `RuleBookUnreadable`."""
    return Grounds(
        book=load(book.read_bytes()),
        report=read_report(report.read_bytes()),
        sign_off=_sign_off(sign_off) if sign_off else None,
    )


def check_grounds(grounds: Grounds) -> Iterator[Objection]:
    """A report must be of the real year, and its findings those that its own figures show."""
    report = grounds.report
    if report.future != THE_REAL_YEAR:
        yield Objection(
            code="publish.report_of_a_future",
            zh=f"推演报告的情景是“{report.future}”；公布须用真实的一年（FUTURE=replay）。",
            en=f"The report plays '{report.future}'; publishing needs the real year"
            " (FUTURE=replay).",
        )
    if report.findings != findings_of(report.summary):
        yield Objection(
            code="publish.findings_differ",
            zh="推演报告写明的发现与它自己的数字不符。",
            en="What the report says was found is not what its own figures show.",
        )


def _sign_off(path: Path) -> SignOff:
    sign_off: SignOff = msgspec.json.decode(path.read_bytes(), type=SignOff)
    return sign_off

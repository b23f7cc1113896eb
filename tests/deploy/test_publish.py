"""`make publish`: three files and a database become a version, or every reason against it."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec import json
from msgspec.structs import replace
from rich.console import Console

from deploy.publish.__main__ import main
from deploy.simulate.report import Report, read_report, write_report
from models import merchant, rulebook
from models.clock import start_clock
from models.database import Database
from models.rulebook import Book, default_green_points_book
from models.simulation import Town, TownBill, findings_of, run, summarise, with_actors
from tests.market import MARKET, OPENED_AT, PUBLISHED_AT

_DAYS = 200
BOOK = default_green_points_book(market_code=MARKET, effective_at=OPENED_AT)


def _report(book: Book) -> Report:
    """A report of a town of two people; it is the command that is on trial."""
    bills = [TownBill(day, day % 2 + 1, 1, 9_000) for day in range(_DAYS)]
    town = Town(date(2017, 1, 1), _DAYS, bills, {1: 1_000})
    played, schemes = with_actors(town)
    summary = summarise(town, run(book, town), run(book, played), schemes)
    return Report(
        program=book.program,
        book_hash=book.content_hash(),
        title=book.title,
        future="replay",
        summary=summary,
        findings=findings_of(summary),
        objections=[],
    )


@pytest.fixture
def place(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a book, its report and a sign-off, and the settings of a deployment."""
    start_clock(tmp_path / "clock", PUBLISHED_AT)
    settings = {
        "DATABASE_URL": database_url,
        "REDIS_URL": "redis://127.0.0.1:1",
        "RANGLI_MARKET_CLOCK": str(tmp_path / "clock"),
        "RANGLI_SEAL_KEYS": "1:" + "11" * 32,
        "RANGLI_SEAL_INDEX_KEY": "22" * 32,
        "RANGLI_DRAW_ROOT_KEY": "33" * 32,
        "RANGLI_PUBLIC_URL": "http://127.0.0.1:1",
        "RANGLI_POINTS_PROGRAMS": "on",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "book.json").write_bytes(BOOK.canonical_json())
    (tmp_path / "report.json").write_bytes(write_report(_report(BOOK)))
    signed = {
        "signed_by": "王律师",
        "signed_at": PUBLISHED_AT - timedelta(days=1),
        "document_hash": "sha256:" + "5e" * 32,
    }
    (tmp_path / "signed.json").write_bytes(json.encode(signed))
    return tmp_path


async def _run(place: Path, *, signed: bool = True) -> tuple[int, str]:
    out = io.StringIO()
    arguments = [str(place / "book.json"), "--report", str(place / "report.json")]
    if signed:
        arguments += ["--sign-off", str(place / "signed.json")]
    status = await main(arguments, Console(file=out, width=300, soft_wrap=True))
    return status, out.getvalue()


async def test_a_sound_book_is_published_once_with_its_report(
    place: Path, database: Database
) -> None:
    status, said = await _run(place)
    assert (status, "rulebook.market_unknown" in said) == (1, True)
    async with database.transaction() as connection:
        await merchant.open_market(connection, market_code=MARKET)
    status, said = await _run(place)
    assert status == 0, said
    async with database.connection() as connection:
        kept = await rulebook.publication_of(connection, market_code=MARKET, book_no=1)
    report = _report(BOOK)
    assert kept.report_hash == report.content_hash()
    assert kept.findings == tuple(report.findings)
    assert kept.report_hash in said
    status, said = await _run(place)
    assert (status, "rulebook.moment_taken" in said) == (1, True)


async def test_what_is_wrong_with_the_files_is_said(place: Path) -> None:
    status, said = await _run(place, signed=False)
    assert (status, "rulebook.sign_off_missing" in said) == (1, True)
    report = read_report((place / "report.json").read_bytes())
    assert report.findings
    for spoiled, code in (
        (replace(report, findings=[]), "publish.findings_differ"),
        (replace(report, future="growth"), "publish.report_of_a_future"),
        (_report(replace(BOOK, cap_multiple=4)), "rulebook.report_of_another_book"),
    ):
        (place / "report.json").write_bytes(write_report(spoiled))
        status, said = await _run(place)
        assert (status, code in said) == (1, True), said
    (place / "report.json").unlink()
    assert (await _run(place))[0] == 2

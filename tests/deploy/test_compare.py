"""The comparison page says what the stored run says, of the books that the documentation ships."""

import pytest
from msgspec.structs import replace

from deploy.compare.figures import (
    DOCS,
    PROGRAMS,
    YEARS,
    Program,
    books,
    read_figures,
    write_figures,
)
from deploy.compare.page import pages
from models.money import format_percent
from models.rulebook.gate import check_rules
from models.simulation import findings_of

COMPARISON = read_figures()
PAGES = pages(COMPARISON)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_and_picture_is_made_of_the_stored_figures(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name]


def test_nothing_else_lies_beside_them() -> None:
    drawn = {f"pictures/comparison/{path.name}" for path in DOCS.glob("pictures/comparison/*")}
    assert drawn == {name for name in PAGES if name.endswith(".svg")}
    assert len(drawn) == 14


def test_the_figures_are_of_these_books() -> None:
    """A changed book needs another `make compare`."""
    hashes = {book.program: book.content_hash() for book in books()}
    assert {one.program: one.book_hash for one in COMPARISON.programs} == hashes
    assert [one.program for one in COMPARISON.programs] == list(PROGRAMS)
    assert (DOCS / "comparison.json").read_bytes() == write_figures(COMPARISON)


def test_the_books_carry_every_sentence_that_the_run_demands() -> None:
    for book, program in zip(books(), COMPARISON.programs, strict=True):
        assert check_rules(book, findings=findings_of(program.real)) == []


@pytest.mark.parametrize("program", COMPARISON.programs, ids=PROGRAMS)
@pytest.mark.parametrize("year", YEARS)
def test_every_fen_of_the_discounts_is_somewhere(program: Program, year: str) -> None:
    summary = program.years[year]
    gone = summary.paid_fen + summary.parties_fen + summary.platform_fen + summary.left_fen
    assert gone == summary.discount_fen
    got = sum(one.got_fen for one in summary.cohorts)
    assert got == summary.paid_fen - summary.stores_got_fen
    assert sum(one.people for one in summary.cohorts) == summary.people


def test_another_figure_makes_another_page() -> None:
    first = COMPARISON.programs[0]
    spoiled = [replace(one, got_bp=one.got_bp + 77) for one in first.real.cohorts]
    years = first.years | {"replay": replace(first.real, cohorts=spoiled)}
    other = replace(COMPARISON, programs=[replace(first, years=years), *COMPARISON.programs[1:]])
    changed = {name for name, words in pages(other).items() if words != PAGES[name]}
    assert {"comparison.md", "comparison.en.md", "pictures/comparison/cohorts.zh.svg"} <= changed
    assert format_percent(spoiled[0].got_bp) in pages(other)["comparison.md"]

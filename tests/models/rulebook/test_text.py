"""The text is the parameters: none can change without it, and it has no figure of its own."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from models.rulebook import PacketChainBook, describe
from models.rulebook.book import Bilingual, Bracket, Line
from models.rulebook.parties import GROUNDS
from models.rulebook.text import Language

LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


def written(book: PacketChainBook, language: Language) -> str:
    sections = describe(book, language)
    return "\n".join("\n".join((x.heading, *x.paragraphs)) for x in sections)


CHANGES: dict[str, Any] = {
    "title": Bilingual(zh="红包接力", en="Packet relay"),
    "organiser": Bilingual(zh="某市商会", en="Some chamber"),
    "market_code": 310_100,
    "effective_at": datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC),
    "discount_min_bp": 601,
    "discount_max_bp": 2_999,
    "packet_share_bp": 5_001,
    "packets_per_order": 21,
    "tiers_fen": (10_000, 20_001, 50_000),
    "tiers_adjustable": False,
    "cap_bp": 9_999,
    "lines": (),
    "hold_seconds": 86_401,
    "disclosures": ("early_joiners_gain",),
    "netting_bp": 4_999,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", PacketChainBook.__struct_fields__)
def test_no_parameter_changes_without_the_text(
    book: PacketChainBook, field: str, language: Language
) -> None:
    changed = replace(book, **{field: CHANGES[field]})
    assert written(changed, language) != written(book, language)


LINE = Line("locker", "turnover", (Bracket(1_000, 30), Bracket(None, 60)), "platform")
LINE_CHANGES: list[dict[str, Any]] = [
    {"party": "bd"},
    {"basis": "discount"},
    {"rate": 30},
    {"rate": (Bracket(1_001, 30), Bracket(None, 60))},
    {"rate": (Bracket(1_000, 31), Bracket(None, 60))},
    {"rate": (Bracket(1_000, 30), Bracket(None, 61))},
    {"unfilled_to": "pool"},
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("change", LINE_CHANGES)
def test_no_part_of_a_line_changes_without_the_text(
    book: PacketChainBook, change: dict[str, Any], language: Language
) -> None:
    assert {name for x in LINE_CHANGES for name in x} == set(Line.__struct_fields__)
    before = replace(book, lines=(LINE,))
    after = replace(book, lines=(replace(LINE, **change),))
    assert written(before, language) != written(after, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_party_has_a_name_that_people_understand(
    book: PacketChainBook, language: Language
) -> None:
    texts = {
        written(replace(book, lines=(replace(LINE, party=party),)), language) for party in GROUNDS
    }
    assert len(texts) == len(GROUNDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_books_without_a_common_number_have_texts_without_one(
    book: PacketChainBook, language: Language
) -> None:
    """So every figure comes from the book; one that is typed into a sentence would be in both."""
    other = PacketChainBook(
        title=book.title,
        organiser=book.organiser,
        market_code=440_300,
        effective_at=datetime(2031, 10, 11, 4, 5, 6, tzinfo=UTC),
        discount_min_bp=700,
        discount_max_bp=2_500,
        packet_share_bp=4_400,
        packets_per_order=17,
        tiers_fen=(3_300, 7_700),
        tiers_adjustable=True,
        cap_bp=9_000,
        lines=(Line("locker", "discount", (Bracket(1_300, 1_400), Bracket(None, 1_600)), "pool"),),
        hold_seconds=2 * 3_600 + 27 * 60 + 29,
        netting_bp=2_100,
        disclosures=("last_joiners_least",),
    )
    figures, other_figures = (
        set(re.findall(r"\d[\d.,:-]*\d|\d", written(x, language))) for x in (book, other)
    )
    assert len(figures) > 10
    assert len(other_figures) > 10
    assert not figures & other_figures


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_of_the_default_book_are_all_there(
    book: PacketChainBook, language: Language
) -> None:
    text = written(book, language)
    figures = ["6%", "30%", "50%", "1%", "0.3%", "0.6%", "10%", "20%", "100%"]
    figures += ["¥100.00", "¥200.00", "¥500.00", "330100", "2026-01-01 08:00:00"]
    for figure in figures:
        assert figure in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-CN", ["上限，绝不是承诺", "24 小时"]), ("en", ["a ceiling, never a promise", "24 h "])],
)
def test_the_cap_is_never_a_promise(
    book: PacketChainBook, language: Language, words: list[str]
) -> None:
    for word in words:
        assert word in written(book, language)


def test_both_languages_have_the_same_sections(book: PacketChainBook) -> None:
    chinese, english = (describe(book, language) for language in LANGUAGES)
    assert [len(x.paragraphs) for x in chinese] == [len(x.paragraphs) for x in english]


def test_a_book_without_tiers_or_lines_still_reads_well(book: PacketChainBook) -> None:
    bare = replace(book, tiers_fen=(), lines=())
    assert "不分档" in written(bare, "zh-CN")
    assert "one tier for all" in written(bare, "en")


def test_a_language_that_is_not_written_is_an_error(book: PacketChainBook) -> None:
    with pytest.raises(KeyError):
        describe(book, "fr")  # type: ignore[arg-type]

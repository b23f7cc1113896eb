"""The books of all four programs: read, written, named, described and divided in the same way."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from models.money import MAX_AMOUNT_FEN
from models.rulebook import Book, check, compile_allocation, describe, load, objections_to
from models.rulebook.book import Bilingual, Bracket, Industry, Line
from models.rulebook.disclosure import SENTENCES
from models.rulebook.gate import check_rules
from models.rulebook.parties import GROUNDS
from models.rulebook.reading import RuleBookUnreadable
from models.rulebook.text import Language

LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
NEW = ("weekday_pool", "green_points", "appreciating_points")
PROGRAMS = ("packet_chain", *NEW)
HASHES = {
    "weekday_pool": "cf2888b5d1c695b8ae44bf58f4a4e7a5d7293c84156b31dd6e20aef2c3eba3cb",
    "green_points": "7d33e2ce6f3235a34f82195fbb413246c545acfb0f90cfe494985103d37543b5",
    "appreciating_points": "dc6daf99ae83b31f0e3a1f49f34023807bddfc5294fced6394435b31dc2b6c23",
}

SHARED: dict[str, Any] = {
    "title": Bilingual(zh="红包接力", en="Packet relay"),
    "organiser": Bilingual(zh="某市商会", en="Some chamber"),
    "market_code": 440_304,
    "effective_at": datetime(2031, 10, 11, 4, 5, 6, tzinfo=UTC),
    "discount_min_bp": 701,
    "discount_max_bp": 2_503,
    "lines": (Line("bd", "discount", (Bracket(1_307, 1_409), Bracket(None, 1_511)), "pool"),),
    "hold_seconds": 2 * 3_600 + 27 * 60 + 29,
    "netting_bp": 4_321,
    "disclosures": ("early_joiners_gain",),
}
OTHERS: dict[str, dict[str, Any]] = {
    "weekday_pool": SHARED
    | {
        "service_fee_bp": 2_111,
        "instant_share_bp": 1_213,
        "weekday_release_bp": (1_901, 1_902, 1_903, 1_904, 1_905, 106, 107),
        "cap_bp": 9_001,
        "partner_spend_bp": 808,
        "window_days": 28,
        "activity_bp": 7_700,
        "cross_store_bp": 2_600,
        "cross_store_most": 7,
        "industries": (Industry(Bilingual(zh="餐饮", en="Food"), 804),),
    },
    "green_points": SHARED
    | {
        "cap_multiple": 4,
        "initial_release_bp": 66,
        "growth_bp": 1_404,
        "periods": 33,
        "most_periods": 38,
        "period_days": 27,
        "payout_ratio_bp": 3_456,
    },
    "appreciating_points": SHARED
    | {
        "pool_bp": 700,
        "mint_bp": 6_543,
        "base_price_fen": 123,
        "slope_bp": 17_600,
        "fee_bp": 909,
        "cap_bp": 9_001,
        "exit_points": 77_700,
        "exit_share_bp": 4_800,
        "daily_exit_bp": 111,
    },
}


def written(book: Book, language: Language) -> str:
    return "\n".join("\n".join((x.heading, *x.paragraphs)) for x in describe(book, language))


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_book_of_any_program_survives_writing_and_reading(
    every_book: dict[str, Book], program: str
) -> None:
    book = every_book[program]
    assert book.program == program
    assert load(book.canonical_json()) == book
    plain = json.loads(book.canonical_json())
    again = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert book.canonical_json() == again.encode()


@pytest.mark.parametrize("program", NEW)
def test_the_hash_of_a_default_book_never_changes(
    every_book: dict[str, Book], program: str
) -> None:
    assert every_book[program].content_hash() == "sha256:" + HASHES[program]


@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_of_a_book_may_be_left_out_or_added(
    every_book: dict[str, Book], program: str
) -> None:
    plain = json.loads(every_book[program].canonical_json())
    for name in plain:
        with pytest.raises(RuleBookUnreadable, match=name):
            load(json.dumps({key: plain[key] for key in plain if key != name}).encode())
    for name in ("entry_fee_fen", "recharge_bonus_bp"):
        with pytest.raises(RuleBookUnreadable, match=name):
            load(json.dumps(plain | {name: 1}).encode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("program", "name"), [(program, name) for program in NEW for name in OTHERS[program]]
)
def test_no_parameter_changes_without_the_text(
    every_book: dict[str, Book], program: str, name: str, language: Language
) -> None:
    book = every_book[program]
    assert {*OTHERS[program]} == {*book.__struct_fields__}
    changed = replace(book, **{name: OTHERS[program][name]})
    assert written(changed, language) != written(book, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("program", NEW)
def test_no_figure_is_typed_into_a_sentence(
    every_book: dict[str, Book], program: str, language: Language
) -> None:
    book = every_book[program]
    books = (book, replace(book, **OTHERS[program]))
    ours, others = (set(re.findall(r"\d[\d.,:-]*\d|\d", written(one, language))) for one in books)
    assert len(ours) > 6
    assert not ours & others


@pytest.mark.parametrize("day", range(7))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_the_week_is_told(
    every_book: dict[str, Book], day: int, language: Language
) -> None:
    book = every_book["weekday_pool"]
    shares = [2000, 2000, 2000, 2000, 2000, 0, 0]
    shares[day] = 1_234
    changed = replace(book, weekday_release_bp=tuple(shares))
    assert "12.34%" in written(changed, language)


@pytest.mark.parametrize("program", PROGRAMS)
def test_our_own_text_passes_the_guard_and_hedges(
    every_book: dict[str, Book], program: str
) -> None:
    for book in (
        every_book[program],
        replace(every_book[program], disclosures=tuple(SENTENCES)),
        replace(every_book[program], lines=tuple(Line(x, "discount", 1, "pool") for x in GROUNDS)),
    ):
        for language in LANGUAGES:
            assert objections_to(written(book, language), program=program) == []
    assert "上限，绝不是承诺" in written(every_book[program], "zh-CN")
    assert "a ceiling, never a promise" in written(every_book[program], "en")


@pytest.mark.parametrize("program", PROGRAMS)
def test_both_languages_say_the_same_number_of_things(
    every_book: dict[str, Book], program: str
) -> None:
    chinese, english = (describe(every_book[program], language) for language in LANGUAGES)
    assert [len(x.paragraphs) for x in chinese] == [len(x.paragraphs) for x in english]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_disclosure_is_in_the_text_word_for_word(
    every_book: dict[str, Book], program: str, language: Language
) -> None:
    text = written(replace(every_book[program], disclosures=tuple(SENTENCES)), language)
    for sentence in SENTENCES.values():
        assert (sentence.zh if language == "zh-CN" else sentence.en) in text


WHAT_IS_FUNDED = {
    "packet_chain": ["3%", "15%"],
    "weekday_pool": ["4.8%", "24%"],
    "green_points": ["4%", "20%", "36"],
    "appreciating_points": ["42.85%"],
}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_what_is_funded_on_average(
    every_book: dict[str, Book], program: str, language: Language
) -> None:
    for figure in WHAT_IS_FUNDED[program]:
        assert re.search(rf"(?<![\d.]){re.escape(figure)}", written(every_book[program], language))


@given(data=st.data())
def test_the_parts_of_any_bill_are_its_discount(
    every_book: dict[str, Book], data: st.DataObject
) -> None:
    book = every_book[data.draw(st.sampled_from(PROGRAMS))]
    amount_fen = data.draw(st.integers(1, MAX_AMOUNT_FEN) | st.integers(1, 20_000))
    rate_bp = data.draw(st.integers(book.discount_min_bp, book.discount_max_bp))
    filled = data.draw(st.frozensets(st.sampled_from(sorted(GROUNDS))))
    allocation = compile_allocation(book)
    order = allocation.split(amount_fen=amount_fen, discount_bp=rate_bp, filled=filled)
    parts = [order.packets_fen, order.instant_fen, order.platform_fen, *(x for _, x in order.parts)]
    assert sum(parts) == order.discount_fen == amount_fen * rate_bp // 10_000
    assert min(parts) >= 0
    steps = allocation.explain(amount_fen=amount_fen, discount_bp=rate_bp, filled=filled)
    told = sum(x.part_fen for x in steps if x.goes_to != "platform") + steps[-1].part_fen
    assert told == order.discount_fen


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_default_rules_are_sound(every_book: dict[str, Book], program: str) -> None:
    assert check_rules(every_book[program]) == []
    asked = [x.code for x in check(every_book[program])]
    points = program in ("green_points", "appreciating_points")
    assert asked == (
        ["rulebook.points_switched_off", "rulebook.sign_off_missing"] if points else []
    )

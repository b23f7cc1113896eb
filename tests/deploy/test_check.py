"""`make check` on the example books that the documentation ships."""

import io
import json
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

from deploy.check.__main__ import main
from models.clock import MARKET_ZONE
from models.rulebook import (
    default_appreciating_points_book,
    default_green_points_book,
    default_packet_chain_book,
    default_weekday_pool_book,
    load,
)
from models.rulebook.gate import check_rules

BOOKS = Path(__file__).parents[2] / "docs" / "books"
GOOD = ("packet_chain", "weekday_pool", "green_points", "appreciating_points")
BAD = {
    "bad_two_levels": {
        "rulebook.paid_entry",
        "rulebook.referral_too_deep",
        "rulebook.above_wechat_ratio",
        "rulebook.uncapped",
        "wording.everything_back",
    },
    "bad_unfunded_points": {
        "rulebook.overspends",
        "rulebook.uncapped",
        "rulebook.cap_unreachable",
        "rulebook.disclosure_missing",
        "rulebook.name_missing",
        "rulebook.points_switched_off",
        "rulebook.sign_off_missing",
    },
}


def run(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    status = main(list(arguments), Console(file=out, width=200, soft_wrap=True))
    return status, out.getvalue()


@pytest.mark.parametrize("name", GOOD)
def test_an_example_is_sound_and_read_out_in_both_languages(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RANGLI_POINTS_PROGRAMS", "on")
    book = load((BOOKS / f"{name}.json").read_bytes())
    assert check_rules(book) == []
    sign_off = str(BOOKS / "sign_off.example.json")
    status, said = run(str(BOOKS / f"{name}.json"), "--sign-off", sign_off)
    assert status == 0
    assert "上限，绝不是承诺" in said
    assert "a ceiling, never a promise" in said
    assert book.content_hash() in said


def test_the_examples_are_what_a_new_market_starts_from() -> None:
    at = datetime(2027, 1, 1, tzinfo=MARKET_ZONE)
    for default in (
        default_packet_chain_book(market_code=330_100, effective_at=at),
        default_weekday_pool_book(market_code=330_100, effective_at=at),
        default_green_points_book(market_code=330_100, effective_at=at),
        default_appreciating_points_book(market_code=330_100, effective_at=at),
    ):
        example = load((BOOKS / f"{default.program}.json").read_bytes())
        assert example.content_hash() == default.content_hash()


@pytest.mark.parametrize("name", ["green_points", "appreciating_points"])
def test_points_are_off_by_default(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RANGLI_POINTS_PROGRAMS", raising=False)
    status, said = run(str(BOOKS / f"{name}.json"))
    assert status == 1
    assert "rulebook.points_switched_off" in said
    assert "rulebook.sign_off_missing" in said


@pytest.mark.parametrize("name", BAD)
def test_a_bad_example_is_refused_for_every_reason(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RANGLI_POINTS_PROGRAMS", raising=False)
    status, said = run(str(BOOKS / f"{name}.json"))
    assert status == 1
    codes = {line.removeprefix("✗ ").strip() for line in said.splitlines() if "✗ " in line}
    assert {code for code in codes if "." in code} == BAD[name]
    assert "levels=2" in said or name != "bad_two_levels"


def test_what_is_no_book_is_refused(tmp_path: Path) -> None:
    plain = json.loads((BOOKS / "packet_chain.json").read_text())
    spoiled = tmp_path / "book.json"
    spoiled.write_text(json.dumps(plain | {"entry_fee_fen": 9_900}))
    status, said = run(str(spoiled))
    assert status == 1
    assert "entry_fee_fen" in said


def test_a_switch_that_cannot_be_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANGLI_POINTS_PROGRAMS", "perhaps")
    status, said = run(str(BOOKS / "green_points.json"))
    assert status == 2
    assert "RANGLI_POINTS_PROGRAMS" in said


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    status, said = run(str(tmp_path / "none.json"))
    assert status == 2
    assert "none.json" in said


def test_every_example_has_its_test() -> None:
    files = {path.stem for path in BOOKS.glob("*.json")}
    assert files == {*GOOD, *BAD, "sign_off.example"}

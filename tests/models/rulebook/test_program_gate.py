"""What the gate has against the three further programs, each for its own fault."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from models.rulebook import Book, check
from models.rulebook.book import Bilingual, Industry, Line
from models.rulebook.disclosure import Finding
from models.rulebook.gate import check_rules
from models.rulebook.permission import SignOff

AT = datetime(2025, 12, 1, tzinfo=UTC)
SIGNED = SignOff(
    signed_by="王律师", signed_at=AT - timedelta(days=1), document_hash="sha256:" + "a" * 64
)


def line(party: str = "locker", basis: str = "discount", rate: Any = 10) -> tuple[Line, ...]:
    return (Line(party=party, basis=basis, rate=rate, unfilled_to="platform"),)


FOOD = Industry(Bilingual(zh="餐饮", en="Food"), 1_000)
UNSOUND: list[tuple[str, str, dict[str, Any]]] = [
    ("weekday_pool", "shares_beyond_discount", {"service_fee_bp": 9_001}),
    ("weekday_pool", "uncapped", {"cap_bp": 10_001}),
    ("weekday_pool", "nothing_to_give", {"cap_bp": 0}),
    ("weekday_pool", "share_beyond_whole", {"weekday_release_bp": (10_001, 0, 0, 0, 0, 0, 0)}),
    ("weekday_pool", "share_beyond_whole", {"partner_spend_bp": 10_001}),
    ("weekday_pool", "must_be_above_zero", {"weekday_release_bp": (0, 0, 0, 0, 0, 0, 0)}),
    ("weekday_pool", "must_be_above_zero", {"partner_spend_bp": 0}),
    ("weekday_pool", "must_be_above_zero", {"window_days": 0}),
    ("weekday_pool", "overspends", {"lines": line(rate=2_001)}),
    ("weekday_pool", "overspends", {"lines": line(basis="turnover", rate=121)}),
    ("weekday_pool", "below_wechat_least", {"discount_min_bp": 9}),
    ("weekday_pool", "above_wechat_ratio", {"discount_max_bp": 3_001}),
    ("weekday_pool", "instant_beyond_cap", {"cap_bp": 299}),
    ("weekday_pool", "industry_twice", {"industries": (FOOD, FOOD)}),
    ("weekday_pool", "industry_outside", {"industries": (replace(FOOD, discount_bp=599),)}),
    ("weekday_pool", "malformed", {"weekday_release_bp": (2000, 2000)}),
    ("green_points", "overspends", {"payout_ratio_bp": 6_000}),
    ("green_points", "uncapped", {"cap_multiple": 6, "growth_bp": 1_700}),
    ("green_points", "uncapped", {"discount_max_bp": 2_001}),
    ("green_points", "too_many_periods", {"most_periods": 41}),
    ("green_points", "too_many_periods", {"most_periods": 35}),
    ("green_points", "period_too_long", {"period_days": 31}),
    ("green_points", "cap_unreachable", {"growth_bp": 1_499 - 100}),
    ("green_points", "cap_unreachable", {"periods": 35}),
    ("green_points", "disclosure_missing", {"disclosures": ()}),
    ("appreciating_points", "overspends", {"pool_bp": 3_001}),
    ("appreciating_points", "overspends", {"lines": line(rate=1)}),
    ("appreciating_points", "uncapped", {"cap_bp": 10_001}),
    ("appreciating_points", "share_beyond_whole", {"daily_exit_bp": 10_001}),
    ("appreciating_points", "nothing_to_give", {"fee_bp": 10_000}),
    ("appreciating_points", "disclosure_missing", {"disclosures": ()}),
    ("appreciating_points", "must_be_above_zero", {"base_price_fen": 0}),
]


@pytest.mark.parametrize(("program", "code", "change"), UNSOUND)
def test_an_unsound_book_is_refused_for_its_fault(
    every_book: dict[str, Book], program: str, code: str, change: dict[str, Any]
) -> None:
    found = check_rules(replace(every_book[program], **change))
    assert {x.code for x in found} == {f"rulebook.{code}"}


PROGRAMS = ("packet_chain", "weekday_pool", "green_points", "appreciating_points")


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("paid_entry", {"lines": line(basis="entry_fee")}),
        ("paid_entry", {"lines": line(basis="membership")}),
        ("not_a_sale", {"lines": line(basis="headcount")}),
        ("referral_too_deep", {"lines": line("bd_leader", rate=0)}),
        ("party_unknown", {"lines": line("upline", rate=0)}),
        ("hold_out_of_bounds", {"hold_seconds": 1}),
        ("name_missing", {"organiser": Bilingual(zh="", en="")}),
    ],
)
def test_no_program_may_pay_for_these(
    every_book: dict[str, Book], program: str, code: str, change: dict[str, Any]
) -> None:
    found = check_rules(replace(every_book[program], **change))
    assert f"rulebook.{code}" in {x.code for x in found}


def test_depth_is_told_with_its_number(every_book: dict[str, Book]) -> None:
    book = replace(every_book["green_points"], lines=line("locker_leader", rate=0))
    (found,) = check_rules(book)
    assert (found.code, found.numbers) == ("rulebook.referral_too_deep", {"levels": 2, "most": 1})


@pytest.mark.parametrize("program", PROGRAMS[1:])
def test_disclosures_must_exist_and_be_named_once(
    every_book: dict[str, Book], program: str
) -> None:
    book = every_book[program]
    codes = {x.code for x in check_rules(replace(book, disclosures=("all_is_well",)))}
    assert "rulebook.disclosure_unknown" in codes
    twice = (*book.disclosures, "early_joiners_gain", "early_joiners_gain")
    codes = {x.code for x in check_rules(replace(book, disclosures=twice))}
    assert codes == {"rulebook.disclosure_twice"}


def test_industry_names_pass_the_wording_guard(every_book: dict[str, Book]) -> None:
    industries = (replace(FOOD, name=Bilingual(zh="稳赚餐饮", en="Food")),)
    found = check_rules(replace(every_book["weekday_pool"], industries=industries))
    assert [x.code for x in found] == ["wording.certain_gain"]


@pytest.mark.parametrize("program", ["green_points", "appreciating_points"])
def test_points_need_the_switch_and_a_sign_off(every_book: dict[str, Book], program: str) -> None:
    book = every_book[program]

    def codes(**facts: Any) -> list[str]:
        return [x.code for x in check(book, published_at=AT, **facts)]

    missing, off = "rulebook.sign_off_missing", "rulebook.points_switched_off"
    assert codes() == [off, missing]
    assert codes(points_switched_on=True) == [missing]
    assert codes(sign_off=SIGNED) == [off]
    assert codes(points_switched_on=True, sign_off=SIGNED) == []
    nobody = replace(SIGNED, signed_by=" ")
    assert codes(points_switched_on=True, sign_off=nobody) == [missing]
    later = replace(SIGNED, signed_at=AT + timedelta(seconds=1))
    assert codes(points_switched_on=True, sign_off=later) == ["rulebook.sign_off_in_future"]


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_a_simulation_found_is_refused_or_said(
    every_book: dict[str, Book], program: str
) -> None:
    book = every_book[program]
    found = Finding(code="bill_splitters_gain", zh="甲", en="a", numbers={"gain_bp": 5})
    (missing,) = check_rules(book, findings=[found])
    assert (missing.code, missing.numbers) == ("rulebook.disclosure_missing", {"gain_bp": 5})
    told = replace(book, disclosures=(*book.disclosures, "bill_splitters_gain"))
    assert check_rules(told, findings=[found]) == []
    (worse,) = check_rules(told, findings=[replace(found, refused=True)])
    assert worse.code == "simulation.bill_splitters_gain"

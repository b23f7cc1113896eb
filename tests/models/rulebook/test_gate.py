"""The publish gate: every way of being unsound has its code, and a sound book passes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from models.rulebook import PacketChainBook, RuleBookRefused, check
from models.rulebook.book import Bilingual, Bracket, Line
from models.rulebook.objection import refuse
from models.rulebook.packet_chain_limits import check_tiers
from models.rulebook.parties import GROUNDS, longest_pay_chain

PUBLISHED_AT = datetime(2025, 12, 1, tzinfo=UTC)


def line(party: str = "locker", basis: str = "turnover", rate: Any = 10, to: str = "pool") -> Line:
    return Line(party=party, basis=basis, rate=rate, unfilled_to=to)


def codes(book: PacketChainBook, **facts: Any) -> set[str]:
    return {objection.code for objection in check(book, **facts)}


def test_the_default_book_is_sound(book: PacketChainBook) -> None:
    assert check(book) == []
    assert check(book, published_at=PUBLISHED_AT) == []


UNSOUND: list[tuple[str, dict[str, Any]]] = [
    ("overspends", {"packet_share_bp": 9_000}),
    ("overspends", {"lines": (line(rate=301),)}),
    ("overspends", {"lines": (line(rate=(Bracket(601, 400), Bracket(None, 0))),)}),
    ("overspends", {"lines": (line(rate=(Bracket(1_000, 0), Bracket(None, 501))),)}),
    ("overspends", {"lines": (line(rate=(Bracket(3_000, 0), Bracket(None, 1_501))),)}),
    ("overspends", {"lines": (line(basis="discount", rate=5_001),)}),
    ("uncapped", {"cap_bp": 10_001}),
    ("nothing_to_give", {"cap_bp": 0}),
    ("nothing_to_give", {"packet_share_bp": 0}),
    ("discount_range", {"discount_min_bp": 0}),
    ("discount_range", {"discount_min_bp": 2_000, "discount_max_bp": 1_999}),
    ("above_wechat_ratio", {"discount_max_bp": 3_001}),
    ("netting_beyond_fund", {"netting_bp": 10_001}),
    ("packets_per_order", {"packets_per_order": 0}),
    ("packets_per_order", {"packets_per_order": 51}),
    ("too_many_receivers", {"packets_per_order": 46}),
    ("hold_out_of_bounds", {"hold_seconds": 59}),
    ("hold_out_of_bounds", {"hold_seconds": 29 * 86_400 + 1}),
    ("tiers_not_rising", {"tiers_fen": (0, 100)}),
    ("tiers_not_rising", {"tiers_fen": (100, 100)}),
    ("tiers_not_rising", {"tiers_fen": (200, 100)}),
    ("party_unknown", {"lines": (line("locker_of_locker"),)}),
    ("party_twice", {"lines": (line(), line())}),
    ("party_never_listed", {"lines": (line("platform"),)}),
    ("party_never_listed", {"lines": (line("packets"),)}),
    ("not_a_sale", {"lines": (line(basis="headcount"),)}),
    ("unfilled_to_unknown", {"lines": (line(to="organiser"),)}),
    ("brackets_broken", {"lines": (line(rate=()),)}),
    ("brackets_broken", {"lines": (line(rate=(Bracket(1_000, 1),)),)}),
    ("brackets_broken", {"lines": (line(rate=(Bracket(0, 1), Bracket(None, 1))),)}),
    (
        "brackets_broken",
        {"lines": (line(rate=(Bracket(2_000, 1), Bracket(2_000, 1), Bracket(None, 1))),)},
    ),
    ("brackets_broken", {"lines": (line(rate=(Bracket(None, 1), Bracket(None, 1))),)}),
    ("name_missing", {"title": Bilingual(zh="让利", en=" ")}),
    ("malformed", {"cap_bp": "10000"}),
    ("malformed", {"cap_bp": True}),
    ("malformed", {"lines": [line()]}),
    ("malformed", {"lines": (line(rate=-1),)}),
    ("malformed", {"title": Bilingual(zh="让\ud800利", en="Rangli")}),
    ("malformed", {"market_code": 1}),
]


@pytest.mark.parametrize(("code", "change"), UNSOUND)
def test_an_unsound_book_is_refused_for_its_fault(
    book: PacketChainBook, code: str, change: dict[str, Any]
) -> None:
    unsound = replace(book, **change)
    assert codes(unsound) == {f"rulebook.{code}"}


SOUND: list[dict[str, Any]] = [
    {"packets_per_order": 45},
    {"packets_per_order": 1},
    {"hold_seconds": 60},
    {"hold_seconds": 29 * 86_400},
    {"tiers_fen": ()},
    {"lines": ()},
    {"lines": (line(rate=300),)},
    {"lines": tuple(line(party) for party in GROUNDS)},
    {"cap_bp": 1},
    {"netting_bp": 0},
    {"netting_bp": 10_000},
    {"discount_min_bp": 3_000},
]


@pytest.mark.parametrize("change", SOUND)
def test_a_book_at_the_edge_of_soundness_passes(
    book: PacketChainBook, change: dict[str, Any]
) -> None:
    assert check(replace(book, **change)) == []


def test_everything_is_said_at_once(book: PacketChainBook) -> None:
    unsound = replace(book, cap_bp=20_000, hold_seconds=1, tiers_fen=(2, 1), lines=(line("x"),))
    assert codes(unsound) == {
        "rulebook.uncapped",
        "rulebook.hold_out_of_bounds",
        "rulebook.tiers_not_rising",
        "rulebook.party_unknown",
    }


def test_the_refusal_carries_reasons_in_both_languages(book: PacketChainBook) -> None:
    with pytest.raises(RuleBookRefused) as refusal:
        refuse(check(replace(book, cap_bp=20_000)))
    assert refusal.value.code == "rulebook.refused"
    (said,) = refusal.value.detail["objections"]
    assert said["code"] == refusal.value.objections[0].code == "rulebook.uncapped"
    assert "200%" in said["zh"]
    assert "200%" in said["en"]
    assert said["numbers"] == {"cap_bp": 20_000, "most_bp": 10_000}


def test_nobody_gives_more_than_the_bill(book: PacketChainBook) -> None:
    beyond = replace(book, discount_max_bp=10_001)
    assert codes(beyond, granted_ratio_bp=20_000) == {"rulebook.discount_range"}


def test_a_market_may_have_been_granted_more(book: PacketChainBook) -> None:
    generous = replace(book, discount_max_bp=4_000)
    assert codes(generous) == {"rulebook.above_wechat_ratio"}
    assert codes(generous, granted_ratio_bp=4_000) == set()
    assert codes(book, granted_ratio_bp=2_000) == {"rulebook.above_wechat_ratio"}


@pytest.mark.parametrize(("later_seconds", "refused"), [(-1, True), (0, True), (1, False)])
def test_rules_work_forward_only(book: PacketChainBook, later_seconds: int, refused: bool) -> None:
    published_at = book.effective_at - timedelta(seconds=later_seconds)
    found = codes(book, published_at=published_at)
    assert found == ({"rulebook.effective_too_early"} if refused else set())


@pytest.mark.parametrize("field", ["title", "organiser"])
@pytest.mark.parametrize(
    "name",
    [
        Bilingual(zh="稳赚红包", en="Red packets"),
        Bilingual(zh="红包", en="Risk-free packets"),
        Bilingual(zh="增值红包", en="Red packets"),
    ],
)
def test_names_pass_the_wording_guard(book: PacketChainBook, field: str, name: Bilingual) -> None:
    found = codes(replace(book, **{field: name}))
    assert found
    assert all(code.startswith("wording.") for code in found)


def test_the_longest_pay_chain_is_computed_over_all_roles() -> None:
    assert longest_pay_chain([]) == 0
    assert longest_pay_chain(["agent_city", "agent_district"]) == 0
    assert longest_pay_chain(GROUNDS) == 1
    deeper = {**GROUNDS, "bd_leader": "bd", "bd_director": "bd_leader"}
    assert longest_pay_chain(["agent_city", "bd_leader"], deeper) == 2
    assert longest_pay_chain(deeper, deeper) == 3


def test_pay_in_a_circle_is_an_error() -> None:
    with pytest.raises(ValueError, match="circle"):
        longest_pay_chain(["a"], {"a": "b", "b": "a"})


def test_a_merchants_own_tiers_are_judged_alike() -> None:
    assert [x.code for x in check_tiers((100, 50))] == ["rulebook.tiers_not_rising"]
    assert list(check_tiers((50, 100))) == []

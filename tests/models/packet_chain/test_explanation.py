import msgspec
import pytest

from models.money import format_yuan
from models.packet_chain import what_became, why_packet
from models.packet_chain.evidence import Evidence
from models.rulebook import objections_to

EVIDENCE = Evidence(
    program="packet_chain",
    book_no=1,
    order_id=7,
    day="2026-03-01",
    queue_id=16,
    amount_fen=200,
    discount_bp=1250,
    discount_fen=25,
    parts=(),
    platform_fen=13,
    fund_fen=12,
    reserve_before_fen=500,
    reserve_taken_fen=12,
    reserve_given_fen=15,
    part_fen=14,
    claims=[3, 4],
    remaining_fen=[100, 4],
    drawn_fen=[5, 9],
    paid_fen=[5, 4],
)


@pytest.mark.parametrize("english", [False, True])
def test_every_fen_of_the_evidence_is_told(english: bool) -> None:
    text = " ".join(why_packet(EVIDENCE, place=1, store_name="面馆", english=english))
    for fen in (25, 12, 14, 10, 9, 4):
        assert format_yuan(fen) in text
    assert "12.5%" in text
    assert "面馆" in text
    assert objections_to(text) == []


@pytest.mark.parametrize("english", [False, True])
def test_what_refunds_made_of_it_is_told(english: bool) -> None:
    netted = msgspec.structs.replace(EVIDENCE, netted_fen=77)
    text = " ".join(why_packet(netted, place=1, store_name="面馆", english=english))
    assert format_yuan(77) in text
    whole = {"place": 0, "left_fen": 5, "covered_fen": 0, "english": english}
    assert what_became(EVIDENCE, **whole) == []
    (shrunk,) = what_became(EVIDENCE, **whole | {"left_fen": 3})
    (covered,) = what_became(EVIDENCE, **whole | {"covered_fen": 2})
    assert format_yuan(3) in shrunk
    assert format_yuan(2) in covered
    assert len(what_became(EVIDENCE, **whole | {"left_fen": 3, "covered_fen": 2})) == 2
    assert objections_to(text + shrunk + covered) == []


def test_no_reserve_and_no_cut_are_not_spoken_of() -> None:
    plain = msgspec.structs.replace(EVIDENCE, reserve_taken_fen=0)
    assert len(why_packet(plain, place=0, store_name="面馆", english=False)) == 3
    assert len(why_packet(EVIDENCE, place=1, store_name="面馆", english=False)) == 5

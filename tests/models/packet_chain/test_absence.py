import msgspec
import pytest

from models.money import format_yuan
from models.packet_chain import Standing, why_nothing
from models.packet_chain.evidence import Evidence
from models.rulebook import objections_to

OPEN = Standing(
    cap_fen=8_000,
    received_fen=321,
    packet_count=7,
    packets_at_most=20,
    frozen=False,
    closed=False,
    ahead=31,
    bills=0,
    packets=0,
    last=None,
)


def _last(part_fen: int, served: int) -> Evidence:
    places = list(range(1, served + 1))
    ones = [1] * served
    return Evidence(
        *("packet_chain", 1, 9, "2026-03-02", 16, 500, 600, 30, (), 15, 15, 0, 0, 15 - part_fen),
        *(part_fen, places, [100] * served, ones, ones),
    )


CASES = {
    "refunded": {"closed": True, "cap_fen": 0, "received_fen": 0},
    "closed_at_cap": {"closed": True, "received_fen": 8_000},
    "closed_at_packets": {"closed": True, "packet_count": 20},
    "frozen": {"frozen": True},
    "received": {"bills": 3, "packets": 2, "last": _last(200, 20)},
    "no_bill": {},
    "part_too_small": {"bills": 1, "last": _last(12, 12)},
    "older_first": {"bills": 4, "last": _last(200, 20)},
}


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize("reason", CASES)
def test_each_absence_has_its_reason_and_promises_nothing(reason: str, english: bool) -> None:
    standing = msgspec.structs.replace(OPEN, **CASES[reason])
    absence = why_nothing(standing, english=english)
    assert absence.reason == reason
    text = " ".join(absence.sentences)
    assert objections_to(text, program="packet_chain") == []
    if not standing.closed:
        assert "31" in text
        assert format_yuan(standing.received_fen) in text
        assert ("not a promise" if english else "不是承诺") in text


def test_a_bill_that_had_nothing_to_give_is_a_small_part() -> None:
    standing = msgspec.structs.replace(OPEN, bills=1, last=_last(0, 0))
    assert why_nothing(standing, english=True).reason == "part_too_small"


def test_reasons_read_differently() -> None:
    told = {
        why_nothing(msgspec.structs.replace(OPEN, **case), english=english).sentences[0]
        for case in CASES.values()
        for english in (False, True)
    }
    assert len(told) == 2 * len(CASES)

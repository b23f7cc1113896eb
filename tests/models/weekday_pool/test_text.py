"""Why a midnight brought so much, or nothing: every reason, in both languages, from facts."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from models.rulebook import default_weekday_pool_book, objections_to
from models.weekday_pool import LastMidnight, Reason, parts_of, reason_of, tell_claim
from models.weekday_pool.claims import Claim
from models.weekday_pool.evidence import ReleaseEvidence
from tests.market import OPENED_AT

BOOK = default_weekday_pool_book(market_code=330_100, effective_at=OPENED_AT)
TUESDAY, SATURDAY = date(2026, 3, 3), date(2026, 3, 7)
CLAIM = Claim(
    claim_no=5,
    consumer_no=7,
    order_id=1,
    merchant_no=11,
    opened_on=date(2026, 3, 2),
    amount_fen=10_000,
    left_fen=10_000,
    discount_fen=1_000,
    fund_fen=700,
    least_fen=1_000,
    window_days=30,
    whole_cap_fen=10_000,
    partners=2,
    cap_fen=2_000,
    received_fen=340,
)
RELEASED = ReleaseEvidence(
    program="weekday_pool",
    day="2026-03-03",
    book_no=1,
    pool_fen=2_121,
    release_bp=2_000,
    fund_fen=424,
    left_fen=0,
    claims=[5, 6],
    consumers=[7, 8],
    lacking_fen=[1_900, 900],
    active_days=[1, 1],
    partners=[2, 1],
    multipliers=[155, 124],
    paid_fen=[240, 184],
)
ON_TUESDAY = LastMidnight(day=TUESDAY, book=BOOK, released=RELEASED)
NOTHING = replace(RELEASED, paid_fen=[0, 424])


@pytest.mark.parametrize(
    ("reason", "claim", "frozen", "last"),
    [
        (Reason.REFUNDED, {"cap_fen": 0, "left_fen": 0, "taken_back_fen": 340}, False, ON_TUESDAY),
        (Reason.RECEIVED, {}, False, ON_TUESDAY),
        (Reason.RECEIVED, {"received_fen": 2_000}, False, ON_TUESDAY),
        (Reason.CLOSED_AT_CAP, {"received_fen": 2_000}, False, None),
        (Reason.CLOSED_FOR_GOOD, {"received_fen": 10_000, "cap_fen": 10_000}, False, None),
        (Reason.FROZEN, {}, True, replace(ON_TUESDAY, released=None)),
        (Reason.NO_MIDNIGHT, {}, False, None),
        (Reason.NO_MIDNIGHT, {"opened_on": TUESDAY, "claim_no": 9}, False, ON_TUESDAY),
        (Reason.NO_RELEASE_DAY, {}, False, LastMidnight(day=SATURDAY, book=BOOK, released=None)),
        (Reason.POOL_EMPTY, {}, False, replace(ON_TUESDAY, released=None)),
        (Reason.NOT_WAITING, {"claim_no": 9}, False, ON_TUESDAY),
        (Reason.SHARE_TOO_SMALL, {}, False, replace(ON_TUESDAY, released=NOTHING)),
    ],
)
def test_every_reason_is_told(
    reason: Reason, claim: dict[str, Any], frozen: bool, last: LastMidnight | None
) -> None:
    found = replace(CLAIM, **claim)
    assert reason_of(found, frozen=frozen, last=last) is reason
    for english in (True, False):
        words = " ".join(tell_claim(found, reason, last, english=english))
        assert "{" not in words
        assert not objections_to(words)
        if reason is Reason.RECEIVED:
            assert all(fact in words for fact in ("¥2.40", "¥4.24", "¥19.00", "294,500", "406,100"))


def test_a_release_is_told_to_those_who_had_something_of_it() -> None:
    assert {number: part.paid_fen for number, part in parts_of(RELEASED, 7).items()} == {5: 240}
    assert parts_of(NOTHING, 7) == {}
    assert sum(part.weight for who in (7, 8) for part in parts_of(RELEASED, who).values()) == (
        parts_of(RELEASED, 8)[6].whole_weight
    )

"""When failed money is tried again, how patient we are, and which moves are legal."""

from datetime import UTC, datetime, timedelta

import pytest

from models.payout.lifecycle import LEGAL_MOVES, MoveIllegal, State, move
from models.payout.patience import TRIES, backoff, until_asked, wire_rest
from models.payout.reasons import plain, retry_at

NOON = datetime(2026, 3, 31, 4, tzinfo=UTC)  # 12:00 in Hangzhou


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("RECEIVER_REAL_NAME_NOT_VERIFIED", datetime(2026, 3, 31, 16, tzinfo=UTC)),
        ("RECEIVER_RECEIPT_LIMIT", datetime(2026, 3, 31, 16, tzinfo=UTC)),
        ("RECEIVER_HIGH_RISK", NOON + timedelta(days=30)),
        ("ACCOUNT_ABNORMAL", NOON + timedelta(days=30)),
        ("NO_RELATION", NOON),
        ("A_REASON_OF_NEXT_YEAR", datetime(2026, 3, 31, 16, tzinfo=UTC)),
    ],
)
def test_when_a_failed_line_is_tried_again(reason: str, expected: datetime):
    assert retry_at(reason, NOON) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), datetime(2026, 12, 31, 16, tzinfo=UTC)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), datetime(2027, 1, 31, 16, tzinfo=UTC)),
        (datetime(2026, 1, 30, 20, tzinfo=UTC), datetime(2026, 1, 31, 16, tzinfo=UTC)),
        (datetime(2026, 2, 1, 4, tzinfo=UTC), datetime(2026, 2, 28, 16, tzinfo=UTC)),
    ],
)
def test_a_monthly_limit_ends_with_the_market_month(now: datetime, expected: datetime):
    assert retry_at("RECEIVER_RECEIPT_LIMIT", now) == expected


def test_patience_grows_in_both_kinds_of_time_and_has_an_end():
    waits = [backoff(tries, 0.0) for tries in range(1, TRIES + 1)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=5)
    assert waits[-1] == timedelta(hours=6)
    assert timedelta(days=1) < sum(waits, timedelta()) < timedelta(days=30)
    assert backoff(3, 1.0) == backoff(3, 0.0) * 1.5
    assert [wire_rest(n).total_seconds() for n in (1, 2, 3, 20)] == [0.5, 1.0, 2.0, 30.0]
    assert [until_asked(n).total_seconds() for n in (0, 1, 9, 99)] == [2, 4, 600, 600]


@pytest.mark.parametrize(
    "word", ["", "SUCCESS", "PENDING", "OWN", "UNFROZEN", "出错了", "two words", "{}"]
)
def test_what_is_no_reason_is_not_kept_as_one(word):
    assert plain(word) == "UNKNOWN"
    assert plain("NO_RELATION") == "NO_RELATION"


def test_a_finished_payout_moves_no_more_and_a_dead_one_only_to_its_start_or_by_hand_to_its_end():
    assert LEGAL_MOVES[State.FINISHED] == frozenset()
    assert LEGAL_MOVES[State.DEAD_LETTER] == {State.PREPARED, State.FINISHED}
    assert move(State.PREPARED, State.SENT) is State.SENT
    assert move(State.SENT, State.SENT) is State.SENT
    with pytest.raises(MoveIllegal):
        move(State.SENT, State.PREPARED)

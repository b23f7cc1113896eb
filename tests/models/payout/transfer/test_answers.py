"""What WeChat's words make of a transfer."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from models.ids import IdUnreadable
from models.payout.answers import Moment
from models.payout.lifecycle import LEGAL_MOVES, MoveIllegal, State
from models.payout.patience import TRIES
from models.payout.transfer import Transfer, number_of, read_number
from models.payout.transfer.answers import (
    Accepted,
    Cancelling,
    Ended,
    Stuck,
    Waiting,
    after,
    told,
)
from models.payout.transfer.promises import next_look

NOW = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
AT = Moment(NOW, NOW, 0.0)
FRESH = Transfer(
    market_code=330100,
    transfer_id=5,
    consumer_no=21,
    fen=250,
    state=State.PREPARED,
    created_at=NOW,
    fresh=True,
)


@pytest.mark.parametrize(
    ("word", "reason", "answer"),
    [
        ("ACCEPTED", None, Accepted()),
        ("PROCESSING", None, Accepted()),
        ("TRANSFERING", None, Accepted()),
        ("SOMETHING_NEW", None, Accepted()),
        ("WAIT_USER_CONFIRM", None, Waiting()),
        ("CANCELING", None, Cancelling()),
        ("CANCELLED", "MCH_CANCEL", Ended("CANCELLED")),
        ("SUCCESS", None, Ended("SUCCESS")),
        ("FAIL", "OVERDUE_CLOSE", Ended("OVERDUE_CLOSE")),
        ("FAIL", None, Ended("UNKNOWN")),
        ("FAIL", "SUCCESS", Ended("UNKNOWN")),
        ("FAIL", "出错了", Ended("UNKNOWN")),
    ],
)
def test_every_word_has_a_meaning(word: str, reason: str | None, answer: object) -> None:
    assert told(word, fail_reason=reason) == answer


def test_waiting_keeps_what_the_phone_needs_until_it_is_confirmed() -> None:
    waiting = after(FRESH, Waiting(NOW - timedelta(hours=1), "package"), AT)
    assert (waiting.state, waiting.package_info) == (State.WAITING, "package")
    assert waiting.expires_at == NOW + timedelta(hours=23)
    later = after(waiting, Waiting(NOW), AT)
    assert (later.package_info, later.expires_at) == ("package", waiting.expires_at)
    confirmed = after(later, Accepted(), AT)
    assert (confirmed.state, confirmed.package_info) == (State.SENT, None)
    ended = after(confirmed, Ended("SUCCESS"), AT)
    assert (ended.state, ended.result, ended.finished_at) == (State.FINISHED, "SUCCESS", NOW)


def test_wechat_may_think_better_of_taking_back() -> None:
    cancelling = after(after(FRESH, Waiting(NOW, "package"), AT), Cancelling(), AT)
    assert (cancelling.state, cancelling.package_info) == (State.CANCELLING, None)
    assert after(cancelling, Waiting(NOW), AT).state is State.WAITING


def test_an_end_is_final() -> None:
    ended = after(FRESH, Ended("CANCELLED"), AT)
    for answer in (Accepted(), Waiting(), Cancelling()):
        with pytest.raises(MoveIllegal):
            after(ended, answer, AT)
    assert LEGAL_MOVES[State.FINISHED] == frozenset()


def test_patience_ends_in_a_dead_letter() -> None:
    one = FRESH
    for _ in range(TRIES - 1):
        one = after(one, Stuck("TIMEOUT"), AT)
        assert one.state is State.PREPARED
        assert next_look(one, NOW, 0.0) > NOW
    assert after(one, Stuck("TIMEOUT"), AT).state is State.DEAD_LETTER
    assert after(FRESH, Stuck("NO_AUTH", final=True), AT).state is State.DEAD_LETTER


def test_whoever_is_waited_for_is_asked_about_rarely_and_once_when_time_is_over() -> None:
    waiting = after(FRESH, Waiting(NOW, "package"), AT)
    looks, now = 0, NOW
    while now < NOW + timedelta(days=1):
        now = next_look(waiting, now, 0.0)
        waiting, looks = structs.replace(waiting, asked=waiting.asked + 1), looks + 1
    assert now == NOW + timedelta(days=1, seconds=1)
    assert looks < 40
    hasty = structs.replace(waiting, cancel_asked=True, asked=0)
    assert next_look(hasty, NOW, 0.0) == NOW + timedelta(seconds=2)


def test_a_number_says_market_and_transfer() -> None:
    number = number_of(330100, 2**62 + 5)
    assert number.isalnum()
    assert len(number) <= 32
    assert read_number(number) == (330100, 2**62 + 5)
    for wrong in ("", "T1", number[:-1], number.replace("trf", "pay"), number[:-6] + "33010x"):
        with pytest.raises(IdUnreadable):
            read_number(wrong)

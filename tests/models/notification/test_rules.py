"""What is told to whom, what fills it, and how acceptances are counted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.notification import chosen_templates, templates
from models.notification.acceptance import Tally, answered, changed, reported, shut
from models.notification.message import Message
from models.notification.rules import (
    FRESH,
    News,
    Standing,
    decide,
    digest_moment,
    write_amount,
)
from models.notification.templates import TemplatesUnreadable
from wechat.mini.message_value import fit

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Noon in market time."""
DIGEST_AT = digest_moment(NOON, 20)


def payment(number: int, *, fen: int = 1_000, at: datetime = NOON) -> News:
    return News(
        program="merchant",
        person_no=1,
        template="payment_received",
        subject=f"ord {number}",
        amount_fen=fen,
        at=at,
        passing=True,
    )


def arrival(number: int) -> News:
    return News(
        program="consumer",
        person_no=1,
        template="packets_arrived",
        subject=f"journal {number}",
        amount_fen=7,
        counted=2,
        at=NOON,
        passing=True,
    )


def decided(news: list[News], left: int, *, digest: bool = False):
    standings = {one.key: Standing(left, digest) for one in news}
    return decide(news, standings, templates(), now=NOON, digest_at=DIGEST_AT)


def test_a_digest_goes_out_at_its_hour_of_market_time() -> None:
    assert DIGEST_AT.isoformat() == "2026-03-02T20:00:00+08:00"
    assert digest_moment(DIGEST_AT, 20) == DIGEST_AT + timedelta(days=1)
    assert digest_moment(DIGEST_AT - timedelta(seconds=1), 20) == DIGEST_AT


def test_packets_of_a_day_are_one_message() -> None:
    decision = decided([arrival(1), arrival(2), arrival(3)], left=5)
    ((first, due_at),) = decision.planned
    assert (first.subject, due_at) == ("2026-03-02", DIGEST_AT)
    assert [one.counted for one in decision.added] == [2, 2]
    assert decided([arrival(1)], left=0, digest=True).added[0].subject == "2026-03-02"


def test_payments_are_told_one_by_one_and_the_last_acceptance_is_the_day_s_digest() -> None:
    decision = decided([payment(n) for n in range(5)], left=3)
    alone = [one.subject for one, due_at in decision.planned if due_at == NOON]
    digests = [one.subject for one, due_at in decision.planned if due_at == DIGEST_AT]
    assert (alone, digests) == (["ord 0", "ord 1"], ["2026-03-02"])
    assert len(decision.added) == 2
    assert not decision.untold


def test_who_allowed_nothing_is_not_told_and_old_news_is_no_news() -> None:
    assert decided([payment(1)], left=0).untold.total() == 1
    nobody = decide([payment(1)], {}, templates(), now=NOON, digest_at=DIGEST_AT)
    assert (nobody.planned, nobody.untold.total()) == ([], 1)
    old = payment(1, at=NOON - FRESH - timedelta(seconds=1))
    assert decided([old], left=9).untold.total() == 1


@given(st.lists(st.sampled_from(["event", "report", "both", "reject", "spend"]), max_size=30))
def test_one_dialogue_counts_once_whichever_word_comes_first(deeds: list[str]) -> None:
    """What WeChat would let through is never fewer than what we count, once its events are in."""
    tally, really, at = Tally(), 0, NOON
    for deed in deeds:
        at += timedelta(minutes=5)
        if deed in ("event", "both"):
            tally = answered(tally, "accept", at)
            really += 1
        if deed in ("report", "both"):
            tally = reported(tally, "accept", at + timedelta(seconds=2), events_expected=True)
        if deed == "report":
            tally = answered(tally, "accept", at + timedelta(seconds=4))
            really += 1
        if deed == "reject":
            tally = answered(tally, "reject", at)
        if deed == "spend" and tally.left:
            tally = Tally(tally.quota - 1, tally.hinted, tally.answered_at, tally.refused_at)
            really -= 1
        assert tally.left == really
        assert tally.quota >= -1


def test_a_hint_may_be_spent_ahead_and_is_confirmed_without_being_counted_again() -> None:
    tally = reported(Tally(), "accept", NOON, events_expected=True)
    assert (tally.left, reported(tally, "accept", NOON, events_expected=True).left) == (1, 1)
    spent = Tally(tally.quota - 1, tally.hinted)
    assert spent.left == 0
    assert answered(spent, "accept", NOON + timedelta(seconds=3)).left == 0


def test_without_a_message_push_the_report_is_all_there_is() -> None:
    tally = Tally()
    for minute in range(3):
        tally = reported(tally, "accept", NOON + timedelta(seconds=minute), events_expected=False)
    assert tally.left == 3


def test_refusals_are_remembered() -> None:
    held = Tally(quota=2)
    assert answered(held, "reject", NOON) == Tally(2, 0, NOON, NOON)
    assert changed(held, "reject", NOON) == Tally(0, 0, None, NOON)
    assert changed(shut(held, NOON), "accept", NOON) == Tally(0, 0, None, None)


def test_every_template_can_be_filled_within_wechat_s_limits() -> None:
    """Its values fit the keys that we choose for it, whatever the store is called."""
    for template in templates().values():
        message = Message(
            market_code=1,
            message_id=1,
            program=template.program,
            person_no=1,
            template=template.key,
            subject="rfd 77",
            state="planned",
            amount_fen=123_456_789,
            counted=12,
            words="退款成功" if "phrase" in {f.prefix for f in template.fields} else "话" * 30,
            at=NOON,
            due_at=NOON,
            created_at=NOON,
            ended_at=None,
            tries=0,
            last_error=None,
            store_name="超长的店名" * 9 + "\n",
        )
        values = message.values(template)
        for field, value in zip(template.fields, values, strict=True):
            assert fit(field.key, value)
        labels = [word for field in template.fields for word in (field.zh, field.en)]
        assert all([template.zh, template.en, template.about_zh, template.about_en, *labels])
    assert {one.program for one in templates().values()} == {"consumer", "merchant"}


def test_amounts_are_written_whole() -> None:
    assert [write_amount(fen) for fen in (1, 100, 123_405)] == ["0.01元", "1.00元", "1234.05元"]


def test_a_deployment_names_its_templates_and_their_keys() -> None:
    named = {"packets_arrived": "T1", "payment_received": "T2/amount9/number1/thing4/time3"}
    chosen = chosen_templates(named)
    assert chosen["packets_arrived"].keys == ("amount1", "number2", "thing3", "date4")
    assert chosen["payment_received"].keys == ("amount9", "number1", "thing4", "time3")


@pytest.mark.parametrize(
    "named",
    [
        {"nobody_knows": "T1"},
        {"packets_arrived": ""},
        {"packets_arrived": "T1/amount1"},
        {"packets_arrived": "T1/amount1/number2/thing3/thing4"},
    ],
)
def test_templates_that_can_t_be_meant_end_the_start(named: dict[str, str]) -> None:
    with pytest.raises(TemplatesUnreadable):
        chosen_templates(named)


def test_the_document_shows_the_templates_as_they_are() -> None:
    page = (Path(__file__).parents[3] / "docs" / "notifications.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    shown = {row[1].strip(" `"): row[4].strip() for row in rows if len(row) > 5}
    assert shown == {
        key: ", ".join(f"`{field.key}`" for field in one.fields) for key, one in templates().items()
    }

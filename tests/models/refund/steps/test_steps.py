"""What WeChat's answers make of steps, what follows, and what is posted. Values in, values out."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from models.ledger import Kind, account
from models.payout.leg import PLATFORM
from models.payout.lifecycle import MoveIllegal, State
from models.payout.patience import TRIES
from models.refund.steps.answers import Accepted, Ended, Moment, Stuck, after
from models.refund.steps.course import Course
from models.refund.steps.following import MOST_ROUNDS, next_step, pause_before
from models.refund.steps.history import StepFacts
from models.refund.steps.journals import finished
from models.refund.steps.step import Kind as StepKind
from models.refund.steps.step import Step, step_of_refund_number
from models.refund.steps.text import of_refund, of_step

NOW = datetime(2026, 3, 1, tzinfo=UTC)
AT = Moment(NOW, NOW, 0.5)
AGENT = account(Kind.AGENT, 3)
RETURN = Step(
    step_id=1,
    kind=StepKind.RETURN,
    round=1,
    state=State.PREPARED,
    amount_fen=30,
    out_order_no="pay_0000000000001-split",
    receiver_id=AGENT,
)
REFUND = Step(
    step_id=2,
    kind=StepKind.REFUND,
    round=1,
    state=State.PREPARED,
    amount_fen=1_000,
    from_frozen_fen=1_000,
)
COURSE = Course(
    market_code=330100,
    refund_id=9,
    state="posted",
    asked_by="consumer",
    reason="菜品有误",
    cash_fen=1_000,
    queue_id=177,
    order_id=5,
    merchant_no=11,
    sub_mchid="1900000109",
    transaction_id="42",
    total_fen=10_000,
)


def _course(*steps: Step, **changed: object) -> Course:
    return msgspec.structs.replace(COURSE, steps=steps, **changed)


def _ended(step: Step, result: str) -> Step:
    return after(step, Ended(result), AT)


def _following(course: Course) -> Step | None:
    return next_step(course, step_id=7, rest_until=NOW)


def test_what_went_back_as_coupons_is_told_beside_the_money_or_alone() -> None:
    for english, join in ((False, ""), (True, " ")):
        money = of_refund("finished", [], english=english)
        both = of_refund("finished", [], english=english, coupon_fen=1_234)
        alone = of_refund("finished", [], english=english, coupon_fen=1_234, cash=False)
        assert both == f"{money}{join}{alone}"
        assert "¥12.34" in alone
        assert "WeChat" not in alone
        assert "微信" not in alone


def test_numbers_are_legal_at_wechat_and_for_ever() -> None:
    assert REFUND.number == "rfd_0000000000002"
    assert RETURN.number == "rtn_0000000000001"
    assert step_of_refund_number(REFUND.number) == 2


def test_accepted_is_not_ended() -> None:
    sent = after(REFUND, Accepted(), AT)
    assert (sent.state, sent.asked, sent.alive) == (State.SENT, 0, True)
    assert after(sent, Accepted(), AT).asked == 1
    with pytest.raises(MoveIllegal):
        after(_ended(REFUND, "SUCCESS"), Accepted(), AT)


def test_want_of_money_asks_anew_where_it_lies_under_the_same_number() -> None:
    stuck = after(REFUND, Stuck("403 NOT_ENOUGH: 余额不足"), AT)
    assert (stuck.state, stuck.from_frozen_fen) == (State.PREPARED, None)
    assert stuck.number == REFUND.number
    unclear = after(REFUND, Stuck("0 TIMEOUT: "), AT)
    assert unclear.from_frozen_fen == 1_000, "it may have been heard: nothing may change"


def test_patience_ends_in_a_dead_letter() -> None:
    step = REFUND
    for _ in range(TRIES):
        assert step.alive
        step = after(step, Stuck("500 SYSTEM_ERROR"), AT)
    assert (step.state, step.result) == (State.DEAD_LETTER, "PENDING")
    dead = after(REFUND, Stuck("ABNORMAL", final=True), AT)
    assert (dead.state, dead.result) == (State.DEAD_LETTER, "ABNORMAL")


def test_the_refund_follows_the_last_return() -> None:
    other = msgspec.structs.replace(RETURN, step_id=3)
    assert _following(_course(RETURN, other)) is None
    assert _following(_course(_ended(RETURN, "SUCCESS"), other)) is None
    for result in ("SUCCESS", "BALANCE_NOT_ENOUGH"):
        step = _following(_course(_ended(RETURN, "SUCCESS"), _ended(other, result)))
        assert step is not None
        assert (step.kind, step.amount_fen, step.round) == (StepKind.REFUND, 1_000, 1)
    lost = after(other, Stuck("RECEIVER_UNKNOWN", final=True), AT)
    assert _following(_course(lost)) is not None, "a return given up holds nobody's money up"
    assert _following(_course(_ended(RETURN, "SUCCESS"), asked_by="bill")) is None


def test_only_a_closed_refund_gets_a_new_number_and_not_for_ever() -> None:
    assert _following(_course(_ended(REFUND, "SUCCESS"))) is None
    assert _following(_course(after(REFUND, Stuck("x", final=True), AT))) is None
    again = _following(_course(_ended(REFUND, "CLOSED")))
    assert again is not None
    assert (again.round, again.number != REFUND.number) == (2, True)
    assert pause_before(again) == timedelta(hours=1)
    last = msgspec.structs.replace(_ended(REFUND, "CLOSED"), round=MOST_ROUNDS)
    dead = _following(_course(last))
    assert dead is not None
    assert (dead.state, dead.result) == (State.DEAD_LETTER, "CLOSED")


@pytest.mark.parametrize(
    ("receiver", "result", "owing", "moves"),
    [
        (PLATFORM, "SUCCESS", 0, {account(Kind.CUSTODY): 30}),
        (AGENT, "SUCCESS", 100, {account(Kind.RECEIVABLE, 11): 30}),
        (
            AGENT,
            "SUCCESS",
            20,
            {account(Kind.RECEIVABLE, 11): 20, account(Kind.RESERVE, 177): 10},
        ),
        (AGENT, "SUCCESS", 0, {account(Kind.RESERVE, 177): 30}),
        (AGENT, "BALANCE_NOT_ENOUGH", 100, {account(Kind.MERCHANT, 11): 30}),
        (PLATFORM, "INVALID_REQUEST", 100, {account(Kind.MERCHANT, 11): 30}),
    ],
)
def test_where_a_return_ends_in_the_book(
    receiver: int, result: str, owing: int, moves: dict[int, int]
) -> None:
    step = _ended(msgspec.structs.replace(RETURN, receiver_id=receiver), result)
    draft = finished(COURSE, step, receivable_fen=owing)
    posted = dict(zip(draft.accounts, draft.amounts, strict=True))
    assert posted == {account(Kind.RETURNING): -30} | moves
    assert (sum(draft.amounts), draft.subject_id) == (0, step.step_id)


def _facts(step: Step) -> StepFacts:
    return StepFacts(
        refund_id=9,
        step_id=step.step_id,
        kind=step.kind.value,
        round=step.round,
        state=step.state.value,
        amount_fen=step.amount_fen,
        receiver_id=step.receiver_id,
        result=step.result,
        tries=step.tries,
        last_error=step.last_error,
        words=None,
        created_at=NOW,
        finished_at=None,
    )


def test_every_standing_has_words_in_both_languages() -> None:
    short = after(REFUND, Stuck("403 NOT_ENOUGH"), AT)
    abnormal = after(REFUND, Stuck("ABNORMAL", final=True), AT)
    lost = after(REFUND, Stuck("400 PARAM_ERROR", final=True), AT)
    hand = msgspec.structs.replace(_ended(REFUND, "SUCCESS"), result="BY_HAND")
    standings = [
        *((state, ()) for state in ("asked", "declined", "withdrawn", "approved", "finished")),
        *(("posted", steps) for steps in ((RETURN,), (REFUND,), (short,), (abnormal,), (lost,))),
        ("finished", (hand,)),
    ]
    told = [
        [of_refund(state, [_facts(step) for step in steps], english=english) for english in (0, 1)]
        for state, steps in standings
    ]
    assert len({words for pair in told for words in pair}) == 2 * len(standings)
    steps = [RETURN, _ended(RETURN, "SUCCESS"), _ended(RETURN, "X"), REFUND, lost]
    steps += [_ended(REFUND, "SUCCESS"), _ended(REFUND, "CLOSED")]
    steps.append(after(RETURN, Stuck("x", final=True), AT))
    words = {of_step(_facts(step), english=english) for step in steps for english in (0, 1)}
    assert len(words) == 2 * len(steps)

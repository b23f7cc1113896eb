"""The table of what an answer means, row by row."""

import pytest

from wechat.errors import (
    Effect,
    NotKnown,
    Refused,
    Unavailable,
    Unclear,
    kind_of_answer,
    kind_of_silence,
)

ASK, SEND, MOVE = Effect.ASK, Effect.SEND, Effect.MOVE

ROWS = [
    # status, code, then what it means for a question, a change, a movement of money
    (400, "PARAM_ERROR", Refused, Refused, Refused),
    (400, "INVALID_REQUEST", Refused, Refused, Refused),
    (400, "APPID_MCHID_NOT_MATCH", Refused, Refused, Refused),
    (400, "ORDER_CLOSED", Refused, Refused, Refused),
    (400, "ORDER_PAID", Refused, Refused, Refused),
    (400, "ALREADY_EXISTS", Refused, Refused, Refused),
    (400, "NO_STATEMENT_EXIST", Refused, Refused, Refused),
    (400, "STATEMENT_CREATING", Unavailable, Unavailable, Unavailable),
    (401, "SIGN_ERROR", Unavailable, Unavailable, Unavailable),
    (403, "NO_AUTH", Refused, Refused, Refused),
    (403, "OUT_TRADE_NO_USED", Refused, Refused, Refused),
    (403, "NOT_ENOUGH", Refused, Refused, Refused),
    (403, "RULE_LIMIT", Refused, Refused, Refused),
    (404, "ORDER_NOT_EXIST", NotKnown, Refused, Refused),
    (404, "RESOURCE_NOT_EXISTS", NotKnown, Refused, Refused),
    (404, "NOT_FOUND", NotKnown, Refused, Refused),
    (400, "RESOURCE_NOT_EXISTS", Refused, Refused, Refused),
    (404, "MCH_NOT_EXISTS", Refused, Refused, Refused),
    (404, "", Refused, Refused, Refused),
    (405, "", Refused, Refused, Refused),
    (408, "", Unavailable, Unclear, Unclear),
    (429, "FREQUENCY_LIMITED", Unavailable, Unavailable, Unclear),
    (429, "RATELIMIT_EXCEEDED", Unavailable, Unavailable, Unclear),
    (429, "RATELIMIT_EXCEED", Unavailable, Unavailable, Unclear),
    (429, "FREQUENCY_LIMIT_EXCEED", Unavailable, Unavailable, Unclear),
    (429, "FREQUENCY_LIMIT", Unavailable, Unavailable, Unclear),
    (429, "", Unavailable, Unavailable, Unclear),
    (500, "SYSTEM_ERROR", Unavailable, Unclear, Unclear),
    (400, "SYSTEM_ERROR", Unavailable, Unclear, Unclear),
    (502, "", Unavailable, Unclear, Unclear),
    (503, "SERVICE_UNAVAILABLE", Unavailable, Unclear, Unclear),
    (202, "", Unavailable, Unclear, Unclear),
    (302, "", Unavailable, Unclear, Unclear),
]


@pytest.mark.parametrize(("status", "code", "asked", "sent", "moved"), ROWS)
def test_what_an_answer_means(status, code, asked, sent, moved):
    assert kind_of_answer(status, code, ASK) is asked
    assert kind_of_answer(status, code, SEND) is sent
    assert kind_of_answer(status, code, MOVE) is moved


def test_silence_after_a_question_is_no_harm():
    assert kind_of_silence(ASK) is Unavailable
    assert kind_of_silence(SEND) is Unclear
    assert kind_of_silence(MOVE) is Unclear


def test_an_error_carries_what_support_will_ask_for():
    error = Unclear(status=500, code="SYSTEM_ERROR", message="系统错误", request_id="req-9")
    assert (error.status, error.code, error.message) == (500, "SYSTEM_ERROR", "系统错误")
    assert "req-9" in str(error)

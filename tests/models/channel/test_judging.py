"""What WeChat must say before a bill of a shop outside is believed."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from models.channel import refusals
from models.channel.rules import LATEST, AskedOrder, Told, judge

PAID_AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
ASKED = AskedOrder(order_no="A-1", store="noodles", transaction_id="42", amount_fen=999)
TOLD = Told(
    transaction_id="42",
    out_trade_no="MALL-1",
    sp_mchid="1900000001",
    sub_mchid="1900000109",
    trade_state="SUCCESS",
    amount_fen=999,
    currency="CNY",
    openid="o-anna",
    paid_at=PAID_AT,
    unsplit_fen=299,
    body=b"{}",
)


def _judge(told: Told, now: datetime = PAID_AT) -> datetime:
    return judge(
        ASKED, told, sp_mchid="1900000001", sub_mchid="1900000109", discount_bp=3_000, now=now
    )


def test_a_payment_that_is_borne_out_was_paid_when_wechat_says() -> None:
    assert _judge(TOLD, PAID_AT + LATEST) == PAID_AT


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"transaction_id": "43"}, refusals.PaymentUnknown),
        ({"sp_mchid": "1900000002"}, refusals.PaymentUnknown),
        ({"sub_mchid": "1900000110"}, refusals.PaymentUnknown),
        ({"trade_state": "REFUND"}, refusals.PaymentRefunded),
        ({"trade_state": "NOTPAY"}, refusals.PaymentUnpaid),
        ({"trade_state": "CLOSED", "paid_at": None}, refusals.PaymentUnpaid),
        ({"paid_at": None}, refusals.PaymentUnpaid),
        ({"amount_fen": 998}, refusals.PaymentDiffers),
        ({"currency": "USD"}, refusals.PaymentDiffers),
        ({"openid": None}, refusals.PayerUnknown),
        ({"unsplit_fen": 298}, refusals.PaymentUnsplittable),
        ({"paid_at": PAID_AT - LATEST - timedelta(microseconds=1)}, refusals.PaymentTooOld),
    ],
)
def test_anything_else_is_not_believed(changed: dict[str, object], refusal: type) -> None:
    with pytest.raises(refusal):
        _judge(replace(TOLD, **changed))

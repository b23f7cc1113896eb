"""Every call to WeChat Pay: method, path and body as the documents have them, answer as values."""

from datetime import UTC, datetime

import pytest

from wechat.pay import (
    orders,
    payment_sheet,
    refunds,
    split_limits,
    split_receivers,
    split_returns,
    splits,
)
from wechat.sealing import unseal_field
from wechat.signing import rsa_signature, sheet_text

ORDER = orders.NewOrder(
    sub_mchid="1900000109",
    out_trade_no="ord_0123456789abc",
    description="shop visit",
    amount_fen=10000,
    notify_url="https://api.example.test/wechat/pay/notify",
    openid="o-consumer-1",
)
UNPAID = {
    "sp_appid": "wxsp0000000000001",
    "sp_mchid": "1900000100",
    "sub_mchid": "1900000109",
    "out_trade_no": "ord_0123456789abc",
    "trade_state": "NOTPAY",
    "trade_state_desc": "订单未支付",
    "amount": {"total": 10000},
}
SPLIT = {
    "sub_mchid": "1900000109",
    "transaction_id": "42",
    "out_order_no": "S1",
    "order_id": "30",
    "state": "FINISHED",
    "receivers": [
        {
            "type": "PERSONAL_OPENID",
            "account": "o-user-2",
            "amount": 3,
            "description": "red packet",
            "result": "CLOSED",
            "fail_reason": "RECEIVER_RECEIPT_LIMIT",
            "detail_id": "36",
            "create_time": "2026-11-22T12:03:00+08:00",
            "finish_time": "2026-11-22T12:03:05+08:00",
        },
        {
            "type": "MERCHANT_ID",
            "account": "1900000100",
            "amount": 200,
            "description": "platform share",
            "result": "PENDING",
            "finish_time": "1970-01-01T08:00:00+08:00",
        },
    ],
}


async def test_an_order_is_placed(pay, tiny):
    tiny.will({"prepay_id": "wx2611"})
    assert await orders.create(pay, ORDER) == "wx2611"
    assert tiny.seen[0].target == "/v3/pay/partner/transactions/jsapi"
    assert tiny.seen[0].json == {
        "sp_appid": "wxsp0000000000001",
        "sp_mchid": "1900000100",
        "sub_mchid": "1900000109",
        "description": "shop visit",
        "out_trade_no": "ord_0123456789abc",
        "notify_url": "https://api.example.test/wechat/pay/notify",
        "settle_info": {"profit_sharing": True},
        "amount": {"total": 10000, "currency": "CNY"},
        "payer": {"sp_openid": "o-consumer-1"},
    }


async def test_an_order_with_everything(pay, tiny):
    tiny.will({"prepay_id": "wx2611"})
    full = orders.NewOrder(
        sub_mchid="1",
        out_trade_no="o|1",
        description="d",
        amount_fen=1,
        notify_url="https://x.test/n",
        openid="o-sub",
        sub_appid="wxsub",
        expires_at=datetime(2026, 11, 22, 4, 30, tzinfo=UTC),
        attach="m=17",
        profit_sharing=False,
        payer_client_ip="192.0.2.7",
    )
    await orders.create(pay, full)
    sent = tiny.seen[0].json
    assert sent["payer"] == {"sub_openid": "o-sub"}
    assert sent["sub_appid"] == "wxsub"
    assert sent["time_expire"] == "2026-11-22T12:30:00+08:00"
    assert sent["attach"] == "m=17"
    assert sent["settle_info"] == {"profit_sharing": False}
    assert sent["scene_info"] == {"payer_client_ip": "192.0.2.7"}


async def test_an_expiry_without_a_time_zone_is_refused(pay):
    naive = {f: getattr(ORDER, f) for f in ORDER.__struct_fields__}
    naive["expires_at"] = datetime(2026, 11, 22)
    with pytest.raises(ValueError, match="time zone"):
        await orders.create(pay, orders.NewOrder(**naive))


async def test_an_unpaid_order_has_little_to_tell(pay, tiny):
    tiny.will(UNPAID)
    found = await orders.query_by_out_trade_no(pay, sub_mchid="1900000109", out_trade_no="o|1")
    assert not found.is_paid
    assert found.paid_at is None
    assert found.amount.total_fen == 10000
    assert tiny.seen[0].target == (
        "/v3/pay/partner/transactions/out-trade-no/o%7C1?sp_mchid=1900000100&sub_mchid=1900000109"
    )


async def test_a_refunded_order_was_paid(pay, tiny):
    tiny.will({**UNPAID, "trade_state": "REFUND", "success_time": "2026-11-22T12:01:05+08:00"})
    found = await orders.query_by_transaction_id(pay, sub_mchid="1", transaction_id="42")
    assert found.is_paid
    assert found.paid_at == datetime(2026, 11, 22, 4, 1, 5, tzinfo=UTC)
    assert tiny.seen[0].target == (
        "/v3/pay/partner/transactions/id/42?sp_mchid=1900000100&sub_mchid=1"
    )


async def test_an_order_is_closed(pay, tiny):
    tiny.will(b"", status=204)
    await orders.close(pay, sub_mchid="1", out_trade_no="A1")
    assert tiny.seen[0].target == "/v3/pay/partner/transactions/out-trade-no/A1/close"
    assert tiny.seen[0].json == {"sp_mchid": "1900000100", "sub_mchid": "1"}


async def test_the_sheet_for_the_phone(pay, our_key):
    sheet = await payment_sheet.sign(pay, "wx2611")
    shown = sheet.as_wx()
    assert shown["package"] == "prepay_id=wx2611"
    assert shown["signType"] == "RSA"
    text = sheet_text(
        "wxsp0000000000001", int(shown["timeStamp"]), shown["nonceStr"], shown["package"]
    )
    assert shown["paySign"] == rsa_signature(our_key, text)


async def test_a_refund_from_two_pots(pay, tiny):
    answer = {
        "refund_id": "50",
        "out_refund_no": "R1",
        "transaction_id": "42",
        "out_trade_no": "A1",
        "status": "PROCESSING",
        "create_time": "2026-11-22T13:00:00+08:00",
        "amount": {"total": 10000, "refund": 100, "payer_total": 10000, "payer_refund": 100},
    }
    tiny.will(answer)
    wanted = refunds.NewRefund(
        sub_mchid="1",
        out_trade_no="A1",
        out_refund_no="R1",
        refund_fen=100,
        total_fen=10000,
        notify_url="https://x.test/r",
        reason="cold soup",
        sources=(
            refunds.RefundSource(account="UNAVAILABLE", amount_fen=70),
            refunds.RefundSource(account="AVAILABLE", amount_fen=30),
        ),
    )
    refund = await refunds.create(pay, wanted)
    assert (refund.status, refund.amount.refund_fen, refund.refunded_at) == (
        "PROCESSING",
        100,
        None,
    )
    assert tiny.seen[0].target == "/v3/refund/domestic/refunds"
    assert tiny.seen[0].json == {
        "sub_mchid": "1",
        "out_trade_no": "A1",
        "out_refund_no": "R1",
        "reason": "cold soup",
        "notify_url": "https://x.test/r",
        "amount": {
            "refund": 100,
            "total": 10000,
            "currency": "CNY",
            "from": [
                {"account": "UNAVAILABLE", "amount": 70},
                {"account": "AVAILABLE", "amount": 30},
            ],
        },
    }
    tiny.will({**answer, "status": "SUCCESS", "success_time": "2026-11-22T13:00:02+08:00"})
    done = await refunds.query(pay, sub_mchid="1", out_refund_no="R1")
    assert done.refunded_at == datetime(2026, 11, 22, 5, 0, 2, tzinfo=UTC)
    assert tiny.seen[1].target == "/v3/refund/domestic/refunds/R1?sub_mchid=1"


async def test_a_split_names_persons_only_under_seal(pay, tiny, wechat_key):
    tiny.will(SPLIT)
    lines = (
        splits.SplitLine(
            type=splits.PERSONAL_OPENID,
            account="o-user-2",
            amount_fen=3,
            description="red packet",
            name="张三",
        ),
        splits.SplitLine(
            type=splits.MERCHANT_ID,
            account="1900000100",
            amount_fen=200,
            description="platform share",
        ),
    )
    wanted = splits.NewSplit(
        sub_mchid="1900000109",
        transaction_id="42",
        out_order_no="S1",
        receivers=lines,
        unfreeze_unsplit=False,
    )
    await splits.create(pay, wanted)
    sent = tiny.seen[0].json
    assert unseal_field(sent["receivers"][0].pop("name"), wechat_key) == "张三"
    assert tiny.seen[0].target == "/v3/profitsharing/orders"
    assert sent == {
        "appid": "wxsp0000000000001",
        "sub_mchid": "1900000109",
        "transaction_id": "42",
        "out_order_no": "S1",
        "unfreeze_unsplit": False,
        "receivers": [
            {
                "type": "PERSONAL_OPENID",
                "account": "o-user-2",
                "amount": 3,
                "description": "red packet",
            },
            {
                "type": "MERCHANT_ID",
                "account": "1900000100",
                "amount": 200,
                "description": "platform share",
            },
        ],
    }


async def test_a_split_is_read_line_by_line(pay, tiny):
    tiny.will(SPLIT)
    split = await splits.query(pay, sub_mchid="1", transaction_id="42", out_order_no="S*1")
    assert tiny.seen[0].target == "/v3/profitsharing/orders/S%2A1?sub_mchid=1&transaction_id=42"
    assert split.is_finished
    person, platform = split.receivers
    assert (person.result, person.fail_reason, person.amount_fen) == (
        "CLOSED",
        "RECEIVER_RECEIPT_LIMIT",
        3,
    )
    assert person.finished_at == datetime(2026, 11, 22, 4, 3, 5, tzinfo=UTC)
    assert platform.finished_at is None  # the epoch that WeChat fills in means nothing


async def test_the_rest_is_set_free(pay, tiny):
    tiny.will({**SPLIT, "state": "PROCESSING", "receivers": None})
    split = await splits.unfreeze(
        pay, sub_mchid="1", transaction_id="42", out_order_no="U1", description="rest"
    )
    assert not split.is_finished
    assert tiny.seen[0].target == "/v3/profitsharing/orders/unfreeze"
    assert tiny.seen[0].json == {
        "sub_mchid": "1",
        "transaction_id": "42",
        "out_order_no": "U1",
        "description": "rest",
    }


async def test_receivers_come_and_go(pay, tiny, wechat_key):
    echo = {"sub_mchid": "1", "type": "MERCHANT_ID", "account": "1900000100"}
    tiny.will({**echo, "relation_type": "SERVICE_PROVIDER"})
    tiny.will(echo)
    platform = split_receivers.Receiver(
        sub_mchid="1",
        type="MERCHANT_ID",
        account="1900000100",
        relation_type="SERVICE_PROVIDER",
        name="让利科技有限公司",
    )
    assert (await split_receivers.add(pay, platform)).relation_type == "SERVICE_PROVIDER"
    await split_receivers.delete(pay, sub_mchid="1", type="MERCHANT_ID", account="1900000100")
    added, deleted = tiny.seen
    assert (added.target, deleted.target) == (
        "/v3/profitsharing/receivers/add",
        "/v3/profitsharing/receivers/delete",
    )
    sent = added.json
    assert unseal_field(sent.pop("name"), wechat_key) == "让利科技有限公司"
    assert sent == {**echo, "appid": "wxsp0000000000001", "relation_type": "SERVICE_PROVIDER"}
    assert deleted.json == {**echo, "appid": "wxsp0000000000001"}


async def test_a_merchant_gives_back(pay, tiny):
    answer = {
        "order_id": "30",
        "out_order_no": "S1",
        "out_return_no": "B1",
        "return_mchid": "1900000100",
        "amount": 200,
        "result": "SUCCESS",
    }
    tiny.will(answer)
    tiny.will(answer)
    wanted = split_returns.NewReturn(
        sub_mchid="1",
        out_order_no="S1",
        out_return_no="B1",
        return_mchid="1900000100",
        amount_fen=200,
        description="refund",
    )
    assert (await split_returns.create(pay, wanted)).amount_fen == 200
    assert tiny.seen[0].target == "/v3/profitsharing/return-orders"
    assert tiny.seen[0].json == {
        "sub_mchid": "1",
        "out_order_no": "S1",
        "out_return_no": "B1",
        "return_mchid": "1900000100",
        "amount": 200,
        "description": "refund",
    }
    await split_returns.query(pay, sub_mchid="1", out_order_no="S1", out_return_no="B1")
    assert tiny.seen[1].target == "/v3/profitsharing/return-orders/B1?sub_mchid=1&out_order_no=S1"


async def test_how_much_may_be_split(pay, tiny):
    tiny.will({"transaction_id": "42", "unsplit_amount": 9797})
    tiny.will({"sub_mchid": "1", "max_ratio": 3000})
    assert await split_limits.unsplit_fen(pay, transaction_id="42") == 9797
    assert await split_limits.max_ratio_bp(pay, sub_mchid="1") == 3000
    assert [seen.target for seen in tiny.seen] == [
        "/v3/profitsharing/transactions/42/amounts",
        "/v3/profitsharing/merchant-configs/1",
    ]

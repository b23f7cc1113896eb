"""How WeChat shows a split: the same for the first answer and for every query."""

from wechat.sandbox import numbers
from wechat.sandbox.book.split import PENDING, RESULT_REASONS, SUCCESS, Split
from wechat.sandbox.clock import rfc3339


def view(split: Split) -> dict[str, object]:
    """`finish_time` of a pending line is the epoch, as WeChat's samples have it."""
    return {
        "sub_mchid": split.order.merchant.mchid,
        "transaction_id": split.order.transaction_id,
        "out_order_no": split.out_order_no,
        "order_id": split.order_id,
        "state": split.state,
        "receivers": _lines(split),
    }


def _lines(split: Split) -> list[dict[str, object]]:
    created, times = rfc3339(split.created_at), {t: rfc3339(t) for t in set(split.finished_at)}
    return [
        {
            "type": account.kind,
            "account": account.number,
            "amount": split.amounts_fen[index],
            "description": split.descriptions[index],
            "create_time": created,
            "finish_time": times[split.finished_at[index]],
            "detail_id": numbers.line_id(split.order_id, index),
        }
        | _result(split.results[index])
        for index, account in enumerate(split.accounts)
    ]


def _result(result: int) -> dict[str, object]:
    if result == PENDING:
        return {"result": "PENDING"}
    if result == SUCCESS:
        return {"result": "SUCCESS"}
    return {"result": "CLOSED", "fail_reason": RESULT_REASONS[result]}

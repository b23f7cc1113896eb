"""Lines as the bytes of a bill: backticks, yuan with two decimals, a summary at the end."""

from collections.abc import Iterable

from wechat.sandbox.book.bill_breaks import Row

_WITHOUT_REFUNDS = frozenset(
    {
        *("微信退款单号", "商户退款单号", "退款金额", "充值券退款金额"),
        *("退款类型", "退款状态", "申请退款金额"),
    }
)


def trade_summary(rows: list[Row]) -> Row:
    return {
        "总交易单数": str(len(rows)),
        "应结订单总金额": _sum(rows, "应结订单金额"),
        "退款总金额": _sum(rows, "退款金额"),
        "充值券退款总金额": _sum(rows, "充值券退款金额"),
        "手续费总金额": _sum(rows, "手续费"),
        "订单总金额": _sum(rows, "订单金额"),
        "申请退款总金额": _sum(rows, "申请退款金额"),
    }


def split_summary(rows: list[Row]) -> Row:
    there = [row for row in rows if row["业务类型"] == "分账"]
    back = [row for row in rows if row["业务类型"] != "分账"]
    return {
        "总笔数": str(len(rows)),
        "分账总金额": _sum(there, "金额"),
        "回退总金额": _sum(back, "金额"),
    }


def flow_summary(rows: list[Row]) -> Row:
    income = [row for row in rows if row["收支类型"] == "收入"]
    spent = [row for row in rows if row["收支类型"] != "收入"]
    return {
        "资金流水总笔数": str(len(rows)),
        "收入笔数": str(len(income)),
        "收入金额": _sum(income, "收支金额(元)"),
        "支出笔数": str(len(spent)),
        "支出金额": _sum(spent, "收支金额(元)"),
    }


def without_refunds(rows: Iterable[Row]) -> list[Row]:
    """The columns of the bill of type SUCCESS."""
    return [{k: v for k, v in row.items() if k not in _WITHOUT_REFUNDS} for row in rows]


def written(rows: list[Row], summary: Row, kinds: set[str]) -> bytes:
    """The whole bill, with whatever is planted in its text; there is at least one line."""
    rows = [_columns(row, kinds) for row in rows]
    if "wrong_summary" in kinds:
        name = list(summary)[-1]
        wrong: Row = {name: int(summary[name]) + 1}
        summary = summary | wrong
    lines = [",".join(rows[0]), *map(_line, rows), ",".join(summary), _line(summary)]
    if "garbled_line" in kinds:
        lines[1] = lines[1].replace(",`", ",", 3)
    text = "\r\n".join(lines) + "\r\n"
    if "truncated" in kinds:
        text = text[: len(text) * 2 // 3]
    return "\ufeff".encode() + text.encode()


def _columns(row: Row, kinds: set[str]) -> Row:
    if "unknown_columns" in kinds:
        new: Row = {"新增列": "x"}
        row = new | row
    if "other_merchant" in kinds:
        foreign: Row = {n: "1999999999" for n in ("商户号", "分账发起方") if n in row}
        row = row | foreign
    if "missing_column" in kinds:
        row = {name: value for name, value in row.items() if "金额" not in name}
    return row


def _line(row: Row) -> str:
    return ",".join("`" + (_yuan(v) if isinstance(v, int) else v) for v in row.values())


def _yuan(fen: int) -> str:
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan}.{rest:02d}"


def _sum(rows: Iterable[Row], name: str) -> int:
    return sum(int(row.get(name, 0)) for row in rows)

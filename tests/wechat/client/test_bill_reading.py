"""Bills as bytes: what is read, what is reported by number, and what is refused whole."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat.pay import bills
from wechat.pay.bills.reading import fen_of

FLOW_HEADER = (
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,"
    "收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"
)
FLOW_SUMMARY = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"


def flow_line(*, way: str = "收入", amount: str = "1.00", balance: str = "1.00", note: str = "a,b"):
    values = ("2027-03-01 23:59:59", "36", "35", "分账", "分账", way, amount, balance, "API", note)
    return ",".join(f"`{value}" for value in (*values, "pay_1-split"))


def bill(*lines: str, header: str = FLOW_HEADER, summary: str = "`1,`1,`1.00,`0,`0.00") -> bytes:
    return "\r\n".join(["\ufeff" + header, *lines, FLOW_SUMMARY, summary, ""]).encode()


def test_a_line_is_read_with_its_commas_and_its_hour_is_chinas() -> None:
    reading = bills.read_flow(bill(flow_line()))
    (line,) = reading.lines
    assert reading.faults == []
    assert (line.fen, line.balance_fen, line.voucher) == (100, 100, "pay_1-split")
    assert line.at.isoformat() == "2027-03-01T23:59:59+08:00"


def test_columns_are_found_by_name_in_any_order_and_unknown_ones_are_passed_over() -> None:
    names, values = FLOW_HEADER.split(","), flow_line(note="x").split(",")
    turned = list(reversed(list(zip([*names, "新列"], [*values, "`?"], strict=True))))
    header, line = (",".join(column) for column in zip(*turned, strict=True))
    reading = bills.read_flow(bill(line, header=header))
    assert (reading.faults, reading.lines) == ([], bills.read_flow(bill(flow_line())).lines)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (flow_line(amount="1.005"), "no amount in yuan"),
        (flow_line(amount="1"), "no amount in yuan"),
        (flow_line(way="?"), "neither income nor spent"),
        (flow_line().replace(",`36", ""), "10 values under 11 columns"),
        (flow_line().replace("2027-03-01", "2027-13-01"), "month must be in"),
    ],
)
def test_a_line_that_cannot_be_read_is_reported_by_number_and_the_rest_is_read(
    line: str, reason: str
) -> None:
    reading = bills.read_flow(bill(line, flow_line()))
    assert len(reading.lines) == 1
    (fault,) = reading.faults
    assert (fault.line_no, reason in fault.reason) == (2, True)


def test_a_summary_that_the_lines_do_not_add_up_to_is_a_fault() -> None:
    reading = bills.read_flow(bill(flow_line(), summary="`2,`1,`1.00,`0,`0.00"))
    assert [(fault.line_no, fault.reason) for fault in reading.faults] == [
        (0, "资金流水总笔数: 2 ≠ 1")
    ]


def test_a_bill_without_its_end_or_without_a_column_is_refused_whole() -> None:
    whole = bill(flow_line(), flow_line())
    for end in range(len(whole) - 30):
        with pytest.raises(bills.BillUnreadable):
            bills.read_flow(whole[: end + 1])
    with pytest.raises(bills.ColumnsMissing, match="账户结余"):
        bills.read_flow(bill(flow_line(), header=FLOW_HEADER.replace("账户结余(元)", "余额")))


def test_no_bytes_are_a_day_without_lines() -> None:
    assert bills.read_flow(bills.NO_BILL).lines == []


@given(st.integers(-(10**14), 10**14))
def test_yuan_and_fen_say_the_same(fen: int) -> None:
    yuan = f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
    assert fen_of(yuan) == fen
    assert fen_of(yuan + "000") == fen


@given(st.text(alphabet="-.0123456789 ,¥", max_size=12))
def test_an_amount_is_read_exactly_or_not_at_all(text: str) -> None:
    try:
        fen = fen_of(text)
    except ValueError:
        return
    assert fen == Decimal(text) * 100


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused_by_name(content: bytes) -> None:
    for read in (bills.read_trade, bills.read_split, bills.read_flow):
        try:
            reading = read(content)
        except bills.BillUnreadable:
            continue
        assert reading.lines == []

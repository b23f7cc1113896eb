"""A refund says what it will do: every amount that somebody should know, in both languages."""

import pytest
from msgspec import structs

from models.pool.own import OwnChange
from models.refund import Preview, text

TOLD = Preview(
    order_id=5,
    amount_fen=10_001,
    left_fen=20_002,
    discount_fen=1_003,
    phase="split",
    packets_count=4,
    packets_fen=105,
    reserve_fen=306,
    covered_fen=107,
    returns=(("platform", 108), ("bd", 10)),
    kept_fen=109,
    forgiven_fen=115,
    owed_fen=110,
    receivable_fen=111,
    cap_before_fen=30_003,
    cap_after_fen=20_003,
    cut_fen=112,
    from_wallet_fen=113,
    debt_fen=114,
)

STORES_GRANT = OwnChange(
    record_no=7,
    holder_id=8,
    cap_before_fen=0,
    cap_after_fen=0,
    points_before=40_100,
    points_after=30_200,
    from_holder_fen=131,
    debt_fen=132,
)
POOLED = structs.replace(
    TOLD,
    packets_count=0,
    packets_fen=0,
    cut_fen=0,
    program="green_points",
    rebate_fen=121,
    points_before=50_300,
    points_after=20_400,
    others=(STORES_GRANT,),
    coupon_fen=4_001,
    coupon_owed_fen=122,
)


@pytest.mark.parametrize("english", [False, True])
def test_every_amount_of_a_pool_and_of_coupons_is_told(english: bool) -> None:
    payer = "".join(text.for_payer(POOLED, english=english))
    for amount in ("60.00", "40.01", "200.02", "300.03", "200.03", "1.13", "1.14", "1.21"):
        assert f"¥{amount}" in payer
    assert "503.00" in payer
    assert "204.00" in payer
    store = "".join(text.for_store(POOLED, english=english))
    for amount in ("60.00", "40.01", "1.22", "1.21", "1.99", "1.07", "1.11", "1.31", "1.32"):
        assert f"¥{amount}" in store
    assert "401.00" in store
    assert "302.00" in store


@pytest.mark.parametrize("english", [False, True])
def test_no_word_of_packets_queues_or_money_where_there_are_none(english: bool) -> None:
    for program in ("weekday_pool", "green_points", "appreciating_points"):
        told = structs.replace(POOLED, program=program, amount_fen=4_001)
        said = "".join(
            text.for_payer(told, english=english) + text.for_store(told, english=english)
        )
        for word in ("红包", "队列", "原路", "微信商户账户退出", "packet", "queue", "way you paid"):
            assert word not in said
        assert ("503.00" in said) == (program != "weekday_pool")


@pytest.mark.parametrize("english", [False, True])
def test_every_amount_is_told(english: bool) -> None:
    payer = "".join(text.for_payer(TOLD, english=english))
    for amount in ("100.01", "200.02", "300.03", "200.03", "1.12", "1.13", "1.14"):
        assert f"¥{amount}" in payer
    store = "".join(text.for_store(TOLD, english=english))
    for amount in (
        "100.01",
        "10.03",
        "1.18",
        "1.09",
        "1.15",
        "1.10",
        "1.05",
        "1.99",
        "1.07",
        "1.11",
    ):
        assert f"¥{amount}" in store


@pytest.mark.parametrize("english", [False, True])
def test_what_does_not_happen_is_not_told(english: bool) -> None:
    told = Preview(order_id=5, amount_fen=100, left_fen=0, discount_fen=10, phase="held")
    assert len(text.for_payer(told, english=english)) == 1
    assert len(text.for_store(told, english=english)) == 2
    waiting = structs.replace(told, phase="waiting")
    assert not waiting.final
    assert len(text.for_payer(waiting, english=english)) == 2


def test_the_chinese_is_chinese_and_the_english_english() -> None:
    for tell in (text.for_payer, text.for_store):
        for told in (TOLD, POOLED):
            assert all(any(sign > "\u4e00" for sign in line) for line in tell(told, english=False))
            assert all(line.replace("¥", "").isascii() for line in tell(told, english=True))

"""A refund says what it will do: every amount that somebody should know, in both languages."""

import pytest
from msgspec import structs

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
        assert all(any(sign > "\u4e00" for sign in line) for line in tell(TOLD, english=False))
        assert all(line.replace("¥", "").isascii() for line in tell(TOLD, english=True))

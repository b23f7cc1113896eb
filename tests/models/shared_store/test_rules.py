"""Who may stand in a register, and how an amount is divided among those who do."""

from datetime import UTC, date, datetime
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ledger import Kind, account
from models.refusal import Refusal
from models.shared_store import Declared, Register, Share, draft
from models.shared_store.lifecycle import LEGAL_MOVES, State, may_move
from models.shared_store.register import require_register
from models.shared_store.rules import divide, funded

AT = datetime(2026, 4, 2, tzinfo=UTC)


def _lines(*shares: int) -> list[Share]:
    return [Share(number, share) for number, share in enumerate(shares, start=1)]


def _declared(amount_fen: int, distribution_id: int = 5) -> Declared:
    return Declared(
        distribution_id=distribution_id,
        merchant_no=11,
        register_version=2,
        month=date(2026, 3, 1),
        amount_fen=amount_fen,
        declared_by=3,
        declared_at=AT,
    )


registers = st.lists(st.integers(1, 10**9), min_size=1, max_size=200)


@given(amount_fen=st.integers(0, 10**8), shares=registers)
def test_every_fen_goes_to_somebody_and_nobody_is_a_fen_off(
    amount_fen: int, shares: list[int]
) -> None:
    fens = divide(amount_fen, _lines(*shares))
    assert sum(fens) == amount_fen
    whole, left_over = sum(shares), []
    for fen, share in zip(fens, shares, strict=True):
        exact = Fraction(amount_fen * share, whole)
        assert exact - 1 < fen < exact + 1
        left_over.append((exact - exact.__floor__(), fen - exact.__floor__()))
    favoured = [remainder for remainder, extra in left_over if extra]
    passed_over = [remainder for remainder, extra in left_over if not extra]
    assert not favoured or not passed_over or min(favoured) >= max(passed_over)
    tied = [extra for remainder, extra in left_over if favoured and remainder == min(favoured)]
    assert tied == sorted(tied, reverse=True), (
        "between equal remainders the higher place comes first"
    )


def test_the_last_fen_goes_by_remainder_and_then_by_place() -> None:
    assert divide(100, _lines(1, 1, 1)) == [34, 33, 33]
    assert divide(1, _lines(5_000, 5_000)) == [1, 0]
    assert divide(100, _lines(3_333, 3_334, 3_333)) == [33, 34, 33]
    assert divide(2, _lines(9_998, 1, 1)) == [2, 0, 0]


@given(amount_fen=st.integers(1, 10**8), shares=registers)
def test_its_journal_balances_and_says_why(amount_fen: int, shares: list[int]) -> None:
    register = Register(
        version=2,
        effective_from=date(2026, 3, 1),
        whole=sum(shares),
        shares=tuple(_lines(*shares)),
        set_by=3,
        set_at=AT,
    )
    posted = draft(_declared(amount_fen), register)
    assert sum(posted.amounts) == 0
    assert posted.accounts[0] == account(Kind.MERCHANT, 11)
    assert posted.amounts[0] == -amount_fen
    assert all(fen > 0 for fen in posted.amounts[1:]), "who gets nothing has no line"
    said = msgspec.json.decode(posted.evidence)
    assert (said["register_version"], said["whole"], sum(said["fens"])) == (
        2,
        sum(shares),
        amount_fen,
    )
    paid = [
        account(Kind.WALLET, n) for n, fen in zip(said["holders"], said["fens"], strict=True) if fen
    ]
    assert paid == posted.accounts[1:]


@given(amounts=st.lists(st.integers(1, 1_000), max_size=8), owed_fen=st.integers(0, 3_000))
def test_only_what_is_there_is_paid_whole_and_in_order(amounts: list[int], owed_fen: int) -> None:
    waiting = [_declared(fen, number) for number, fen in enumerate(amounts)]
    paid = list(funded(waiting, owed_fen))
    assert paid == waiting[: len(paid)]
    left_fen = owed_fen - sum(one.amount_fen for one in paid)
    assert left_fen >= 0
    assert len(paid) == len(waiting) or waiting[len(paid)].amount_fen > left_fen


@pytest.mark.parametrize(
    ("lines", "code", "detail"),
    [
        ([], "register_empty", {"most": 200}),
        (_lines(*[50] * 201), "register_too_long", {"holders": 201, "most": 200}),
        (_lines(5_000, 4_999), "shares_differ", {"shares": 9_999, "whole": 10_000}),
        (_lines(5_000, 5_001), "shares_differ", {"shares": 10_001, "whole": 10_000}),
        ([Share(4, 5_000), Share(4, 5_000)], "holder_twice", {"place": 2}),
        (_lines(10_000, 0), "share_invalid", {"place": 2, "share": 0, "most": 10**12}),
        (_lines(10_001, -1), "share_invalid", {"place": 2, "share": -1, "most": 10**12}),
    ],
)
def test_a_register_is_refused_with_numbers(
    lines: list[Share], code: str, detail: dict[str, int]
) -> None:
    with pytest.raises(Refusal) as refused:
        require_register(lines)
    assert (refused.value.code, refused.value.detail) == (f"shared_store.{code}", detail)


def test_two_hundred_holders_pass_and_another_whole_may_be_named() -> None:
    require_register(_lines(*[50] * 200))
    require_register(_lines(1, 1, 1), whole=3)


def test_what_has_ended_stays_as_it_ended() -> None:
    assert may_move(State.DECLARED, State.PAID)
    assert may_move(State.DECLARED, State.WITHDRAWN)
    assert not LEGAL_MOVES[State.PAID]
    assert not LEGAL_MOVES[State.WITHDRAWN]

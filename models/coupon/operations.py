"""Coupons move: held for an order, spent when it is settled, and whatever journals say besides.

Whoever changes a purse locks its row, so what several orders hold of one purse never passes what is
in it; the database refuses the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from models.database import Connection, statement
from models.ledger import Draft, Kind, kind_of, owner_of
from models.refusal import Refusal


class CouponsMissing(Refusal):
    """The purse has fewer free coupons than the order should be paid with."""

    code = "coupon.missing"


class CouponsBeyondBill(Refusal):
    """Coupons can pay the whole bill, not more."""

    code = "coupon.beyond_bill"


def require_within(*, coupon_fen: int, amount_fen: int) -> None:
    """Refuse to pay a bill with more coupons than it amounts to: CouponsBeyondBill."""
    if coupon_fen > amount_fen:
        raise CouponsBeyondBill(coupon_fen=coupon_fen, amount_fen=amount_fen)


async def hold(connection: Connection, market_code: int, *, holder_no: int, fen: int) -> None:
    """Keep `fen` of the holder's coupons for an order that is opened in this transaction.

    Raises CouponsMissing.
    """
    if not fen:
        return
    kept = await connection.fetchval(
        "UPDATE coupon_purses SET held_fen = held_fen + $3"
        " WHERE market_code = $1 AND holder_no = $2"
        " AND received_fen - spent_fen - held_fen >= $3 RETURNING true",
        *(market_code, holder_no, fen),
    )
    if not kept:
        raise CouponsMissing(coupon_fen=fen)


async def spend(connection: Connection, market_code: int, spent: Iterable[tuple[int, int]]) -> None:
    """Spend what settled orders held, (holder, fen) of each; settlement posts the journals."""
    sums = _sums(spent)
    if sums:
        await connection.execute(
            statement(__package__, "spend"), market_code, list(sums), list(sums.values())
        )


async def follow(connection: Connection, market_code: int, drafts: Sequence[Draft]) -> None:
    """Let purses follow what journals, other than settlements, post to COUPON accounts.

    What comes in is received, what goes out is spent; nothing that orders hold may go out. To be
    called once for every journal, in its transaction.
    """
    legs = [
        (owner_of(account_id), fen)
        for draft in drafts
        for account_id, fen in zip(draft.accounts, draft.amounts, strict=True)
        if kind_of(account_id) is Kind.COUPON
    ]
    received = _sums((holder_no, fen) for holder_no, fen in legs if fen > 0)
    spent = _sums((holder_no, -fen) for holder_no, fen in legs if fen < 0)
    holders = sorted(received.keys() | spent.keys())
    if holders:
        await connection.execute(
            statement(__package__, "follow"),
            market_code,
            holders,
            [received.get(number, 0) for number in holders],
            [spent.get(number, 0) for number in holders],
        )


def _sums(parts: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    sums: defaultdict[int, int] = defaultdict(int)
    for holder_no, fen in parts:
        if fen:
            sums[holder_no] += fen
    return dict(sorted(sums.items()))

"""Money goes back: refunds that are asked for, thought better of, declined, approved and given."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from msgspec import structs

from models import refund
from models.database import Connection
from models.idempotency import idempotency_key
from models.refund.covering import CouponsPaidOut
from models.refund.telling import told
from models.refusal import Refusal
from tests.market import MARKET
from tests.workers.lives.dying import dies
from tests.workers.lives.town import Town

SHARES = ("all", "half", "third", "one fen", "more")
_REASON = "菜品有误"
_BILLS = (
    "SELECT order_id, merchant_no, consumer_no, amount_fen - refunded_fen AS left_fen FROM orders"
    " WHERE paid_at IS NOT NULL ORDER BY order_id DESC LIMIT 12"
)
_ASKED = "SELECT * FROM refunds WHERE state = 'asked' ORDER BY refund_id"


async def _bill(town: Town, which: int) -> dict[str, Any] | None:
    bills = await town.rows(_BILLS)
    return bills[which % len(bills)] if bills else None


def _fen(share: str, left_fen: int) -> int:
    parts = {"half": left_fen // 2, "third": left_fen // 3, "one fen": 1, "more": left_fen + 1}
    return parts.get(share, left_fen)


async def give(town: Town, *, which: int, share: str, twice: bool, after: int) -> None:
    """A store gives so much of a bill back; it sees before what comes of it, and that comes."""
    if (bill := await _bill(town, which)) is None:
        return
    fen, key = _fen(share, bill["left_fen"]), f"give-key-{next(town.keys)}"
    shown = await _preview(town, bill["order_id"], fen, merchant_no=bill["merchant_no"])

    async def ask() -> int:
        given = await _change(
            town,
            refund.give,
            order_id=bill["order_id"],
            merchant_no=bill["merchant_no"],
            refund_id=town.house.fresh_id(),
            amount_fen=fen,
            reason=_REASON,
            shown=shown and shown.digest,
            fresh_id=town.house.fresh_id,
            idempotency=idempotency_key(owner="store", key=key, request=b"x"),
        )
        return int(given.refund_id)

    given, refusal = await _given(ask, twice=twice, after=after)
    if refusal is not None:
        meant = shown is None or isinstance(refusal, CouponsPaidOut)
        assert meant, f"what was previewed was refused: {refusal!r}"
        return
    assert 0 < fen <= bill["left_fen"], "more was given than was left"
    await _came_out(town, given, shown)


async def ask(town: Town, *, which: int, share: str) -> None:
    """A payer asks for so much of a bill; from now on its claim receives nothing."""
    if (bill := await _bill(town, which)) is None:
        return
    try:
        await _change(
            town,
            refund.ask,
            order_id=bill["order_id"],
            consumer_no=bill["consumer_no"],
            refund_id=town.house.fresh_id(),
            amount_fen=_fen(share, bill["left_fen"]),
            reason=_REASON,
            shown=None,
            idempotency=idempotency_key(owner="x", key=f"ask-key-{next(town.keys)}", request=b"x"),
        )
    except Refusal as refusal:
        _check_meant(refusal)
        return
    assert share != "more", "more was asked for than was left"


async def decide(town: Town, *, which: int, decision: str) -> None:
    """A refund that is asked for is approved or declined by its store, or withdrawn."""
    if not (asked := await town.rows(_ASKED)):
        return
    one = asked[which % len(asked)]
    named = {"refund_id": one["refund_id"]}
    if decision == "withdraw":
        await _change(town, refund.withdraw, consumer_no=one["consumer_no"], **named)
        return
    named["merchant_no"] = one["merchant_no"]
    if decision == "decline":
        await _change(town, refund.decline, answer="已经吃完了", **named)
        return
    shown = await _preview(town, one["order_id"], one["amount_fen"], refund_id=one["refund_id"])
    if shown is not None:
        more = {"shown": shown.digest, "fresh_id": town.house.fresh_id}
        try:
            await _change(town, refund.approve, **named, **more)
        except CouponsPaidOut:
            return
        await _came_out(town, one["refund_id"], shown)


async def _preview(town: Town, order_id: int, fen: int, **who: int) -> refund.Preview | None:
    try:
        return await _change(town, refund.preview, order_id=order_id, amount_fen=fen, **who)
    except Refusal as refusal:
        _check_meant(refusal)
        return None


async def _came_out(town: Town, refund_id: int, shown: refund.Preview | None) -> None:
    """What was shown is what was done, where it was said to be certain."""
    async with town.database.connection() as connection:
        done = await refund.history.evidence_of(connection, MARKET, refund_id)
    assert shown is not None
    assert (done is not None) == shown.final
    if done is not None:
        assert told(done) == structs.replace(shown, digest="")


async def _change(town: Town, door: Callable[..., Awaitable[Any]], **facts: Any) -> Any:
    def change(connection: Connection) -> Awaitable[Any]:
        return door(connection, market_code=MARKET, now=town.clock(), **facts)

    return await town.database.in_transaction(change)


async def _given(
    ask: Callable[[], Coroutine[Any, Any, int]], *, twice: bool, after: int
) -> tuple[int, Refusal | None]:
    """The refund's id, asked for again where its asker died or asks twice; or the refusal."""
    try:
        died, given = await dies(ask(), after=after) if after else (False, await ask())
        if died or twice:
            known, given = given, await ask()
            assert known in (None, given), "one key, one refund"
    except Refusal as refusal:
        _check_meant(refusal)
        return 0, refusal
    return given, None


def _check_meant(refusal: Refusal) -> None:  # not how we asked for it
    if not refusal.code.startswith("refund."):
        raise AssertionError(refusal)

"""Shoppers buy and pay; WeChat's notices are read in any order, as often and as badly as may be."""

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import msgspec

from miniprogram_api.consumer.opening import OpenedOrder, OrderRequest, open_order
from miniprogram_api.route import Call
from models import coupon
from models.order import Verdict
from server.callback_desk import CallbackUnrecorded
from server.payment_notice import NotAPayment, read_payment
from server.refund_notice import read_refund
from server.transfer_notice import read_transfer
from tests.market import MARKET
from tests.workers.lives.dying import dies
from tests.workers.lives.letterbox import Letter
from tests.workers.lives.town import SCENES, Town
from wechat import WireError
from wechat.callback import Callback, CallbackForged, CallbackRefused, CallbackStale, parse_callback

Visit = tuple[int, int, int]
"""At which store, who, and for how much."""


def call(town: Town, who: int, asked: Any, raw: bytes = b"{}") -> Call[Any]:
    """A request of one of the town's people, with a key that nobody used."""
    house, worker = SimpleNamespace(), town.house
    for name in ("database", "clock", "wire_clock", "fresh_id", "seal", "pay", "public_url"):
        setattr(house, name, getattr(worker, name))
    house.notify_url = f"{worker.public_url}/wechat/pay/notify"
    house.transfer_terms = worker.transfer_terms
    key = f"the-key-{next(town.keys):05d}"
    number = town.numbers[who]
    return Call(house=house, asked=asked, path={}, number=number, raw=raw, idempotency_key=key)


async def shop(
    town: Town, store: int, who: int, amount_fen: int, ending: str = "heard", after: int = 0
) -> None:
    """Somebody opens an order, perhaps twice with one key or losing the line, and may pay it.

    Every other bill is paid with whatever coupons there are.
    """
    coupon_fen = amount_fen % 2 * min(amount_fen, await _free_coupons(town, who))
    raw = f"{store}/{amount_fen}/{coupon_fen}".encode()
    request = OrderRequest(scene=SCENES[store], amount_fen=amount_fen, coupon_fen=coupon_fen)
    wish = call(town, who, request, raw)
    opened = [await _open(wish, after)]
    if ending == "twice" or (opened[0] is None and after):
        opened.append(await _open(wish, 0))
    known = [one for one in opened if one is not None]
    assert len({one.order_id for one in known}) <= 1, "one key, one order"
    if known and ending != "unpaid":
        await _pay(town, who, known[-1], heard=ending != "unheard")
    town.pass_time(seconds=1)


async def _free_coupons(town: Town, who: int) -> int:
    async with town.database.connection() as connection:
        return (await coupon.purse_of(connection, MARKET, town.numbers[who])).free_fen


async def _open(wish: Call[Any], after: int) -> OpenedOrder | None:
    try:
        return (await dies(open_order(wish), after=after))[1] if after else await open_order(wish)
    except WireError:
        return None


async def _pay(town: Town, who: int, opened: OpenedOrder, *, heard: bool) -> None:
    if opened.payment is None:
        return
    sheet = msgspec.to_builtins(opened.payment)
    openid = await town.openid(town.numbers[who])
    before = len(town.letters.letters)
    await town.tell("pay", {"openid": openid, "payment": sheet})
    for _ in range(50):
        told = await town.look(f"callbacks?reference={opened.order_id}")
        if all(one["attempts"] for one in told["callbacks"]) or not told["callbacks"]:
            break
        await asyncio.sleep(0.01)
    if heard:
        for letter in town.letters.letters[before:]:
            await hear(town, letter, "as it is")


async def hear(town: Town, letter: Letter, manner: str) -> None:
    """Let the web process read a notice; one that was forged on the way must be refused."""
    headers, body, now = dict(letter.headers), letter.body, time.time()
    if manner == "forged":
        signature = headers.get("wechatpay-signature", "")
        headers["wechatpay-signature"] = signature[4:8] + signature[:4] + signature[8:]
    elif manner == "tampered":
        body = body.replace(b"encrypt-resource", b"encrypt_resource")
    elif manner == "stale":
        now += 600
    try:
        callback = parse_callback(town.house.pay.account, headers, body, now=now)
    except CallbackRefused as refused:
        if not isinstance(refused, CallbackStale | CallbackForged):
            raise
        return
    assert manner == "as it is", f"a {manner} notice was believed"
    try:
        await _follow(town, letter, callback)
    except (CallbackUnrecorded, NotAPayment):
        return


async def _follow(town: Town, letter: Letter, callback: Callback) -> None:
    told: dict[str, Any] = {
        "sp_mchid": town.house.pay.account.sp_mchid,
        "headers": letter.headers,
        "body": letter.body,
        "received_at": town.clock(),
    }
    if letter.path == "/wechat/pay/notify":
        payment = read_payment(callback, **told)
        if await town.desk.record(payment) is Verdict.ACCEPTED:
            assert payment.order_id not in town.accepted, "a payment was accepted twice"
            town.accepted.add(payment.order_id)
    elif letter.path.startswith("/wechat/pay/refund/"):
        assert await town.desk.hear(read_refund(callback, market_code=MARKET, **told))
    else:
        await town.desk.hear_transfer(read_transfer(callback, **told))

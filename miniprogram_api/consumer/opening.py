"""A shopper pays: the order is opened with its quote, announced to WeChat, and its sheet signed.

The order is durable before WeChat hears of it. Whoever hangs up in between asks again with the same
key and gets the same order, announced under the same number. WeChat is asked for what coupons don't
pay; where they pay all of it, the order is paid at once and WeChat never hears of it.
"""

from msgspec import Struct, structs

from miniprogram_api.house import House
from miniprogram_api.route import Call
from miniprogram_api.shapes import AmountFen, CouponFen, Scene
from models import coupon, merchant, order, people, quote
from models.database import Connection
from models.idempotency import IdempotencyKey, idempotency_key
from models.ids import write_id
from wechat.pay import orders, payment_sheet

_PAYABLE_FOR = order.ASK_AFTER[-1]


class OrderRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A bill at a store; `coupon_fen` of it are to be paid with coupons, the rest with WeChat."""

    scene: Scene
    amount_fen: AmountFen
    coupon_fen: CouponFen = 0


class PaymentSheet(Struct, frozen=True, rename="camel"):
    """The arguments of `wx.requestPayment`, as they are."""

    time_stamp: str
    nonce_str: str
    package: str
    sign_type: str
    pay_sign: str


class OpenedOrder(Struct, frozen=True, kw_only=True):
    """The order; `payment` is None once it can't be paid any more, or coupons paid all of it."""

    order_id: str
    state: str
    amount_fen: int
    coupon_fen: int
    payment: PaymentSheet | None


async def open_order(call: Call[OrderRequest]) -> OpenedOrder:
    """Open an order and get what the phone needs to pay it; the same key, the same order."""
    house = call.house
    key = idempotency_key(
        owner=f"consumer:{call.number}", key=call.idempotency_key, request=call.raw
    )
    found, store, openid = await house.database.in_transaction(
        lambda connection: _open(connection, call, key)
    )
    in_time = house.clock() < found.opened_at + _PAYABLE_FOR
    payable = in_time and found.state == order.State.OPENED
    return OpenedOrder(
        order_id=write_id("ord", found.order_id),
        state=found.state,
        amount_fen=found.amount_fen,
        coupon_fen=found.coupon_fen,
        payment=await _announce(house, found, store, openid) if payable else None,
    )


async def _open(
    connection: Connection, call: Call[OrderRequest], key: IdempotencyKey
) -> tuple[order.Order, merchant.Store, str]:
    store = await merchant.open_store(connection, scene=call.asked.scene, at=call.house.clock())
    opened = await _open_at(connection, call, key, store)
    if not opened.repeated:
        await _use_coupons(connection, call, store.market_code, opened.order_id)
    found = await order.order_of_consumer(
        connection,
        market_code=store.market_code,
        order_id=opened.order_id,
        consumer_no=call.number,
    )
    seal = call.house.seal
    openids = await people.openids_of(connection, seal=seal, consumer_nos=[call.number])
    return found, store, openids[call.number]


async def _open_at(
    connection: Connection, call: Call[OrderRequest], key: IdempotencyKey, store: merchant.Store
) -> order.OpenedOrder:
    """Open it at the store, on the terms that it is quoted on now."""
    asked, now = call.asked, call.house.clock()
    quoted = await quote.quote_for(
        connection, store=store, amount_fen=asked.amount_fen, at=now, consumer_no=call.number
    )
    coupon.require_within(coupon_fen=asked.coupon_fen, amount_fen=asked.amount_fen)
    parties = await merchant.parties_of(connection, store=store, consumer_no=call.number, at=now)
    return await order.open_order(
        connection,
        market_code=store.market_code,
        order_id=call.house.fresh_id(),
        merchant_no=store.merchant_no,
        sub_mchid=store.sub_mchid,
        consumer_no=call.number,
        amount_fen=asked.amount_fen,
        coupon_fen=asked.coupon_fen,
        terms=order.Terms(
            discount_bp=store.discount_bp,
            tier=quoted.tier,
            parties=tuple(parties),
            book_no=quoted.book_no,
            hold_seconds=store.hold_seconds,
        ),
        quote=structs.asdict(quoted),
        opened_at=now,
        idempotency=key,
    )


async def _use_coupons(
    connection: Connection, call: Call[OrderRequest], market_code: int, order_id: int
) -> None:
    """Hold the coupons for the order, and let them pay it if they pay all of it."""
    asked = call.asked
    await coupon.hold(connection, market_code, holder_no=call.number, fen=asked.coupon_fen)
    if asked.coupon_fen == asked.amount_fen:
        await order.pay_by_coupons(
            connection, market_code=market_code, order_id=order_id, at=call.house.clock()
        )


async def _announce(
    house: House, found: order.Order, store: merchant.Store, openid: str
) -> PaymentSheet:
    """Place the order at WeChat, under our number, and sign its sheet."""
    prepay_id = await orders.create(
        house.pay,
        orders.NewOrder(
            sub_mchid=store.sub_mchid,
            out_trade_no=write_id("ord", found.order_id),
            description=store.name,
            amount_fen=found.amount_fen - found.coupon_fen,
            notify_url=house.notify_url,
            openid=openid,
            expires_at=found.opened_at + _PAYABLE_FOR,
            attach=order.write_mark(found.market_code),
        ),
    )
    sheet = await payment_sheet.sign(house.pay, prepay_id)
    return PaymentSheet(
        time_stamp=sheet.timestamp,
        nonce_str=sheet.nonce,
        package=sheet.package,
        sign_type=sheet.sign_type,
        pay_sign=sheet.pay_sign,
    )

"""Before paying: what this bill can bring back, at most, funded by what."""

from msgspec import Struct

from miniprogram_api.consumer.quote_figures import (
    AppreciatingPointsFigures,
    GreenPointsFigures,
    WeekdayPoolFigures,
    figures_of,
)
from miniprogram_api.route import Call
from miniprogram_api.rule import RuleName, rule_name
from miniprogram_api.shapes import AmountFen, Scene
from models import coupon, green_points, merchant, quote


class QuoteRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A bill at a store."""

    scene: Scene
    amount_fen: AmountFen


class QuoteAnswer(Struct, frozen=True, kw_only=True):
    """The quote in figures and in words. `cap_fen` is a ceiling; what is funded stands beside it.

    `funded_fen` lies ready now for everybody whom the bill's queue or pool serves; `netted_fen` of
    the bill's fund covers refunded bills of the store instead. Of `packet_chain` alone:
    `packet_fund_fen` is what this bill puts into packets for those before, `funded_today_fen` what
    today's bills put into this queue so far, `reserve_fen` what lies in its reserve now, and
    `joins_claim` one's claim of today that the bill would join instead of opening another. Of the
    other programs, the figures stand under the program's name. One's free coupons could pay
    `coupon_fen` of the bill; what they pay brings rebates like the rest.
    """

    program: str
    amount_fen: int
    discount_fen: int
    netted_fen: int
    cap_fen: int
    funded_fen: int
    coupon_fen: int
    packet_fund_fen: int | None
    packets_at_most: int | None
    tier_upper_fen: int | None
    funded_today_fen: int | None
    reserve_fen: int | None
    open_claims_ahead: int | None
    joins_claim: str | None
    weekday_pool: WeekdayPoolFigures | None
    green_points: GreenPointsFigures | None
    appreciating_points: AppreciatingPointsFigures | None
    sentences: list[str]
    rule: RuleName


async def make_quote(call: Call[QuoteRequest]) -> QuoteAnswer:
    """Quote a bill before it is paid; nothing in it is guaranteed."""
    house, now = call.house, call.house.clock()
    async with house.database.connection() as connection:
        store = await merchant.by_scene(connection, scene=call.asked.scene, at=now)
        quoted = await quote.quote_for(
            connection,
            store=store,
            amount_fen=call.asked.amount_fen,
            at=now,
            consumer_no=call.number,
        )
        purse = await coupon.purse_of(connection, store.market_code, call.number)
    coupon_fen = green_points.coupon_part_fen(quoted.amount_fen, purse.free_fen)
    return QuoteAnswer(
        program=quoted.program,
        amount_fen=quoted.amount_fen,
        discount_fen=quoted.discount_fen,
        netted_fen=quoted.netted_fen,
        cap_fen=quoted.cap_fen,
        funded_fen=quoted.funded_fen,
        coupon_fen=coupon_fen,
        **figures_of(quoted),
        sentences=[
            *quote.sentences(quoted, english=call.english),
            *green_points.text.pay_words(coupon_fen, english=call.english),
        ],
        rule=rule_name(store.version),
    )

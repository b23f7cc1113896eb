"""Before paying: what this bill can bring back, at most, funded by what."""

from msgspec import Struct

from miniprogram_api.route import Call
from miniprogram_api.rule import RuleName, rule_name
from miniprogram_api.shapes import AmountFen, Scene
from models import merchant, quote
from models.ids import write_id


class QuoteRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """A bill at a store."""

    scene: Scene
    amount_fen: AmountFen


class QuoteAnswer(Struct, frozen=True, kw_only=True):
    """The quote in figures and in words. `cap_fen` is a ceiling; what is funded stands beside it.

    `packet_fund_fen` is what this bill puts into packets for those before, `netted_fen` what of its
    packets covers refunded bills of the store instead; `funded_today_fen` is what today's bills put
    into this queue so far, `reserve_fen` what lies in its reserve now.
    `joins_claim` is one's claim of today that the bill would join instead of opening another.
    """

    amount_fen: int
    discount_fen: int
    packet_fund_fen: int
    netted_fen: int
    cap_fen: int
    packets_at_most: int
    tier_upper_fen: int | None
    funded_today_fen: int
    reserve_fen: int
    open_claims_ahead: int
    joins_claim: str | None
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
    return QuoteAnswer(
        amount_fen=quoted.amount_fen,
        discount_fen=quoted.discount_fen,
        packet_fund_fen=quoted.packet_fund_fen,
        netted_fen=quoted.netted_fen,
        cap_fen=quoted.cap_fen,
        packets_at_most=quoted.packets_at_most,
        tier_upper_fen=quoted.tier_upper_fen,
        funded_today_fen=quoted.funded_today_fen,
        reserve_fen=quoted.reserve_fen,
        open_claims_ahead=quoted.open_claims_ahead,
        joins_claim=write_id("clm", quoted.joins_claim) if quoted.joins_claim else None,
        sentences=quote.sentences(quoted, english=call.english),
        rule=rule_name(store.version),
    )

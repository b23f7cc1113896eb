"""The wallet: what came back in a market, and where the money is."""

from datetime import datetime

from msgspec import Struct

from miniprogram_api.consumer.packet import packet_id, read_packet_id
from miniprogram_api.route import Call
from miniprogram_api.shapes import PacketPages, local
from models import merchant, wallet


class WalletPacket(Struct, frozen=True, kw_only=True):
    """One packet; `state` is pending, paying, paid or carried (WeChat turned it back for now)."""

    packet_id: str
    store_name: str
    amount_fen: int
    state: str
    drawn_at: datetime


class WalletPage(Struct, frozen=True, kw_only=True):
    """All packets by where their money is, and one page of them, newest bill first.

    `debt_fen` is what refunds took back beyond what could be reversed; packets pay it off first.
    """

    market: int
    pending_fen: int
    paying_fen: int
    paid_fen: int
    carried_fen: int
    debt_fen: int
    packets: list[WalletPacket]
    next_cursor: str | None


async def wallet_page(call: Call[PacketPages]) -> WalletPage:
    """One's own wallet in a market."""
    page = call.asked
    after = read_packet_id(page.cursor) if page.cursor else None
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, page.market_code)
        sums = await wallet.totals(connection, market_code=market, consumer_no=call.number)
        found = await wallet.packets_page(
            connection,
            market_code=market,
            consumer_no=call.number,
            limit=page.limit + 1,
            after=after,
        )
    shown = found[: page.limit]
    return WalletPage(
        market=market,
        pending_fen=sums.pending_fen,
        paying_fen=sums.paying_fen,
        paid_fen=sums.paid_fen,
        carried_fen=sums.carried_fen,
        debt_fen=0,
        packets=[_packet(one) for one in shown],
        next_cursor=packet_id(shown[-1]) if len(found) > page.limit else None,
    )


def _packet(one: wallet.Packet) -> WalletPacket:
    return WalletPacket(
        packet_id=packet_id(one),
        store_name=one.store_name,
        amount_fen=one.fen,
        state=one.state,
        drawn_at=local(one.drawn_at),
    )

"""The wallet: what came back in a market, and where the money is."""

from datetime import datetime
from typing import Any

from msgspec import Struct, structs

from miniprogram_api.consumer.packet import packet_id, read_packet_id
from miniprogram_api.consumer.release import ReleaseFacts, release_facts
from miniprogram_api.consumer.transfer import TransferFacts, transfer_facts
from miniprogram_api.route import Call
from miniprogram_api.shapes import PacketPages, local
from models import merchant, wallet, weekday_pool
from models.database import Connection
from models.payout import transfer

_RELEASES_SHOWN = 10


class WalletPacket(Struct, frozen=True, kw_only=True):
    """One packet; `state` is pending, paying, paid, carried (it could not be delivered yet) or
    covered (it made up for what a refund had left owing)."""

    packet_id: str
    store_name: str
    amount_fen: int
    state: str
    drawn_at: datetime


class CarriedFacts(Struct, frozen=True, kw_only=True):
    """Why money is carried forward, and how it goes on: by itself with a split, or by a transfer.

    `rail` is split, transfer or none: the way it goes from here. `transfer_fen` is what can be
    withdrawn now, from `transfer_least_fen` on; 0 with the `obstacle` that is in the way. Each rail
    may be used from its `…_from_at`, at any time where that is null. `named_fen` could go with the
    real name, where that is more. The sentences say all of it.
    """

    amount_fen: int
    reason: str | None
    rail: str
    split_from_at: datetime | None
    transfer_fen: int
    transfer_least_fen: int
    transfer_from_at: datetime | None
    obstacle: str | None
    named_fen: int
    sentences: list[str]


class WalletPage(Struct, frozen=True, kw_only=True):
    """All packets by where their money is, and one page of them, newest bill first.

    Everything won (`won_fen`: packets, rebates, what pools brought), and what shared stores
    distributed (`distributed_fen`), is pending, paying, paid, carried, swept back to shoppers, or
    given back for refunds. `debt_fen` is what the next packets or releases cover before anything is
    sent. `transfer` is the withdrawal under way, `releases` are the last that pools brought.
    """

    market: int
    won_fen: int
    distributed_fen: int
    pending_fen: int
    paying_fen: int
    paid_fen: int
    carried_fen: int
    swept_fen: int
    given_back_fen: int
    debt_fen: int
    carried: CarriedFacts | None
    transfer: TransferFacts | None
    releases: list[ReleaseFacts]
    packets: list[WalletPacket]
    next_cursor: str | None


async def wallet_page(call: Call[PacketPages]) -> WalletPage:
    """One's own wallet in a market."""
    page = call.asked
    after = read_packet_id(page.cursor) if page.cursor else None
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, page.market_code)
        sums = await wallet.totals(connection, market_code=market, consumer_no=call.number)
        facts = await transfer.facts_of(connection, market, call.number, now=call.house.clock())
        under_way = await transfer_under_way(connection, market, facts)
        found = await wallet.packets_page(
            connection,
            market_code=market,
            consumer_no=call.number,
            limit=page.limit + 1,
            after=after,
        )
        released = await weekday_pool.shares(
            connection, market_code=market, consumer_no=call.number, limit=_RELEASES_SHOWN
        )
    shown = found[: page.limit]
    return WalletPage(
        market=market,
        **structs.asdict(sums),
        carried=carried_facts(call, facts) if facts.carried_fen else None,
        transfer=transfer_facts(call, under_way) if under_way else None,
        releases=[release_facts(one) for one in released],
        packets=[_packet(one) for one in shown],
        next_cursor=packet_id(shown[-1]) if len(found) > page.limit else None,
    )


def carried_facts(call: Call[Any], facts: transfer.Facts) -> CarriedFacts:
    """How carried money goes on."""
    way = transfer.way(facts, call.house.transfer_terms, call.house.clock())
    return CarriedFacts(
        amount_fen=way.carried_fen,
        reason=way.reason,
        rail=way.rail.value,
        split_from_at=local(way.split_from_at) if way.split_from_at else None,
        transfer_fen=way.transfer_fen,
        transfer_least_fen=way.least_fen,
        transfer_from_at=local(way.transfer_from_at) if way.transfer_from_at else None,
        obstacle=way.obstacle.value if way.obstacle else None,
        named_fen=way.name_needed_fen,
        sentences=transfer.explain(way, english=call.english),
    )


async def transfer_under_way(
    connection: Connection, market: int, facts: transfer.Facts
) -> transfer.Transfer | None:
    """The withdrawal that these facts call under way, if there is one."""
    if facts.under_way is None:
        return None
    found = await transfer.read_transfers(connection, [(market, facts.under_way)])
    return found[0] if found else None


def _packet(one: wallet.Packet) -> WalletPacket:
    return WalletPacket(
        packet_id=packet_id(one),
        store_name=one.store_name,
        amount_fen=one.fen,
        state=one.state,
        drawn_at=local(one.drawn_at),
    )

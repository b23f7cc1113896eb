"""A claim: its ceiling, what came so far, and who is served before it or beside it."""

from datetime import date

from msgspec import Struct, structs

from miniprogram_api.consumer.claim_facts import ClaimFacts, chain_claim_facts, pool_claim_facts
from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket
from models import merchant, packet_chain, wallet, weekday_pool
from models.clock import market_day
from models.database import Connection
from models.ids import read_id, write_id


class PoolClaimFacts(Struct, frozen=True, kw_only=True):
    """A claim beside its pool. The ceiling counts `partners` stores; more can raise it to
    `whole_cap_fen`.

    `pool_fen` lies in the pool now; the last release found `waiting_claims` claims that lacked
    `lacking_fen` together. `next_release_on` begins with the next one; null where no book says.
    """

    partners: int
    whole_cap_fen: int
    pool_fen: int
    waiting_claims: int
    lacking_fen: int
    next_release_on: date | None


class ClaimPage(ClaimFacts, frozen=True, kw_only=True):
    """A claim with its store, and how many open claims of its queue are served before it.

    `reason` and `sentences` say why nothing came today: refunded, closed_at_cap,
    closed_at_packets, frozen, no_bill, part_too_small or older_first; received where something did.
    Of a claim on the weekday pool they are about the last midnight: refunded, closed_at_cap,
    closed_for_good, frozen, no_midnight, no_release_day, pool_empty, not_waiting, share_too_small
    or received.
    """

    order_id: str
    store_name: str
    opened_on: date
    open_claims_ahead: int | None
    weekday_pool: PoolClaimFacts | None
    reason: str
    sentences: list[str]


async def claim_page(call: Call[InMarket]) -> ClaimPage:
    """One claim of one's own."""
    claim_no = read_id("clm", call.path["claim_id"])
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        own = await weekday_pool.own_claim(
            connection,
            market_code=market,
            consumer_no=call.number,
            number=claim_no,
            of_order=False,
        )
        if own is not None:
            return await _of_pool(call, connection, market, own)
        return await _of_chain(call, connection, market, claim_no)


async def _of_chain(
    call: Call[InMarket], connection: Connection, market: int, claim_no: int
) -> ClaimPage:
    found = await wallet.claim(
        connection, market_code=market, consumer_no=call.number, claim_no=claim_no
    )
    standing = await wallet.standing_today(
        connection,
        market_code=market,
        consumer_no=call.number,
        claim=found,
        now=call.house.clock(),
    )
    absence = packet_chain.why_nothing(standing, english=call.english)
    return ClaimPage(
        **structs.asdict(chain_claim_facts(found)),
        order_id=write_id("ord", found.order_id),
        store_name=found.store_name,
        opened_on=found.opened_on,
        open_claims_ahead=found.ahead,
        weekday_pool=None,
        reason=absence.reason.value,
        sentences=absence.sentences,
    )


async def _of_pool(
    call: Call[InMarket], connection: Connection, market: int, own: weekday_pool.OwnClaim
) -> ClaimPage:
    last = await weekday_pool.last_midnight(connection, market)
    reason = weekday_pool.reason_of(own.claim, frozen=own.frozen, last=last)
    return ClaimPage(
        **structs.asdict(pool_claim_facts(own)),
        order_id=write_id("ord", own.claim.order_id),
        store_name=own.store_name,
        opened_on=own.claim.opened_on,
        open_claims_ahead=None,
        weekday_pool=await _pool(call, connection, market, own, last),
        reason=reason.value,
        sentences=weekday_pool.tell_claim(own.claim, reason, last, english=call.english),
    )


async def _pool(
    call: Call[InMarket],
    connection: Connection,
    market: int,
    own: weekday_pool.OwnClaim,
    last: weekday_pool.LastMidnight | None,
) -> PoolClaimFacts:
    pool = await weekday_pool.standing(connection, market)
    today = market_day(call.house.clock())
    return PoolClaimFacts(
        partners=own.claim.partners,
        whole_cap_fen=own.claim.whole_cap_fen,
        pool_fen=pool.pool_fen,
        waiting_claims=pool.waiting_claims,
        lacking_fen=pool.lacking_fen,
        next_release_on=weekday_pool.next_release(last.book, today) if last else None,
    )

"""Closing an account: first is paid whatever a rail can carry, then the rest may be given up.

A person closes in steps, by asking again: a transfer is offered for what it can carry; packets that
are still to come are waited for; what is then left is below every rail's minimum, and goes back to
the shoppers of the store of the person's newest claim once they have agreed to the exact amount.
"""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.consumer.transfer import TransferFacts, transfer_facts
from miniprogram_api.consumer.wallet import CarriedFacts, carried_facts, transfer_under_way
from miniprogram_api.consumer.withdrawal import begin_transfer
from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket
from models import merchant, wallet
from models.payout import transfer

Stage = Literal["transfer", "pending", "later", "confirm", "closed"]


class ClosureRequest(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Close; `give_up_fen` is the rest that one agrees to leave to other shoppers."""

    give_up_fen: Annotated[int, Meta(ge=1, le=1_000_000_000)] | UnsetType = UNSET


class Closure(Struct, frozen=True, kw_only=True):
    """How far the closing has come.

    transfer: confirm the transfer first; pending: `pending_fen` is still on its way by itself;
    later: the rest can be withdrawn later (`carried` says when); confirm: ask again with
    `give_up_fen`; closed: nothing is left, `swept_fen` of it was given up.
    """

    stage: Stage
    pending_fen: int
    give_up_fen: int
    swept_fen: int
    transfer: TransferFacts | None
    carried: CarriedFacts | None


async def close_account(call: Call[ClosureRequest]) -> Closure:
    """Take the next step of closing one's account in a market."""
    house = call.house
    async with house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        facts = await transfer.facts_of(connection, market, call.number, now=house.clock())
        under_way = await transfer_under_way(connection, market, facts)
        sums = await wallet.totals(connection, market_code=market, consumer_no=call.number)
    if under_way is not None:
        return _closure(call, "transfer", sums, facts, transfer_facts(call, under_way))
    if transfer.way(facts, house.transfer_terms, house.clock()).transfer_fen:
        return _closure(call, "transfer", sums, facts, await begin_transfer(call, market, None))
    if sums.pending_fen or sums.paying_fen:
        return _closure(call, "pending", sums, facts)
    if not facts.carried_fen:
        return _closure(call, "closed", sums, facts)
    if not wallet.may_sweep(facts, sums, house.transfer_terms):
        return _closure(call, "later", sums, facts)
    if not call.asked.give_up_fen:
        return _closure(call, "confirm", sums, facts)
    return await _give_up(call, market, call.asked.give_up_fen)


async def _give_up(call: Call[ClosureRequest], market: int, agreed_fen: int) -> Closure:
    house = call.house
    swept = await house.database.in_transaction(
        lambda connection: wallet.sweep(
            connection,
            market_code=market,
            consumer_no=call.number,
            agreed_fen=agreed_fen,
            why="account_closed",
            sweep_id=house.fresh_id(),
            terms=house.transfer_terms,
            now=house.clock(),
        )
    )
    return Closure(
        stage="closed",
        pending_fen=0,
        give_up_fen=0,
        swept_fen=swept.fen,
        transfer=None,
        carried=None,
    )


def _closure(
    call: Call[ClosureRequest],
    stage: Stage,
    sums: wallet.Totals,
    facts: transfer.Facts,
    under_way: TransferFacts | None = None,
) -> Closure:
    return Closure(
        stage=stage,
        pending_fen=sums.pending_fen + sums.paying_fen,
        give_up_fen=facts.carried_fen if stage == "confirm" else 0,
        swept_fen=sums.swept_fen,
        transfer=under_way,
        carried=carried_facts(call, facts) if facts.carried_fen and not under_way else None,
    )

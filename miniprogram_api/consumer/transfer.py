"""Transfers of one's own: how far each has come, and taking one back."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket, Limit, local
from models import merchant
from models.ids import read_id, write_id
from models.payout import transfer
from models.payout.transfer import Transfer

TransferCursor = Annotated[str, Meta(pattern=r"^trf_[0-7][0-9a-hjkmnp-tv-z]{12}$", max_length=17)]


class TransferPages(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of a list of transfers: up to `limit` after `cursor`."""

    limit: Limit = 20
    cursor: TransferCursor | UnsetType = UNSET


class MerchantTransfer(Struct, frozen=True, rename="camel"):
    """The arguments of `wx.requestMerchantTransfer`, as they are."""

    mch_id: str
    app_id: str
    package: str


class TransferFacts(Struct, frozen=True, kw_only=True):
    """One transfer; `state` is prepared, waiting (for its person), sent, cancelling or finished.

    `result` is PENDING, SUCCESS, CANCELLED, or WeChat's reason why nothing was paid: the money is
    then carried forward again. `confirm` is there while the phone may confirm it, until
    `expires_at`.
    """

    transfer_id: str
    market: int
    amount_fen: int
    state: str
    result: str
    created_at: datetime
    expires_at: datetime | None
    finished_at: datetime | None
    confirm: MerchantTransfer | None


class TransferList(Struct, frozen=True, kw_only=True):
    """A page of transfers, newest first."""

    transfers: list[TransferFacts]
    next_cursor: str | None


async def transfer_page(call: Call[InMarket]) -> TransferFacts:
    """One transfer of one's own."""
    transfer_id = read_id("trf", call.path["transfer_id"])
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        found = await transfer.history.transfer_of(
            connection, market, consumer_no=call.number, transfer_id=transfer_id
        )
    return transfer_facts(call, found)


async def transfer_list(call: Call[TransferPages]) -> TransferList:
    """One's own transfers, newest first."""
    page = call.asked
    before = read_id("trf", page.cursor) if page.cursor else None
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, page.market_code)
        found = await transfer.history.transfers_of(
            connection, market, call.number, limit=page.limit + 1, before=before
        )
    shown = found[: page.limit]
    return TransferList(
        transfers=[transfer_facts(call, one) for one in shown],
        next_cursor=write_id("trf", shown[-1].transfer_id) if len(found) > page.limit else None,
    )


async def cancel_transfer(call: Call[InMarket]) -> TransferFacts:
    """Take back a transfer that was not confirmed yet; whoever confirms first has the money."""
    transfer_id = read_id("trf", call.path["transfer_id"])
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
    found = await call.house.database.in_transaction(
        lambda connection: transfer.cancel(
            connection,
            market_code=market,
            consumer_no=call.number,
            transfer_id=transfer_id,
            now=call.house.clock(),
        )
    )
    return transfer_facts(call, found)


def transfer_facts(call: Call[Any], one: Transfer) -> TransferFacts:
    """A transfer as its person sees it."""
    account, now = call.house.pay.account, call.house.clock()
    confirmable = one.expires_at is not None and now < one.expires_at and not one.cancel_asked
    return TransferFacts(
        transfer_id=write_id("trf", one.transfer_id),
        market=one.market_code,
        amount_fen=one.fen,
        state=_state(one),
        result=one.result,
        created_at=local(one.created_at),
        expires_at=local(one.expires_at) if one.expires_at else None,
        finished_at=local(one.finished_at) if one.finished_at else None,
        confirm=MerchantTransfer(account.sp_mchid, account.sp_appid, one.package_info)
        if one.package_info and confirmable
        else None,
    )


def _state(one: Transfer) -> str:
    """A dead letter is ours to look at: to its person it is still being prepared."""
    if one.cancel_asked and one.alive:
        return "cancelling"
    return one.state.value if one.alive or one.finished_at else "prepared"

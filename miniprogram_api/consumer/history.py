"""What moved in a wallet: splits, transfers, what stores distributed, and what was swept."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.route import Call
from miniprogram_api.shapes import InMarket, Limit, local
from models import merchant, wallet
from models.ids import read_id, write_id
from models.payout import transfer

MovementCursor = Annotated[str, Meta(pattern=r"^mov_[0-7][0-9a-hjkmnp-tv-z]{12}$", max_length=17)]


class MovementPages(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of a wallet's history: up to `limit` after `cursor`."""

    limit: Limit = 20
    cursor: MovementCursor | UnsetType = UNSET


class MovementFacts(Struct, frozen=True, kw_only=True):
    """One movement; `kind` is split, transfer, sweep, release, redemption or distribution.

    `result` is PENDING, SUCCESS, or why nothing arrived; of a sweep, account_closed or
    market_closed: what no rail carries went back to shoppers; of what comes into the wallet,
    distributed, released or redeemed, the last two with `_less_debt` where some of it covered what
    refunds had left owing. `words` say it.
    """

    kind: str
    amount_fen: int
    result: str
    words: str
    store_name: str | None
    created_at: datetime
    finished_at: datetime | None


class History(Struct, frozen=True, kw_only=True):
    """A page of movements, newest first."""

    movements: list[MovementFacts]
    next_cursor: str | None


async def wallet_history(call: Call[MovementPages]) -> History:
    """What moved in one's own wallet, newest first."""
    page = call.asked
    before = read_id("mov", page.cursor) if page.cursor else None
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, page.market_code)
        found = await wallet.movements_page(
            connection,
            market_code=market,
            consumer_no=call.number,
            limit=page.limit + 1,
            before=before,
        )
    shown = found[: page.limit]
    return History(
        movements=[_facts(one, call.english) for one in shown],
        next_cursor=write_id("mov", shown[-1].movement_id) if len(found) > page.limit else None,
    )


def _facts(one: wallet.Movement, english: bool) -> MovementFacts:
    return MovementFacts(
        kind=one.kind,
        amount_fen=one.fen,
        result=one.result,
        words=transfer.words_of(one.result)[english],
        store_name=one.store_name,
        created_at=local(one.created_at),
        finished_at=local(one.finished_at) if one.finished_at else None,
    )

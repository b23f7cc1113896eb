"""What midnights released to a consumer, and why it was so much."""

from datetime import date, datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from miniprogram_api.route import Call
from miniprogram_api.rule import RuleName
from miniprogram_api.shapes import InMarket, Limit, local
from models import merchant, rulebook, weekday_pool
from models.ids import write_id
from models.refusal import Refusal
from models.weekday_pool import LastMidnight, Share

Day = Annotated[date, Meta(description="a market day", examples=["2026-03-03"])]


class ReleaseUnknown(Refusal):
    """The midnight of that day brought this consumer nothing."""

    code = "release.unknown"


class ReleasePages(InMarket, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of one's releases: up to `limit` of days before `cursor`."""

    limit: Limit = 20
    cursor: Day | UnsetType = UNSET


class ReleaseFacts(Struct, frozen=True, kw_only=True):
    """What the midnight of a day brought; `covered_fen` of it covered what refunds left owing."""

    day: date
    amount_fen: int
    covered_fen: int
    released_at: datetime


class ReleaseList(Struct, frozen=True, kw_only=True):
    """A page of releases, newest first."""

    releases: list[ReleaseFacts]
    next_cursor: date | None


class OwnPart(Struct, frozen=True, kw_only=True):
    """One claim's part: `amount_fen` by its `weight` of `whole_weight`, at most `lacking_fen`.

    The weight is what it lacked times the multiplier, which `active_days` and `partners` make.
    """

    claim_id: str
    amount_fen: int
    lacking_fen: int
    active_days: int
    partners: int
    multiplier: int
    weight: int
    whole_weight: int
    sentences: list[str]


class ReleasePage(ReleaseFacts, frozen=True, kw_only=True):
    """A release as one's own claims saw it.

    `release_bp` of `pool_fen` made `fund_fen`, shared among `claims` claims; `left_fen` stayed.
    """

    pool_fen: int
    release_bp: int
    fund_fen: int
    left_fen: int
    claims: int
    own: list[OwnPart]
    rule: RuleName


async def release_list(call: Call[ReleasePages]) -> ReleaseList:
    """What midnights brought to oneself, newest first."""
    page = call.asked
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, page.market_code)
        found = await weekday_pool.shares(
            connection,
            market_code=market,
            consumer_no=call.number,
            limit=page.limit + 1,
            before=page.cursor or None,
        )
    shown = found[: page.limit]
    return ReleaseList(
        releases=[release_facts(one) for one in shown],
        next_cursor=shown[-1].day if len(found) > page.limit else None,
    )


async def release_page(call: Call[InMarket]) -> ReleasePage:
    """Why the midnight of a day brought one so much, claim by claim."""
    day = _read_day(call.path["day"])
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market_code)
        share = await weekday_pool.share_on(
            connection, market_code=market, consumer_no=call.number, day=day
        )
        midnight = await weekday_pool.midnight_of(connection, market, day) if share else None
        if share is None or midnight is None or midnight.released is None:
            raise ReleaseUnknown(day=day.isoformat())
        version = await rulebook.load_no(
            connection, market_code=market, book_no=midnight.released.book_no
        )
    released, facts = midnight.released, release_facts(share)
    return ReleasePage(
        day=facts.day,
        amount_fen=facts.amount_fen,
        covered_fen=facts.covered_fen,
        released_at=facts.released_at,
        pool_fen=released.pool_fen,
        release_bp=released.release_bp,
        fund_fen=released.fund_fen,
        left_fen=released.left_fen,
        claims=len(released.claims),
        own=_own_parts(call, midnight),
        rule=RuleName(version.book_no, version.hash),
    )


def release_facts(share: Share) -> ReleaseFacts:
    """A share as lists show it."""
    return ReleaseFacts(
        day=share.day,
        amount_fen=share.fen,
        covered_fen=share.covered_fen,
        released_at=local(share.released_at),
    )


def _own_parts(call: Call[InMarket], midnight: LastMidnight) -> list[OwnPart]:
    """Those claims of the caller to which the midnight brought something."""
    released = midnight.released
    if released is None:
        return []
    return [
        OwnPart(
            claim_id=write_id("clm", claim_no),
            amount_fen=part.paid_fen,
            lacking_fen=part.lacking_fen,
            active_days=part.active_days,
            partners=part.partners,
            multiplier=part.multiplier,
            weight=part.weight,
            whole_weight=part.whole_weight,
            sentences=weekday_pool.tell_share(
                midnight.day, released, part, midnight.book, english=call.english
            ),
        )
        for claim_no, part in weekday_pool.parts_of(released, call.number).items()
    ]


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReleaseUnknown(day=text) from None

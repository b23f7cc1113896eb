"""How long a store's rebates wait before they are paid out, and what a shorter wait risks."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from miniprogram_api.route import Call, Nothing
from miniprogram_api.shapes import local
from models import merchant
from models.ids import write_id
from models.merchant import StoreWithoutTerms

HoldSeconds = Annotated[
    int, Meta(ge=60, le=2_592_000, description="at most 30 days", examples=[86_400])
]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class Hold(Struct, frozen=True, kw_only=True):
    """The wait that applies to bills opened now."""

    hold_seconds: int
    since: datetime
    risk_accepted_by: str | None
    risk_accepted_at: datetime | None


class HoldWish(Struct, frozen=True, forbid_unknown_fields=True):
    """The wait to look at."""

    hold_seconds: HoldSeconds


class HoldPreview(Struct, frozen=True, kw_only=True):
    """What must be accepted for this wait; both are None where nothing has to be."""

    hold_seconds: int
    risk: str | None
    risk_hash: str | None


class HoldRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The wait to choose; `accepted_risk` is the `risk_hash` of the words that were accepted."""

    hold_seconds: HoldSeconds
    accepted_risk: Hash | None = None


async def hold_page(call: Call[Nothing]) -> Hold:
    """How long this store's rebates wait."""
    async with call.house.database.connection() as connection:
        member = await merchant.staff_member(connection, staff_no=call.number)
        present = await merchant.present_terms(
            connection, merchant_no=member.merchant_no, at=call.house.clock()
        )
    return _hold(present)


async def preview_hold(call: Call[HoldWish]) -> HoldPreview:
    """What another wait would risk, in words, before it is chosen."""
    wanted = call.asked.hold_seconds
    return HoldPreview(
        hold_seconds=wanted,
        risk=merchant.risk_words(wanted, english=call.english),
        risk_hash=merchant.risk_hash(wanted),
    )


async def choose_hold(call: Call[HoldRequest]) -> Hold:
    """Choose another wait for bills opened from now on; owners only."""
    house = call.house
    async with house.database.connection() as connection:
        member = await merchant.staff_member(connection, staff_no=call.number)
    chosen = await merchant.choose_hold(
        house.database,
        member=member,
        hold_seconds=call.asked.hold_seconds,
        accepted_hash=call.asked.accepted_risk,
        by=write_id("stf", member.staff_no),
        at=house.clock(),
    )
    return _hold(chosen)


def _hold(terms: merchant.PresentTerms | None) -> Hold:
    if terms is None:
        raise StoreWithoutTerms
    return Hold(
        hold_seconds=terms.hold_seconds,
        since=local(terms.effective_at),
        risk_accepted_by=terms.risk_accepted_by,
        risk_accepted_at=local(terms.risk_accepted_at) if terms.risk_accepted_at else None,
    )

"""How long a merchant lets its rebates wait before they are paid out; a change is other terms."""

from datetime import datetime

from msgspec import Struct, json

from models.database import Connection, Database
from models.merchant.admission import ChosenTerms, RiskAccepted
from models.merchant.operations import choose_terms
from models.merchant.queries import StaffMember
from models.refusal import Refusal


class OwnerNeeded(Refusal):
    """Only an owner of the merchant may do this."""

    code = "staff.owner_needed"


class PresentTerms(Struct, frozen=True, kw_only=True):
    """The terms that apply now, and who accepted the risk of their hold, if anybody had to."""

    effective_at: datetime
    discount_bp: int
    tier_uppers_fen: tuple[int, ...]
    hold_seconds: int
    risk_accepted_by: str | None
    risk_accepted_at: datetime | None


async def present_terms(
    connection: Connection, *, merchant_no: int, at: datetime
) -> PresentTerms | None:
    """The terms of a merchant at a moment; None before it has any."""
    row = await connection.fetchrow(
        "SELECT effective_at, discount_bp, tier_uppers, hold_seconds, risk_accepted_by,"
        " risk_accepted_at FROM merchant_terms WHERE merchant_no = $1 AND effective_at <= $2"
        " ORDER BY effective_at DESC LIMIT 1",
        *(merchant_no, at),
    )
    if row is None:
        return None
    facts = dict(row)
    uppers = json.decode(facts.pop("tier_uppers"), type=tuple[int, ...])
    return PresentTerms(tier_uppers_fen=uppers, **facts)


async def choose_hold(
    database: Database,
    *,
    member: StaffMember,
    hold_seconds: int,
    accepted_hash: str | None,
    by: str,
    at: datetime,
) -> PresentTerms | None:
    """Let an owner choose another hold from `at` on; everything else of the terms stays.

    `accepted_hash` is that of the words that the owner, named `by`, has accepted. Raises
    `OwnerNeeded` and the refusals of `choose_terms`. The hold that applies already stays as it is.
    """
    if member.role != "owner":
        raise OwnerNeeded(role=member.role)
    async with database.connection() as connection:
        present = await present_terms(connection, merchant_no=member.merchant_no, at=at)
    if present is None or present.hold_seconds == hold_seconds:
        return present
    risk = RiskAccepted(by=by, at=at, words_hash=accepted_hash) if accepted_hash else None
    terms = ChosenTerms(
        discount_bp=present.discount_bp,
        tier_uppers_fen=present.tier_uppers_fen,
        hold_seconds=hold_seconds,
        risk=risk,
    )
    await choose_terms(database, merchant_no=member.merchant_no, terms=terms, at=at)
    async with database.connection() as connection:
        return await present_terms(connection, merchant_no=member.merchant_no, at=at)

"""Markets open, merchants join and choose their terms, staff and agents take up their roles.

These happen a few times a day and go through the ORM; only where books open with the market is it
one SQL transaction.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct, structs
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from models import ledger
from models.database import Connection, Database
from models.merchant.admission import ChosenTerms, refuse_unless_admitted
from models.merchant.agency import region_at
from models.merchant.recruiting import refuse_circles
from models.merchant.region import city_name, region
from models.merchant.tables import Merchant, MerchantTerms, Staff
from models.people import Seal
from models.refusal import Refusal

Role = Literal["owner", "manager", "cashier"]


class RegionOutsideMarket(Refusal):
    """The district lies in another city than the market."""

    code = "merchant.region_outside_market"


class EnrolmentConflict(Refusal):
    """The scene is taken already, or a payee that is named does not exist."""

    code = "merchant.enrolment_conflict"


class TermsNotForward(Refusal):
    """Terms apply forward: later than those that were chosen before."""

    code = "merchant.terms_not_forward"


class Enrolment(Struct, frozen=True, kw_only=True):
    """A merchant as it joins; `max_split_bp` is the share of a bill that WeChat lets it split."""

    market_code: int
    scene: str
    name: str
    industry: str
    region_code: int
    sub_mchid: str
    max_split_bp: int
    locker_payee_no: int | None = None
    bd_payee_no: int | None = None
    inviter_payee_no: int | None = None


async def open_market(connection: Connection, *, market_code: int) -> None:
    """Open a city's market and its books; opening it again changes nothing."""
    await connection.execute(
        "INSERT INTO markets (market_code, name) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        *(market_code, city_name(market_code)),
    )
    await ledger.open_books(connection, market_code)


async def enrol(
    database: Database, *, enrolment: Enrolment, terms: ChosenTerms, at: datetime
) -> int:
    """Let a merchant join with its first terms, which apply from `at`; returns its number.

    Its district must lie in its market, its terms within the rule book in force there, and nobody
    is paid for bringing themselves or in a circle (see `recruiting`).
    """
    async with database.connection() as connection:
        place = region(await region_at(connection, enrolment.region_code, at))
    if place.city_code != enrolment.market_code:
        raise RegionOutsideMarket(region_code=enrolment.region_code)
    await refuse_unless_admitted(
        database,
        terms,
        enrolment.market_code,
        industry=enrolment.industry,
        max_split_bp=enrolment.max_split_bp,
        at=at,
    )
    try:
        async with in_transaction() as transaction:
            await refuse_circles(
                transaction,
                sub_mchid=enrolment.sub_mchid,
                inviter_payee_no=enrolment.inviter_payee_no,
                bd_payee_no=enrolment.bd_payee_no,
            )
            merchant = await Merchant.create(
                **structs.asdict(enrolment),
                region_name=place.name,
                open=True,
                created_at=at,
                using_db=transaction,
            )
            await _choose(merchant.merchant_no, terms, at, transaction)
    except IntegrityError as conflict:
        raise EnrolmentConflict(scene=enrolment.scene) from conflict
    return int(merchant.merchant_no)


async def choose_terms(
    database: Database, *, merchant_no: int, terms: ChosenTerms, at: datetime
) -> None:
    """Give other terms from `at` on, within the rule book in force then."""
    merchant = await Merchant.get(merchant_no=merchant_no)
    await refuse_unless_admitted(
        database,
        terms,
        merchant.market_code,
        industry=merchant.industry,
        max_split_bp=merchant.max_split_bp,
        at=at,
    )
    if await MerchantTerms.exists(merchant_no=merchant_no, effective_at__gte=at):
        raise TermsNotForward(merchant_no=merchant_no)
    try:
        await _choose(merchant_no, terms, at, None)
    except IntegrityError as conflict:
        raise TermsNotForward(merchant_no=merchant_no) from conflict


async def set_open(*, merchant_no: int, open: bool) -> None:
    """Open or close the shop for new orders."""
    await Merchant.filter(merchant_no=merchant_no).update(open=open)


async def add_staff(*, seal: Seal, merchant_no: int, role: Role, openid: str, at: datetime) -> int:
    """Let the person with this openid (of the merchant assistant) work at the merchant."""
    sealed = seal.seal(openid)
    staff = await Staff.create(
        merchant_no=merchant_no,
        role=role,
        openid_index=sealed.index,
        openid_sealed=sealed.sealed,
        openid_key=sealed.key_no,
        created_at=at,
    )
    return int(staff.staff_no)


async def _choose(
    merchant_no: int, terms: ChosenTerms, at: datetime, transaction: BaseDBAsyncClient | None
) -> None:
    await MerchantTerms.create(
        merchant_no=merchant_no,
        effective_at=at,
        discount_bp=terms.discount_bp,
        tier_uppers=list(terms.tier_uppers_fen),
        hold_seconds=terms.hold_seconds,
        risk_accepted_by=terms.risk and terms.risk.by,
        risk_accepted_at=terms.risk and terms.risk.at,
        risk_hash=terms.risk and terms.risk.words_hash,
        using_db=transaction,
    )

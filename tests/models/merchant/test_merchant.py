from datetime import timedelta

import asyncpg
import pytest
from msgspec.structs import replace

from models import merchant, people, rulebook
from models.database import Database
from models.ledger import Kind, account
from models.merchant.admission import (
    DiscountOutsideBook,
    HoldTooShort,
    IndustryFixed,
    SplitTooSmall,
    TiersUnfit,
)
from models.merchant.operations import EnrolmentConflict, RegionOutsideMarket, TermsNotForward
from models.merchant.queries import StaffUnknown, StoreUnknown, StoreWithoutTerms
from models.merchant.region import RegionUnknown
from models.rulebook.book import Bilingual, Industry
from models.rulebook.queries import NoneInForce
from tests.market import MARKET, OPENED_AT, SEAL, enrol, open_market

DAY = timedelta(days=1)


@pytest.fixture(scope="module", autouse=True)
async def market(database: Database) -> None:
    await open_market(database)


async def _consumer(database: Database, openid: str) -> int:
    async with database.connection() as connection:
        return await people.consumer_with_openid(connection, seal=SEAL, openid=openid, at=OPENED_AT)


async def test_a_store_is_found_by_its_code(database: Database) -> None:
    store = await enrol(database, "west-lake")
    assert (store.market_code, store.region_name) == (MARKET, "杭州市西湖区")
    assert (store.discount_bp, store.open) == (1000, True)
    assert store.tier_uppers_fen == (10_000, 20_000, 50_000)
    assert store.version.book_no == 1
    async with database.connection() as connection:
        with pytest.raises(StoreUnknown):
            await merchant.by_scene(connection, scene="nowhere", at=OPENED_AT)
        with pytest.raises(StoreWithoutTerms):
            await merchant.by_scene(connection, scene="west-lake", at=OPENED_AT - DAY)


async def test_terms_apply_forward_and_stay(database: Database) -> None:
    store = await enrol(database, "terms")
    later = merchant.ChosenTerms(discount_bp=2000, tier_uppers_fen=(5_000,))
    number, at = store.merchant_no, OPENED_AT + DAY
    await merchant.choose_terms(database, merchant_no=number, terms=later, at=at)
    with pytest.raises(TermsNotForward):
        await merchant.choose_terms(database, merchant_no=number, terms=later, at=at)
    async with database.connection() as connection:
        before = await merchant.by_scene(connection, scene="terms", at=OPENED_AT)
        after = await merchant.by_scene(connection, scene="terms", at=at)
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute("UPDATE merchant_terms SET discount_bp = 1")
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute("DELETE FROM merchant_terms")
    assert (before.discount_bp, after.discount_bp) == (1000, 2000)
    assert after.tier_uppers_fen == (5_000,)


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        (merchant.ChosenTerms(discount_bp=599), DiscountOutsideBook),
        (merchant.ChosenTerms(discount_bp=3001), DiscountOutsideBook),
        (merchant.ChosenTerms(discount_bp=-1), DiscountOutsideBook),
        (merchant.ChosenTerms(discount_bp=2600), SplitTooSmall),
        (merchant.ChosenTerms(discount_bp=1000, hold_seconds=59), HoldTooShort),
        (merchant.ChosenTerms(discount_bp=1000, tier_uppers_fen=(9, 5)), TiersUnfit),
        (merchant.ChosenTerms(discount_bp=1000, tier_uppers_fen=(0,)), TiersUnfit),
        (merchant.ChosenTerms(discount_bp=1000, tier_uppers_fen=range(1, 17)), TiersUnfit),
    ],
)
async def test_terms_outside_the_book_are_refused(
    database: Database, terms: merchant.ChosenTerms, refusal: type[Exception]
) -> None:
    scene = f"refused-{terms.discount_bp}-{len(terms.tier_uppers_fen)}"
    enrolment = merchant.Enrolment(
        market_code=MARKET,
        scene=scene,
        name="店",
        industry="餐饮",
        region_code=330106,
        sub_mchid="1900000109",
        max_split_bp=2500,
    )
    with pytest.raises(refusal):
        await merchant.enrol(database, enrolment=enrolment, terms=terms, at=OPENED_AT)
    async with database.connection() as connection:
        with pytest.raises(StoreUnknown):
            await merchant.by_scene(connection, scene=scene, at=OPENED_AT)


async def test_enrolment_keeps_to_the_map(database: Database) -> None:
    with pytest.raises(RegionOutsideMarket):
        await enrol(database, "beijing", region_code=110101)
    with pytest.raises(RegionUnknown):
        await enrol(database, "nowhere", region_code=999999)
    with pytest.raises(NoneInForce):
        await enrol(database, "no-market", market_code=110100, region_code=110101)
    await enrol(database, "twice")
    with pytest.raises(EnrolmentConflict):
        await enrol(database, "twice")
    with pytest.raises(EnrolmentConflict):
        await enrol(database, "no-payee", bd_payee_no=999_999)


async def test_the_first_store_stays_the_locker(database: Database) -> None:
    first, second = await enrol(database, "first"), await enrol(database, "second")
    number = await _consumer(database, "o-locked")
    async with database.connection() as connection:
        for store in (first, second, first):
            parties = await merchant.parties_of(
                connection, store=store, consumer_no=number, at=OPENED_AT
            )
            assert parties[0] == account(Kind.LOCKER, first.locker_payee_no or 0)
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute(
                "UPDATE consumers SET locker_payee_no = $1 WHERE consumer_no = $2",
                *(second.locker_payee_no, number),
            )


async def test_nobody_is_their_own_locker(database: Database) -> None:
    payee = await people.add_person_payee(seal=SEAL, name="摊主", openid="o-owner", at=OPENED_AT)
    store = await enrol(database, "owner-run", locker_payee_no=payee)
    owner, guest = await _consumer(database, "o-owner"), await _consumer(database, "o-guest")
    async with database.connection() as connection:
        lockers = [
            (await merchant.parties_of(connection, store=store, consumer_no=one, at=OPENED_AT))[0]
            for one in (owner, guest)
        ]
    assert lockers == [0, account(Kind.LOCKER, payee)]


async def test_agents_are_those_in_office(database: Database) -> None:
    old = await people.add_merchant_payee(name="前任", mchid="1900000201", at=OPENED_AT)
    new = await people.add_merchant_payee(name="现任", mchid="1900000202", at=OPENED_AT)
    async with database.transaction() as connection:
        for code, payee, at in (
            (330106, old, OPENED_AT),
            (330106, new, OPENED_AT + DAY),
            (330000, old, OPENED_AT),
        ):
            await merchant.appoint_agent(connection, region_code=code, payee_no=payee, at=at)
    store = await enrol(database, "agents", bd_payee_no=new)
    number = await _consumer(database, "o-agents")
    async with database.connection() as connection:
        today, tomorrow = [
            await merchant.parties_of(connection, store=store, consumer_no=number, at=at)
            for at in (OPENED_AT, OPENED_AT + DAY)
        ]
    assert today[1:] == [
        account(Kind.BD, new),
        account(Kind.AGENT, old),
        0,
        account(Kind.AGENT, old),
        0,
    ]
    assert tomorrow[4] == account(Kind.AGENT, new)


async def test_staff_log_in_where_they_work(database: Database) -> None:
    store = await enrol(database, "staffed")
    number = await merchant.add_staff(
        seal=SEAL, merchant_no=store.merchant_no, role="cashier", openid="o-staff", at=OPENED_AT
    )
    async with database.connection() as connection:
        member = await merchant.staff_with_openid(connection, seal=SEAL, openid="o-staff")
        assert (member.staff_no, member.merchant_no) == (number, store.merchant_no)
        with pytest.raises(StaffUnknown):
            await merchant.staff_with_openid(connection, seal=SEAL, openid="o-nobody")


async def test_an_industry_with_a_fixed_discount_gives_exactly_that(database: Database) -> None:
    begins, food = OPENED_AT + 900 * DAY, {"zh": "餐饮", "en": "Food"}
    book = rulebook.default_weekday_pool_book(market_code=MARKET, effective_at=begins)
    fixed = Industry(name=Bilingual(**food), discount_bp=1200)
    async with database.transaction() as connection:
        await rulebook.publish(connection, replace(book, industries=(fixed,)), at=begins - DAY)
    with pytest.raises(IndustryFixed):
        await enrol(database, "noodles-too-cheap", discount_bp=1300, at=begins)
    assert (await enrol(database, "noodles", discount_bp=1200, at=begins)).discount_bp == 1200
    books = await enrol(database, "books", discount_bp=1300, at=begins, industry="书店")
    with pytest.raises(IndustryFixed):
        await enrol(database, "food", discount_bp=1300, at=begins, industry="Food")
    await merchant.choose_terms(
        database,
        merchant_no=books.merchant_no,
        terms=merchant.ChosenTerms(discount_bp=900),
        at=begins + DAY,
    )

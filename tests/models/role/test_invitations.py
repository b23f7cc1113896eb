"""Merchants that bring merchants: nobody themselves, nobody in a circle, and never another one."""

import asyncpg
import pytest

from models import merchant, people
from models.database import Database
from models.ids import write_id
from models.ledger import Kind, account
from models.merchant.recruiting import InvitedInCircle, OwnRecruiter
from models.role import invitations
from models.role.invitations import AnotherLocker, InvitationUnknown
from tests.market import MARKET, OPENED_AT, SEAL, enrol, open_market

TERMS = merchant.ChosenTerms(discount_bp=1000)


@pytest.fixture(scope="module", autouse=True)
async def market(database: Database) -> None:
    await open_market(database)


def enrolment(scene: str, sub_mchid: str) -> merchant.Enrolment:
    return merchant.Enrolment(
        market_code=MARKET,
        scene=scene,
        name=scene,
        industry="餐饮",
        region_code=330106,
        sub_mchid=sub_mchid,
        max_split_bp=3000,
    )


async def invited(database: Database, code: int, scene: str, sub_mchid: str) -> int:
    return await invitations.enrol_invited(
        database,
        invitation_id=code,
        enrolment=enrolment(scene, sub_mchid),
        terms=TERMS,
        at=OPENED_AT,
    )


async def code_of(database: Database, merchant_no: int, invitation_id: int) -> int:
    async with database.transaction() as connection:
        found = await invitations.invitation_of_merchant(
            connection, merchant_no=merchant_no, invitation_id=invitation_id, at=OPENED_AT
        )
    return found.invitation_id


async def test_an_invited_merchant_pays_the_one_that_invited_it(database: Database) -> None:
    first = await enrol(database, "first", sub_mchid="1900000401")
    code = await code_of(database, first.merchant_no, 1)
    assert await code_of(database, first.merchant_no, 2) == code == 1
    second = await invited(database, code, "second", "1900000402")
    third = await invited(database, await code_of(database, second, 3), "third", "1900000403")
    with pytest.raises(OwnRecruiter):
        await invited(database, code, "own", "1900000401")
    for again in (1900000401, 1900000402):
        with pytest.raises(InvitedInCircle):
            await invited(database, await code_of(database, third, 4), f"c-{again}", str(again))
    with pytest.raises(InvitationUnknown):
        await invited(database, 999, "unknown", "1900000404")
    async with database.transaction() as connection:
        store = await merchant.by_scene(connection, scene="second", at=OPENED_AT)
        number = await people.consumer_with_openid(connection, seal=SEAL, openid="o", at=OPENED_AT)
        parties = await merchant.parties_of(
            connection, store=store, consumer_no=number, at=OPENED_AT
        )
        accounts = await people.payee_accounts(
            connection, seal=SEAL, payee_nos=[store.inviter_payee_no or 0]
        )
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute("UPDATE merchants SET inviter_payee_no = NULL")
    assert parties[5] == account(Kind.INVITER, store.inviter_payee_no or 0)
    assert [one.account for one in accounts.values()] == ["1900000401"]


async def test_a_consumer_brings_consumers(database: Database) -> None:
    store = await enrol(database, "tea")
    async with database.transaction() as connection:
        ada, bo, cy = [
            await people.consumer_with_openid(connection, seal=SEAL, openid=name, at=OPENED_AT)
            for name in ("o-ada", "o-bo", "o-cy")
        ]
        codes = {
            one: await invitations.invitation_of_consumer(
                connection, consumer_no=one, invitation_id=100 + one, at=OPENED_AT
            )
            for one in (ada, bo, cy)
        }
        for _ in range(2):
            await invitations.accept(
                connection, consumer_no=bo, invitation_id=codes[ada].invitation_id, at=OPENED_AT
            )
        refusals = {
            (ada, ada): people.OwnLocker,
            (ada, bo): people.LockerInCircle,
            (bo, cy): AnotherLocker,
        }
        for (guest, host), refusal in refusals.items():
            with pytest.raises(refusal):
                await invitations.accept(
                    connection,
                    consumer_no=guest,
                    invitation_id=codes[host].invitation_id,
                    at=OPENED_AT,
                )
        parties = await merchant.parties_of(connection, store=store, consumer_no=bo, at=OPENED_AT)
        assert parties[0] == account(Kind.LOCKER, codes[ada].payee_no)
        await people.unbind_locker(connection, consumer_no=bo, why="asked", at=OPENED_AT)
        parties = await merchant.parties_of(connection, store=store, consumer_no=bo, at=OPENED_AT)
        assert parties[0] == 0, "whoever unbinds stays unbound, at any store"
        accounts = await people.payee_accounts(
            connection, seal=SEAL, payee_nos=[codes[ada].payee_no]
        )
    assert accounts[codes[ada].payee_no].account == "o-ada"
    assert accounts[codes[ada].payee_no].name == write_id("usr", ada)


async def test_a_scan_binds_before_any_bill(database: Database) -> None:
    scanned, other = await enrol(database, "scanned"), await enrol(database, "other")
    stall = await people.add_person_payee(seal=SEAL, name="摊主", openid="o-stall", at=OPENED_AT)
    own = await enrol(database, "stall", locker_payee_no=stall)
    async with database.transaction() as connection:
        guest, keeper = [
            await people.consumer_with_openid(connection, seal=SEAL, openid=name, at=OPENED_AT)
            for name in ("o-guest", "o-stall")
        ]
        assert (
            await merchant.bind_by_store(
                connection, store=own, consumer_no=keeper, ground="scan", at=OPENED_AT
            )
            is None
        )
        for store in (scanned, other):
            locker = await merchant.bind_by_store(
                connection, store=store, consumer_no=guest, ground="scan", at=OPENED_AT
            )
            assert locker == scanned.locker_payee_no
        binding = await people.binding_of(connection, consumer_no=guest)
    assert binding is not None
    assert (binding.ground, binding.merchant_no) == ("scan", scanned.merchant_no)

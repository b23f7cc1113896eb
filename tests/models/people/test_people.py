from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from models import people
from models.database import Database
from models.people.sealing import SealUnreadable
from models.people.sessions import TokenExpired, TokenRevoked, TokenUnknown
from tests.market import SEAL

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


async def test_one_openid_is_one_consumer(database: Database) -> None:
    async with database.connection() as connection:
        numbers = [
            await people.consumer_with_openid(connection, seal=SEAL, openid=openid, at=NOW)
            for openid in ("o-ada", "o-bo", "o-ada")
        ]
        assert numbers[0] == numbers[2] != numbers[1]
        found = await people.openids_of(connection, seal=SEAL, consumer_nos=[*numbers, 99_999])
    assert found == {numbers[0]: "o-ada", numbers[1]: "o-bo"}


async def test_no_openid_lies_open_in_the_table(database: Database) -> None:
    async with database.connection() as connection:
        await people.consumer_with_openid(connection, seal=SEAL, openid="o-secret", at=NOW)
        row = await connection.fetchrow(
            "SELECT * FROM consumers WHERE openid_index = $1", SEAL.index("o-secret")
        )
    assert b"o-secret" not in row["openid_sealed"]
    assert "o-secret" not in str(dict(row))


async def test_keys_change_without_stopping(database: Database) -> None:
    both = people.Seal(keys={1: b"1" * 32, 2: b"2" * 32}, index_key=b"i" * 32)
    only_new = people.Seal(keys={2: b"2" * 32}, index_key=b"i" * 32)
    payee = await people.add_person_payee(seal=SEAL, name="林", openid="o-lin", at=NOW)
    async with database.transaction() as connection:
        number = await people.consumer_with_openid(connection, seal=SEAL, openid="o-cy", at=NOW)
        with pytest.raises(SealUnreadable):
            await people.openids_of(connection, seal=only_new, consumer_nos=[number])
        assert await people.reseal(connection, seal=both) > 0
        assert await people.reseal(connection, seal=both) == 0
        found = await people.openids_of(connection, seal=only_new, consumer_nos=[number])
        accounts = await people.payee_accounts(connection, seal=only_new, payee_nos=[payee])
    assert found == {number: "o-cy"}
    assert accounts[payee].account == "o-lin"


async def test_payees_keep_their_kind(database: Database) -> None:
    shop = await people.add_merchant_payee(name="面馆", mchid="1900000109", at=NOW)
    person = await people.add_person_payee(seal=SEAL, name="陈", openid="o-chen", at=NOW)
    again = await people.add_person_payee(seal=SEAL, name="别名", openid="o-chen", at=NOW)
    assert again == person
    async with database.connection() as connection:
        accounts = await people.payee_accounts(connection, seal=SEAL, payee_nos=[shop, person])
        assert accounts[shop].receiver_type == "MERCHANT_ID"
        assert (accounts[person].receiver_type, accounts[person].name) == ("PERSONAL_OPENID", "陈")
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(
                "INSERT INTO payees (name, receiver_type, created_at) VALUES ('x', 'OTHER', now())"
            )


async def test_a_value_moved_to_another_row_does_not_open() -> None:
    ada, bo = SEAL.seal("o-ada"), SEAL.seal("o-bo")
    with pytest.raises(SealUnreadable):
        SEAL.unseal(people.Sealed(index=bo.index, sealed=ada.sealed, key_no=1))


async def test_a_session_ends_by_time_or_by_hand(database: Database) -> None:
    bearer = people.Bearer("consumer", 7, NOW + timedelta(hours=1))
    async with database.connection() as connection:
        await people.start_session(connection, token="t1", bearer=bearer, at=NOW)
        assert await people.bearer_of(connection, token="t1", at=NOW) == bearer
        with pytest.raises(TokenExpired):
            await people.bearer_of(connection, token="t1", at=NOW + timedelta(hours=1))
        await people.revoke_session(connection, token="t1", at=NOW)
        with pytest.raises(TokenRevoked):
            await people.bearer_of(connection, token="t1", at=NOW)
        with pytest.raises(TokenUnknown):
            await people.bearer_of(connection, token="t2", at=NOW)
        assert await connection.fetchval("SELECT count(*) FROM sessions WHERE token_hash='t1'") == 0

"""Agents: ends, terms that overlap, and regions whose codes are given up."""

from datetime import timedelta

import asyncpg
import pytest

from models import merchant, people
from models.database import Database
from models.ledger import Kind, account
from models.merchant.agency import AgentMissing, AgentOverlap, RegionMerged, SuccessorUnfit
from models.merchant.region import RegionUnknown, require_region, same_level
from tests.market import OPENED_AT, SEAL, enrol, open_market

DAY = timedelta(days=1)
WEST_LAKE, UPPER_CITY, LOWER_CITY, GONGSHU, JIANGGAN = 330106, 330102, 330103, 330105, 330104


@pytest.fixture(scope="module", autouse=True)
async def market(database: Database) -> None:
    await open_market(database)


@pytest.fixture(scope="module")
async def payees() -> list[int]:
    return [
        await people.add_merchant_payee(name="代理", mchid=f"19000003{n:02}", at=OPENED_AT)
        for n in range(4)
    ]


async def agents_at(database: Database, scene: str, days: int) -> list[int]:
    """The accounts of the agents whom a bill of the store pays so many days after opening."""
    at = OPENED_AT + days * DAY
    async with database.transaction() as connection:
        number = await people.consumer_with_openid(connection, seal=SEAL, openid="o", at=at)
        store = await merchant.by_scene(connection, scene=scene, at=at)
        parties = await merchant.parties_of(connection, store=store, consumer_no=number, at=at)
    return parties[2:5]


async def test_terms_end_and_do_not_overlap(database: Database, payees: list[int]) -> None:
    await enrol(database, "west", region_code=WEST_LAKE)
    first, second, third, _ = payees
    async with database.transaction() as connection:
        for payee, start, end in ((first, 0, None), (second, 10, 20), (third, 30, None)):
            await merchant.appoint_agent(
                connection,
                region_code=WEST_LAKE,
                payee_no=payee,
                at=OPENED_AT + start * DAY,
                until=OPENED_AT + end * DAY if end else None,
            )
        for start, end in ((5, 15), (15, 16), (19, None), (25, 31), (30, None)):
            with pytest.raises(AgentOverlap):
                await merchant.appoint_agent(
                    connection,
                    region_code=WEST_LAKE,
                    payee_no=first,
                    at=OPENED_AT + start * DAY,
                    until=OPENED_AT + end * DAY if end else None,
                )
        await merchant.end_agency(connection, region_code=WEST_LAKE, at=OPENED_AT + 40 * DAY)
        with pytest.raises(AgentMissing):
            await merchant.end_agency(connection, region_code=WEST_LAKE, at=OPENED_AT + 41 * DAY)
        with pytest.raises(RegionUnknown):
            await merchant.appoint_agent(
                connection, region_code=339900, payee_no=first, at=OPENED_AT
            )
    async with database.connection() as connection:
        with pytest.raises(asyncpg.ExclusionViolationError):
            await connection.execute(
                "INSERT INTO region_agents (region_code, payee_no, effective_from)"
                " VALUES ($1, $2, $3)",
                *(WEST_LAKE, first, OPENED_AT + 35 * DAY),
            )
    in_office = [(await agents_at(database, "west", day))[2] for day in (0, 10, 20, 30, 39, 40)]
    named = [account(Kind.AGENT, one) for one in (first, second, third)]
    assert in_office == [named[0], named[1], 0, named[2], named[2], 0]


async def test_a_merged_code_still_finds_its_agent(database: Database, payees: list[int]) -> None:
    old, new, other, _ = payees
    # A code that was given up in 2021: whoever joins under it stands in its successor.
    store = await enrol(database, "lower", region_code=LOWER_CITY)
    assert (store.region_code, store.region_name) == (GONGSHU, "杭州市拱墅区")
    await enrol(database, "upper", region_code=UPPER_CITY)
    async with database.transaction() as connection:
        await merchant.appoint_agent(
            connection, region_code=GONGSHU, payee_no=old, at=OPENED_AT, until=OPENED_AT + 9 * DAY
        )
        await merchant.appoint_agent(connection, region_code=UPPER_CITY, payee_no=new, at=OPENED_AT)
        with pytest.raises(RegionMerged):
            await merchant.appoint_agent(
                connection, region_code=LOWER_CITY, payee_no=other, at=OPENED_AT
            )
        # From the fifth day on Gongshu is part of a district that has an agent of its own; from the
        # seventh that is part of one without, and the agent goes on there.
        for one, successor, day in ((GONGSHU, UPPER_CITY, 5), (UPPER_CITY, WEST_LAKE + 2, 7)):
            for _ in range(2):
                await merchant.merge_region(
                    connection, region_code=one, successor_code=successor, at=OPENED_AT + day * DAY
                )
        for one, successor, refusal in (
            (WEST_LAKE + 2, GONGSHU, SuccessorUnfit),
            (JIANGGAN, 330100, SuccessorUnfit),
            (GONGSHU, WEST_LAKE, RegionMerged),
            (JIANGGAN, 330199, RegionUnknown),
        ):
            with pytest.raises(refusal):
                await merchant.merge_region(
                    connection, region_code=one, successor_code=successor, at=OPENED_AT
                )
    lower = [(await agents_at(database, "lower", day))[2] for day in (4, 5, 8, 10)]
    upper = [(await agents_at(database, "upper", day))[2] for day in (4, 5, 8, 10)]
    agents = [account(Kind.AGENT, one) for one in (old, new, new, new)]
    assert (lower, upper) == (agents, [agents[1]] * 4)


async def test_every_code_given_up_leads_to_one_that_is_known(database: Database) -> None:
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT region_code, region_at(region_code, now()) FROM region_successors"
        )
    assert len(rows) > 300
    for code, present in rows:
        require_region(present)
        assert same_level(code, present)

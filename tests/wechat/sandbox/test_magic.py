"""Amounts that work magic, where they are let to; the page about them is made from their list."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.wechat.sandbox.world import PERSON, SUB, Sandbox
from wechat.sandbox.app import build
from wechat.sandbox.faults import CALLBACK_KINDS
from wechat.sandbox.magic import Magic, spells, table
from wechat.sandbox.settings import Settings

PAGE = Path(__file__).parents[3] / "docs" / "sandbox.md"


@pytest.fixture
async def magician(credentials, sdk, tmp_path, ear) -> AsyncIterator[Sandbox]:
    settings = Settings(market_clock=str(tmp_path / "clock"), magic_amounts=True)
    runner = web.AppRunner(build(settings, credentials), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    async with aiohttp.ClientSession() as session:
        world = Sandbox(url, credentials.identity, session, ear, sdk)
        await world.control("POST", "/merchants", {"sub_mchid": SUB, "name": "西湖面馆"})
        people = [{"openid": who} for who in (PERSON, "o-user-1")]
        await world.control("POST", "/shoppers", people)
        yield world
    await runner.cleanup()


def test_the_page_shows_the_list_as_it_is():
    assert table() in PAGE.read_text(encoding="utf-8")


def test_no_amount_works_two_spells_and_every_notice_has_its_fault():
    assert len({(spell.on, spell.fen) for spell in spells()}) == len(spells())
    kinds = {s.effect.removeprefix("notice_") for s in spells() if s.effect.startswith("notice_")}
    assert kinds <= CALLBACK_KINDS


def test_magic_is_off_unless_it_is_asked_for():
    for spell in spells():
        assert Magic(False).of(spell.on, 1_000 + spell.fen) == ""
        assert Magic(True).of(spell.on, 1_000 + spell.fen) == spell.effect


@pytest.mark.parametrize(("ending", "status"), [(71, "ABNORMAL"), (72, "CLOSED"), (70, "SUCCESS")])
async def test_how_a_refund_ends(magician, ending, status):
    transaction_id = await magician.paid(total=1_000 + ending)
    amount = {"refund": 100, "total": 1_000 + ending, "currency": "CNY"}
    wish = {"out_refund_no": "R1", "transaction_id": transaction_id, "amount": amount}
    assert (await magician.call(magician.sdk.refund, **wish, sub_mchid=SUB))[0] == 200
    await magician.advance(5)
    query = {"out_refund_no": "R1", "sub_mchid": SUB}
    _, told = await magician.call(magician.sdk.query_refund, **query)
    assert told["status"] == status


@pytest.mark.parametrize("ending", [81, 82, 83, 84])
async def test_why_persons_are_not_paid(magician, ending):
    transaction_id = await magician.paid(total=10_000 + ending)
    await magician.add_person("o-user-1")
    await magician.split(transaction_id, [("o-user-1", 10)])
    await magician.advance(5)
    given = {"transaction_id": transaction_id, "out_order_no": "S1", "sub_mchid": SUB}
    _, told = await magician.call(magician.sdk.profitsharing_order_query, **given)
    (spell,) = [s for s in spells() if s.fen == ending]
    assert [f"line_{line.get('fail_reason')}" for line in told["receivers"]] == [spell.effect]


@pytest.mark.parametrize(("ending", "count"), [(73, 0), (74, 2), (76, 2), (70, 1)])
async def test_how_a_payment_is_told(magician, ear, ending, count):
    _, prepaid = await magician.order(total=1_000 + ending)
    wish = {"prepay_id": prepaid["prepay_id"], "openid": PERSON}
    await magician.control("POST", "/pay", wish)
    if count:
        await ear.count(count)
    _, told = await magician.control("GET", "/callbacks")
    assert told["counts"].get("delivered", 0) == (1 if count else 0)
    assert len(ear.heard) == count

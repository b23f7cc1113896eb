"""The official-minded SDK downloads every kind of bill; what is planted is in them."""

import asyncio
import gzip
import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.wechat.sandbox.world import SUB

CHINA = timezone(timedelta(hours=8))


@pytest.fixture
async def day(sandbox) -> str:
    """A day with one bill, two split lines and a top-up; the clock stands at ten the next day."""
    now = datetime.fromisoformat((await sandbox.control("GET", "/clock"))[1]["now"])
    noon = (now.astimezone(CHINA) + timedelta(days=1)).replace(hour=12, minute=0, second=0)
    await sandbox.control("POST", "/clock", {"now": noon.isoformat()})
    transaction = await sandbox.paid()
    for who in ("o-user-1", "o-user-2"):
        await sandbox.add_person(who)
    await sandbox.split(transaction, [("o-user-1", 3), ("o-user-2", 4)])
    await sandbox.control("POST", "/flows", {"fen": 500, "account": "OPERATION"})
    await sandbox.control("POST", "/flows", {"fen": 700})
    await sandbox.advance(86_400 - 2 * 3_600)
    return noon.date().isoformat()


async def _download(sandbox, door, **given) -> list[str]:
    status, link = await sandbox.call(door, **given)
    assert status == 200, link
    status, body = await _raw(sandbox, link["download_url"])
    assert status == 200
    content = gzip.decompress(body)
    assert hashlib.sha1(content).hexdigest() == link["hash_value"]
    return content.decode("utf-8-sig").splitlines()


async def _raw(sandbox, url):
    return await asyncio.to_thread(sandbox.sdk.download_bill, url)


async def test_the_sdk_downloads_every_kind(sandbox, day) -> None:
    sdk = sandbox.sdk
    trade = await _download(sandbox, sdk.trade_bill, bill_date=day)
    split = await _download(sandbox, sdk.profitsharing_bill, bill_date=day, sub_mchid=SUB)
    basic = await _download(sandbox, sdk.fundflow_bill, bill_date=day)
    operation = await _download(sandbox, sdk.fundflow_bill, bill_date=day, account_type="OPERATION")
    assert [len(lines) for lines in (trade, split, basic, operation)] == [4, 5, 4, 4]
    assert trade[0].count(",") == 26
    assert trade[-1] == "`1,`100.00,`0.00,`0.00,`0.60,`100.00,`0.00"
    assert split[-1] == "`2,`0.07,`0.00"
    assert basic[-1] == "`1,`1,`7.00,`0,`0.00"
    assert all(value.startswith("`") for value in trade[1].split(","))


async def test_the_success_bill_has_no_refund_columns_and_the_refund_bill_has_times(
    sandbox, day
) -> None:
    success = await _download(sandbox, sandbox.sdk.trade_bill, bill_date=day, bill_type="SUCCESS")
    assert "退款" not in success[0]
    status, none = await sandbox.call(sandbox.sdk.trade_bill, bill_date=day, bill_type="REFUND")
    assert (status, none["code"]) == (400, "NO_STATEMENT_EXIST")


async def test_before_nine_a_bill_is_being_made(sandbox, day) -> None:
    tomorrow = datetime.fromisoformat(day).replace(tzinfo=CHINA) + timedelta(days=1)
    status, refusal = await sandbox.call(
        sandbox.sdk.trade_bill, bill_date=tomorrow.date().isoformat()
    )
    assert (status, refusal["code"]) == (400, "INVALID_REQUEST")
    eight = (tomorrow + timedelta(days=1)).replace(hour=8)
    await sandbox.control("POST", "/clock", {"now": eight.astimezone(UTC).isoformat()})
    status, refusal = await sandbox.call(
        sandbox.sdk.trade_bill, bill_date=tomorrow.date().isoformat()
    )
    assert (status, refusal["code"]) == (400, "STATEMENT_CREATING")


@pytest.mark.parametrize(
    ("plant", "lines", "total"),
    [
        ({"kind": "missing_line"}, 4, "0.04"),
        ({"kind": "extra_line", "line": 1}, 6, "0.11"),
        ({"kind": "other_amount", "fen": 5}, 5, "0.12"),
        ({"kind": "unknown_columns"}, 5, "0.07"),
    ],
)
async def test_what_is_planted_is_in_the_bill(sandbox, day, plant, lines, total) -> None:
    await sandbox.control("POST", "/bills/breaks", {"bill": "split", "day": day} | plant)
    found = await _download(sandbox, sandbox.sdk.profitsharing_bill, bill_date=day)
    assert len(found) == lines
    assert found[-1].split(",")[1] == f"`{total}"


async def test_a_dead_link_says_so(sandbox, day) -> None:
    _, link = await sandbox.call(sandbox.sdk.trade_bill, bill_date=day)
    await sandbox.control("POST", "/bills/links/expire", {})
    status, refusal = await _raw(sandbox, link["download_url"])
    assert (status, json.loads(refusal)["code"]) == (400, "INVALID_REQUEST")

"""Who brought whom, and what they earn by it, over the wire."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from models import merchant
from models.database import Database
from tests.market import SEAL, enrol
from tests.miniprogram_api.conftest import BEGAN_AT
from tests.settling import Paid, add_bills
from tests.settling import settle as settle_bills
from tests.stage import Answer, Stage

CONSUMER, MERCHANT = "/api/v1/consumer", "/api/v1/merchant"
numbers = count(1)


async def code_of(stage: Stage, token: str) -> str:
    answer = await stage.ask("POST", f"{CONSUMER}/invitation", token=token, body={})
    assert answer.status == 200, answer
    return str(answer.body["code"])


async def accept(stage: Stage, token: str, code: str) -> Answer:
    return await stage.ask(
        "POST", f"{CONSUMER}/invitations/accept", token=token, body={"code": code}
    )


async def locker(stage: Stage, token: str) -> dict[str, Any]:
    answer = await stage.ask("GET", f"{CONSUMER}/locker", token=token)
    assert answer.status == 200, answer
    return dict(answer.body)


def refused(answer: Answer, code: str) -> None:
    assert (answer.status, answer.body["code"]) == (409, code)


async def test_a_scan_binds_looking_does_not_and_leaving_is_for_good(stage: Stage) -> None:
    guest = await stage.login("o-roles-guest")
    assert (await stage.ask("GET", f"{CONSUMER}/stores/noodles", token=guest)).status == 200
    assert (await locker(stage, guest))["state"] == "none"
    refused(
        await stage.ask("POST", f"{CONSUMER}/locker/unbind", token=guest, body={}), "locker.none"
    )
    for scene in ("noodles", "tea"):
        scan = await stage.ask("POST", f"{CONSUMER}/stores/{scene}/scan", token=guest, body={})
        assert scan.body["store"]["scene"] == scene
        assert scan.body["locker"] == await locker(stage, guest)
    bound = await locker(stage, guest)
    assert (bound["state"], bound["ground"], bound["store_name"]) == ("bound", "scan", "西湖面馆")
    for _ in range(2):
        left = await stage.ask("POST", f"{CONSUMER}/locker/unbind", token=guest, body={})
        assert (left.status, left.body["state"]) == (200, "left")
    again = await stage.ask("POST", f"{CONSUMER}/stores/tea/scan", token=guest, body={})
    assert again.body["locker"]["state"] == "left"
    host = await stage.login("o-roles-host")
    refused(await accept(stage, guest, await code_of(stage, host)), "locker.left")


async def test_invitations_bind_once_and_never_round(stage: Stage) -> None:
    ada, bo, cy = [await stage.login(f"o-roles-{name}") for name in ("ada", "bo", "cy")]
    codes = [await code_of(stage, token) for token in (ada, bo, cy)]
    assert await code_of(stage, ada) == codes[0]
    refused(await accept(stage, ada, codes[0]), "locker.own")
    assert (await accept(stage, bo, codes[0])).body["ground"] == "invitation"
    assert (await accept(stage, bo, codes[0])).status == 200
    refused(await accept(stage, ada, codes[1]), "locker.circular")
    refused(await accept(stage, bo, codes[2]), "locker.bound")
    unknown = await accept(stage, bo, "inv_0000000000000")
    assert (unknown.status, unknown.body["code"]) == (404, "invitation.unknown")


async def test_statements_of_a_person_and_of_a_store(stage: Stage, database: Database) -> None:
    host, guest = await stage.login("o-earns"), await stage.login("o-spends")
    await accept(stage, guest, await code_of(stage, host))
    store = await enrol(database, "roles-store", at=BEGAN_AT, name="面包房")
    for openid, role in (("o-roles-owner", "owner"), ("o-roles-cashier", "cashier")):
        await merchant.add_staff(
            seal=SEAL, merchant_no=store.merchant_no, role=role, openid=openid, at=BEGAN_AT
        )
    orders = [
        await stage.ask(
            "POST",
            f"{CONSUMER}/orders",
            token=token,
            body={"scene": "roles-store", "amount_fen": 10_000},
            key=f"roles-order-{next(numbers)}",
        )
        for token in (guest, guest, await stage.login("o-roles-walks-in"))
    ]
    assert [one.status for one in orders] == [200] * 3
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT consumer_no, parties FROM orders WHERE merchant_no = $1 ORDER BY order_id",
            store.merchant_no,
        )
    bills = [
        Paid(n, row[0], 10_000, merchant_no=store.merchant_no, parties=row[1])
        for n, row in enumerate(rows, start=1)
    ]
    await add_bills(database, store.market_code, bills)
    await settle_bills(database, store.market_code, now=datetime.now(UTC))

    first = await stage.ask("GET", f"{CONSUMER}/earnings?limit=1", token=host, Accept_Language="en")
    assert first.status == 200, first
    (total,) = first.body["totals"]
    assert (total["role"], total["earned_fen"], total["closing_fen"]) == ("locker", 200, 200)
    (line,) = first.body["lines"]
    assert (line["what"], line["amount_fen"], line["state"]) == ("earned", 100, "held")
    assert line["store_name"] is None, "where a shopper was is nobody's business"
    assert line["shares"] == [
        {"party": "locker", "basis": "turnover", "rate_bp": 100, "of_fen": 10_000, "fen": 100}
    ]
    assert (line["nature"], line["withholding_fen"]) == ("labour", 0)
    assert line["nature_name"] == "Remuneration for services of a person"
    cursor = first.body["next_cursor"]
    rest = await stage.ask("GET", f"{CONSUMER}/earnings?cursor={cursor}", token=host)
    assert len(rest.body["lines"]) == 1
    assert rest.body["next_cursor"] is None
    for query in ("day=2026-02-30", "month=2026-13", "day=2026-03-02&month=2026-03"):
        wrong = await stage.ask("GET", f"{CONSUMER}/earnings?{query}", token=host)
        assert (wrong.status, wrong.body["code"]) == (404, "earnings.period_unreadable")
    assert (await stage.ask("GET", f"{CONSUMER}/earnings", token=guest)).body["totals"] == []

    owner = await stage.login("o-roles-owner", who="merchant")
    own = await stage.ask("GET", f"{MERCHANT}/earnings?role=locker", token=owner)
    assert [one["earned_fen"] for one in own.body["totals"]] == [100]
    code = await stage.ask("POST", f"{MERCHANT}/invitation", token=owner, body={})
    assert code.body["code"].startswith("inv_")
    cashier = await stage.login("o-roles-cashier", who="merchant")
    for method, path in (("GET", "earnings"), ("POST", "invitation")):
        body = {} if method == "POST" else None
        answer = await stage.ask(method, f"{MERCHANT}/{path}", token=cashier, body=body)
        assert answer.status == 403

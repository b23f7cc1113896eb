"""Through the doors: a register, a month's distribution, points, a promotion, and what is near."""

from datetime import UTC, datetime, timedelta

from models import exposure, merchant, shared_store
from models.clock import market_month, month_after
from models.database import Database
from models.exposure import points
from models.ids import read_id
from models.shared_store import Share
from tests.market import MARKET, SEAL
from tests.stage import Answer, Stage

NOW = datetime.now(UTC)
NEXT = f"{month_after(market_month(NOW)):%Y-%m}"
THIS = f"{market_month(NOW):%Y-%m}"
_M, _C = "/api/v1/merchant", "/api/v1/consumer"


async def _consumer(stage: Stage, openid: str) -> tuple[str, str]:
    answer = await stage.ask("POST", f"{_C}/login", body=await stage.code(openid))
    return answer.body["token"], answer.body["consumer_id"]


async def _set(stage: Stage, token: str, key: str, holders: list[object], **more: object) -> Answer:
    asked = {"from_month": NEXT, "holders": holders} | more
    return await stage.ask("POST", f"{_M}/registers", token=token, key=key, body=asked)


async def test_a_register_from_its_setting_to_its_holders(stage: Stage, database: Database) -> None:
    owner = await stage.login("o-chef", who="merchant")
    (ann, ann_id), (_, bob_id) = await _consumer(stage, "o-ann"), await _consumer(stage, "o-bob")
    parts = [[ann_id, 7_000], [bob_id, 3_000]]
    holders = [{"holder_id": who, "share": share} for who, share in parts]
    made = await _set(stage, owner, "register-1", holders)
    assert (made.status, made.body["version"], made.body["whole"]) == (200, 1, 10_000), made
    assert (await _set(stage, owner, "register-1", holders)).body == made.body, "the same key"
    reused = await _set(stage, owner, "register-1", holders[::-1])
    assert reused.body["code"] == "idempotency.key_reused"
    second = await _set(stage, owner, "register-2", holders, from_month=NEXT)
    assert second.body["version"] == 2
    assert (await _set(stage, owner, "register-1", holders)).body["version"] == 1
    refusals = {
        "shares_differ": {"holders": holders[:1]},
        "register_too_long": {"holders": [{"holder_id": ann_id, "share": 1}] * 201},
        "register_empty": {"holders": []},
        "holder_twice": {"holders": [holders[0]] * 2},
        "register_not_forward": {"from_month": THIS},
    }
    for number, (code, changed) in enumerate(refusals.items()):
        asked = {"from_month": NEXT, "holders": holders} | changed
        refused = await stage.ask(
            "POST", f"{_M}/registers", token=owner, key=f"refused-{number}", body=asked
        )
        assert refused.body["code"] == f"shared_store.{code}", refused
    listed = await stage.ask("GET", f"{_M}/registers", token=owner)
    assert [one["version"] for one in listed.body["registers"]] == [2, 1]
    own = await stage.ask("GET", f"{_C}/shares", token=ann)
    assert own.body["shares"] == [
        {
            "store_name": "西湖面馆",
            "share": 7_000,
            "whole": 10_000,
            "from_month": NEXT,
            "until_month": None,
        }
    ]


async def test_a_distribution_is_declared_seen_and_taken_back(
    stage: Stage, database: Database
) -> None:
    owner = await stage.login("o-tea-master", who="merchant")
    ann, ann_id = await _consumer(stage, "o-ann")
    async with database.transaction() as connection:
        store = await merchant.by_scene(connection, scene="tea", at=NOW)
        staff = await merchant.staff_with_openid(connection, seal=SEAL, openid="o-tea-master")
        # Months pass only in a book: the register was set long ago.
        await shared_store.set_register(
            connection,
            member=staff,
            shares=[Share(read_id("usr", ann_id), 1)],
            effective_from=market_month(NOW - timedelta(days=70)),
            whole=1,
            now=NOW - timedelta(days=120),
        )
    last = f"{market_month(NOW).replace(day=1) - timedelta(days=1):%Y-%m}"
    body = {"month": last, "amount_fen": 12_345}
    path = f"{_M}/distributions"
    made = await stage.ask("POST", path, token=owner, key="declare-1", body=body)
    assert (made.status, made.body["state"], made.body["funded_fen"]) == (200, "declared", 0), made
    assert (
        await stage.ask("POST", path, token=owner, key="declare-1", body=body)
    ).body == made.body
    again = await stage.ask("POST", path, token=owner, key="declare-2", body=body)
    assert (again.status, again.body["code"]) == (409, "shared_store.month_declared")
    early = await stage.ask("POST", path, token=owner, key="declare-3", body=body | {"month": THIS})
    assert early.body["code"] == "shared_store.month_not_over"
    seen = (await stage.ask("GET", f"{_C}/distributions", token=ann)).body["distributions"]
    assert [(one["state"], one["own_fen"], one["month"]) for one in seen] == [
        ("declared", None, last)
    ]
    one = f"{path}/{made.body['distribution_id']}"
    assert (await stage.ask("GET", one, token=owner)).body == made.body
    chef = await stage.login("o-chef", who="merchant")
    assert (await stage.ask("GET", one, token=chef)).status == 404, "another store's"
    for _ in range(2):
        gone = await stage.ask("POST", f"{one}/withdraw", token=owner, body={})
        assert gone.body["state"] == "withdrawn", gone
    listed = await stage.ask("GET", path, token=owner)
    assert [each["state"] for each in listed.body["distributions"]] == ["withdrawn"]
    assert store.merchant_no == staff.merchant_no


async def test_a_store_says_where_it_is_and_is_found_there(
    stage: Stage, database: Database
) -> None:
    owner, shopper = await stage.login("o-chef", who="merchant"), await stage.login("o-walker")
    empty = await stage.ask("GET", f"{_M}/place", token=owner)
    assert empty.body == {"latitude": None, "longitude": None, "spans": None, "said_at": None}
    early = await stage.ask("POST", f"{_M}/hours/confirm", token=owner, body={})
    assert early.body["code"] == "exposure.hours_missing"
    spot = {"latitude": 30.25, "longitude": 120.16}
    assert (await stage.ask("PUT", f"{_M}/place", token=owner, body=spot)).status == 200
    spans = [{"weekday": day, "opens": "18:00", "closes": "18:00"} for day in range(1, 8)]
    said = await stage.ask("PUT", f"{_M}/hours", token=owner, body={"spans": spans})
    assert said.body["spans"] == spans
    overlapping = {"spans": [*spans, {"weekday": 3, "opens": "10:00", "closes": "11:00"}]}
    refused = await stage.ask("PUT", f"{_M}/hours", token=owner, body=overlapping)
    assert (refused.status, refused.body["code"]) == (409, "exposure.hours_invalid")
    assert (await stage.ask("POST", f"{_M}/hours/confirm", token=owner, body={})).body == said.body

    asked = {"latitude": 30.26, "longitude": 120.16}
    near = await stage.ask("POST", f"{_C}/nearby", token=shopper, body=asked)
    (found,) = near.body["stores"]
    assert (found["scene"], found["distance_m"], found["open_now"]) == ("noodles", 1112, True)
    assert (found["promoted"], found["label"]) == (False, None)

    traffic = (await stage.ask("GET", f"{_M}/traffic", token=owner)).body
    assert (traffic["points"], len(traffic["tasks"])) == (0, 3)
    assert {task["task"]: task["counted"] for task in traffic["tasks"]}["hours_current"] == 1
    wish: dict[str, object] = {"hours": 2}
    poor = await stage.ask("POST", f"{_M}/promotions", token=owner, key="promote-1", body=wish)
    assert (poor.body["code"], poor.body["detail"]) == (
        "exposure.points_short",
        {"points": 4, "balance": 0},
    )
    async with database.transaction() as connection:
        assert await exposure.award_due(connection, MARKET, now=NOW + timedelta(minutes=5)) == 1
        where = {"market_code": MARKET, "merchant_no": 1}
        assert await points.balance_of(connection, **where) == 20
    bought = await stage.ask("POST", f"{_M}/promotions", token=owner, key="promote-2", body=wish)
    assert (bought.status, bought.body["points"]) == (200, 4), bought
    again = await stage.ask("POST", f"{_M}/promotions", token=owner, key="promote-2", body=wish)
    assert again.body == bought.body
    near = await stage.ask("POST", f"{_C}/nearby", token=shopper, body=asked)
    assert [(one["promoted"], one["label"]) for one in near.body["stores"]] == [(True, "推广")]
    later = wish | {"starts_at": f"{NOW + timedelta(days=31):%Y-%m-%dT%H:%M:%SZ}"}
    refused = await stage.ask("POST", f"{_M}/promotions", token=owner, key="promote-3", body=later)
    assert refused.body["code"] == "exposure.promotion_outside"
    english = await stage.ask(
        "POST", f"{_C}/nearby", token=shopper, body=asked, Accept_Language="en"
    )
    assert english.body["stores"][0]["label"] == "Promoted"
    traffic = (await stage.ask("GET", f"{_M}/traffic", token=owner)).body
    assert (traffic["points"], [line["change"] for line in traffic["lines"]]) == (16, [-4, 20])
    async with database.connection() as connection:
        held = await connection.fetch(
            "SELECT table_name FROM information_schema.columns WHERE data_type = 'point'"
        )
        assert {row["table_name"] for row in held} == {"store_places"}, "no shopper's place is kept"

"""A shop outside, by its own client, in a market of points: bills, coupons, and what is refused."""

import asyncio
import importlib.util
import time
from argparse import Namespace
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from deploy import channel as command
from deploy.embedded import EmbeddedRedis
from models import channel, coupon, ledger
from models.clock import market_day
from models.database import Connection, Database, statement
from models.ledger import Draft, JournalKind, Kind, account
from models.people import Seal
from tests.market import MARKET, SEAL, enrol
from tests.town import BEGAN_AT, Town, open_town
from tests.waiting import until
from wechat.pay import orders, refunds
from workers.reconciliation import reconcile_day
from workers.schedules import exit_large_holders
from workers.settlement import sweep_settlement

ROOT = Path(__file__).parents[2]
SUB_MCHID = "1900000109"
_numbers = count(1)


def _client() -> ModuleType:
    spec = importlib.util.spec_from_file_location("channel_client", ROOT / "docs/channel_client.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CLIENT = _client()


@dataclass
class Mall:
    """A shop outside with its keys, in a town."""

    town: Town
    number: int
    keys: list[tuple[str, str]] = field(default_factory=list)

    def line(self, key: int = -1, clock: Any = time.time) -> Any:
        """The shop's client, signing with one of its keys."""
        return CLIENT.Channel(
            self.town.stage.url, *self.keys[key], clock=clock, pause=lambda _: None
        )

    async def ask(self, deed: str, *words: object, key: int = -1, clock: Any = time.time) -> Any:
        return await asyncio.to_thread(getattr(self.line(key, clock), deed), *words)

    async def refused(self, deed: str, *words: object, **how: Any) -> str:
        """The code with which it is refused."""
        with pytest.raises(CLIENT.Refused) as refused:
            await self.ask(deed, *words, **how)
        return str(refused.value.problem["code"])

    async def sell(
        self, openid: str, amount_fen: int = 10_000, *, paid: bool = True, splits: bool = True
    ) -> str:
        """A bill of the shop, placed by itself under our service provider; its transaction."""
        number = f"MALL-{next(_numbers):06}"
        prepay_id = await orders.create(
            self.town.house.pay,
            orders.NewOrder(
                sub_mchid=SUB_MCHID,
                out_trade_no=number,
                description="mall",
                amount_fen=amount_fen,
                notify_url="https://127.0.0.1:9/mall",
                openid=openid,
                profit_sharing=splits,
            ),
        )
        if not paid:
            return "4200000000209901010000000000"
        wish = {"openid": openid, "prepay_id": prepay_id}
        return str((await self.town.stage.sandbox("/sandbox/pay", wish)).body["transaction_id"])

    async def give_back(self, transaction: str, total_fen: int) -> None:
        """Let the shop refund a fen of it at WeChat by itself, and WeChat be done with it."""
        wish = refunds.NewRefund(
            sub_mchid=SUB_MCHID,
            out_refund_no=f"BACK{transaction}",
            refund_fen=1,
            total_fen=total_fen,
            transaction_id=transaction,
        )
        await refunds.create(self.town.house.pay, wish)

        async def refunded() -> bool:
            self.town.pass_time(seconds=5)
            told = await orders.query_by_transaction_id(
                self.town.house.pay, sub_mchid=SUB_MCHID, transaction_id=transaction
            )
            return told.trade_state == "REFUND"

        await until(refunded)

    async def command(self, **asked: Any) -> list[str]:
        """What `python -m deploy.channel` does."""
        blank: dict[str, Any] = {"market": MARKET, "add": None, "kind": "own_mall", "stores": []}
        blank |= {"per_minute": 300, "key": None, "retire": None}
        now = self.town.clock()
        return await self.town.database.in_transaction(
            lambda connection: command.act(connection, Namespace(**(blank | asked)), SEAL, now)
        )

    async def new_key(self, **asked: Any) -> None:
        number, key, secret = (line.split()[1] for line in await self.command(**asked))
        self.number = int(number)
        self.keys.append((key, secret))


@pytest.fixture(scope="module")
async def mall(
    database: Database,
    database_url: str,
    redis_server: EmbeddedRedis,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Mall]:
    directory = tmp_path_factory.mktemp("wechat")
    async with open_town(
        directory, database, database_url=database_url, redis_url=redis_server.url, points=True
    ) as town:
        await enrol(database, "tea", discount_bp=3_000, at=BEGAN_AT - timedelta(hours=1))
        opened = Mall(town, 0)
        await opened.new_key(add="钱塘商城", stores=["noodles"])
        yield opened


async def test_a_bill_told_of_is_a_bill_like_any_other(mall: Mall) -> None:
    town = mall.town
    token = await town.stage.login("o-anna")
    transaction = await mall.sell("o-anna")
    told = await mall.ask("tell_order", "A-1", "noodles", transaction, 10_000)
    assert (told["state"], told["amount_fen"]) == ("paid", 10_000)
    assert (await mall.ask("tell_order", "A-1", "noodles", transaction, 10_000)) == told
    assert await sweep_settlement(town.context) == 1
    assert (await mall.ask("see", "orders/A-1"))["state"] == "settled"
    quoted = await town.ask(
        "POST", "/quotes", openid="o-anna", body={"scene": "noodles", "amount_fen": 10_000}
    )
    figures = quoted["appreciating_points"]
    assert (figures["points"], figures["quoted_e8"]) == (4_369, 160_205_998 * 100)
    assert figures["today_fen"] == 4_369 * 6_000 // 11_369 * 9 // 10
    page = await town.ask("GET", "/points", openid="o-anna")
    assert (page["points"], page["redeemable_points"], page["today_e8"]) == (
        7_000,
        0,
        3_857_142_856,
    )
    town.pass_time(hours=25)
    await town.pay_out()
    seen = await town.ask("POST", "/points/preview", openid="o-anna", body={"points": 7_000})
    assert (seen["gross_fen"], seen["paid_fen"], seen["room_fen"]) == (3_000, 2_700, 10_000)
    wish = {"points": 7_000, "least_paid_fen": seen["paid_fen"]}
    greedy = await town.stage.ask(
        *("POST", "/api/v1/consumer/points/redemptions"),
        token=token,
        key="redeem-all",
        body=wish | {"least_paid_fen": 2_701},
    )
    assert (greedy.status, greedy.body["code"]) == (409, "points.redemption_changed")
    done = await town.ask(
        "POST", "/points/redemptions", openid="o-anna", key="redeem-0001", body=wish
    )
    again = await town.ask(
        "POST", "/points/redemptions", openid="o-anna", key="redeem-0001", body=wish
    )
    assert again == done
    assert await town.ask("GET", f"/points/redemptions/{done['entry_id']}", openid="o-anna") == done
    history = await town.ask("GET", "/points/history?limit=1", openid="o-anna")
    assert history["entries"] == [done]
    rest = await town.ask(
        "GET", f"/points/history?cursor={history['next_cursor']}", openid="o-anna"
    )
    assert [(one["kind"], one["points"]) for one in rest["entries"]] == [("minted", 7_000)]
    assert "¥30.00" in rest["entries"][0]["explanation"]
    wallet = await town.ask("GET", "/wallet", openid="o-anna")
    assert (wallet["won_fen"], wallet["carried_fen"]) == (2_700, 2_700)
    assert await exit_large_holders(town.context) == 1


async def test_what_wechat_does_not_bear_out_is_no_bill(mall: Mall) -> None:
    town = mall.town
    await town.stage.login("o-ben")
    own = await town.buy("o-ben")
    (own_transaction,) = await town.database.in_transaction(
        lambda c: c.fetchrow("SELECT transaction_id FROM orders ORDER BY order_id DESC LIMIT 1")
    )
    sold, plain = await mall.sell("o-ben", 500), await mall.sell("o-ben", 500, splits=False)
    back = await mall.sell("o-ben", 500)
    await mall.give_back(back, 500)
    await mall.ask("tell_order", "B-1", "noodles", sold, 500)
    twice = await mall.sell("o-ben", 700)
    both = await asyncio.gather(
        *(mall.ask("tell_order", "B-2", "noodles", twice, 700) for _ in range(3))
    )
    assert len({one["order_id"] for one in both}) == 1
    for words, code in (
        (("B-1", "noodles", sold, 501), "channel.order_differs"),
        (("B-9", "noodles", sold, 500), "channel.transaction_used"),
        (("B-9", "noodles", own_transaction, 10_000), "channel.transaction_used"),
        (("B-9", "noodles", plain, 500), "channel.payment_unsplittable"),
        (("B-9", "noodles", back, 500), "channel.payment_refunded"),
        (("B-9", "noodles", await mall.sell("o-ben", 900), 901), "channel.payment_differs"),
        (("B-9", "noodles", await mall.sell("o-ben", paid=False), 500), "channel.payment_unknown"),
        (("B-9", "tea", sold, 500), "channel.store_not_listed"),
        (("B-9", "nobody", sold, 500), "store.unknown"),
        (("B-9", "noodles", "12", 500), "request.invalid"),
    ):
        assert await mall.refused("tell_order", *words) == code, words
    late = await mall.sell("o-ben", 900)
    town.pass_time(hours=25)
    assert (
        await mall.refused("tell_order", "B-9", "noodles", late, 900) == "channel.payment_too_old"
    )
    assert await mall.refused("see", "orders/B-9") == "channel.order_unknown"
    assert own.startswith("ord_")


async def test_wechats_bill_names_it_by_another_number_and_it_matches(mall: Mall) -> None:
    town = mall.town
    noon = town.clock() + timedelta(days=1)
    town.clock.drive(noon)
    transaction = await mall.sell("o-anna", 3_000)
    await mall.ask("tell_order", "C-1", "noodles", transaction, 3_000)
    unknown = await mall.sell("o-anna", 4_000)  # the shop never tells us of this one
    await sweep_settlement(town.context)
    town.pass_time(days=1)
    await reconcile_day(town.house, market_day(noon))
    async with town.database.connection() as connection:
        found = await connection.fetch(
            "SELECT type, subject, theirs_fen FROM reconciliation_breaks"
            " WHERE day = $1 AND bill = 'trade'",
            market_day(noon),
        )
    assert [(one["type"], one["theirs_fen"]) for one in found] == [("missing_here", 4_000)]
    assert unknown != transaction


async def test_only_the_shop_itself_is_heard_and_only_once(mall: Mall) -> None:
    stage, line = mall.town.stage, mall.line()
    path = "/api/v1/channel/orders/A-1"
    header = line.sign("GET", path, b"")
    good = await stage.ask("GET", path, Authorization=header)
    assert good.status == 200
    heard = await stage.ask("GET", path, Authorization=header)
    assert (heard.status, heard.body["code"]) == (409, "channel.replayed")
    for wrong in (
        line.sign("GET", f"{path}?x=1", b""),
        line.sign("POST", path, b""),
        line.sign("GET", path, b" "),
        CLIENT.Channel(stage.url, mall.keys[0][0], "another").sign("GET", path, b""),
        CLIENT.Channel(stage.url, "0" * 16, mall.keys[0][1]).sign("GET", path, b""),
    ):
        answer = await stage.ask("GET", path, Authorization=wrong)
        assert (answer.status, answer.body["code"]) == (401, "channel.signature_wrong")
    for unreadable in ("", "Bearer x", f"{header},more=1"):
        answer = await stage.ask("GET", path, Authorization=unreadable)
        assert (answer.status, answer.body["code"]) == (401, "channel.signature_missing")
    for seconds in (-301, 302):
        skewed = await mall.refused("see", "orders/A-1", clock=lambda s=seconds: time.time() + s)
        assert skewed == "channel.clock_skewed"


async def test_a_key_gives_way_to_the_next_without_a_pause(mall: Mall) -> None:
    await mall.new_key(key=mall.number)
    assert await mall.ask("see", "orders/A-1", key=0) == await mall.ask("see", "orders/A-1", key=1)
    with pytest.raises(Exception, match="keys_full"):
        await mall.command(key=mall.number)
    await mall.command(retire=mall.keys[0][0])
    assert await mall.refused("see", "orders/A-1", key=0) == "channel.signature_wrong"
    assert (await mall.ask("see", "orders/A-1"))["order_no"] == "A-1"
    assert f"keys {mall.keys[1][0]}" in "".join(await mall.command())
    newer = Seal(keys={1: b"1" * 32, 2: b"2" * 32}, index_key=b"i" * 32)
    async with mall.town.database.connection() as connection:
        resealing = connection.transaction()
        await resealing.start()
        assert await channel.reseal_keys(connection, seal=newer) == 1
        assert await channel.reseal_keys(connection, seal=newer) == 0
        header = mall.line().sign("GET", "/x", b"")
        request = {"authorization": header, "method": "GET", "path": "/x", "body": b""}
        by, _, _ = await channel.recognise(
            connection, **request, seal=newer, wire_now=datetime.now(UTC)
        )
        assert by.channel_no == mall.number
        await resealing.rollback()


async def test_a_channel_has_its_own_rate_and_sees_its_own_orders(mall: Mall) -> None:
    small = Mall(mall.town, 0)
    await small.new_key(add="小店", kind="supermarket", stores=["noodles"], per_minute=3)
    codes = [await small.refused("see", "orders/A-1") for _ in range(5)]
    assert codes[:3] == ["channel.order_unknown"] * 3
    assert "request.too_many" in codes[3:]
    async with mall.town.database.transaction() as connection:
        await connection.execute("UPDATE channels SET open = false WHERE name = '小店'")
    assert await small.refused("see", "orders/A-1") == "channel.closed"


async def test_coupons_are_taken_once_for_a_code(mall: Mall) -> None:
    town = mall.town
    (consumer_no,) = await town.database.in_transaction(lambda c: _give(c, "o-anna", 1_000))
    token = await town.stage.login("o-anna")

    async def code(fen: int, key: str) -> Any:
        answer = await town.stage.ask(
            *("POST", "/api/v1/consumer/coupons/codes"),
            token=token,
            key=key,
            body={"amount_fen": fen},
        )
        return answer.body

    made = await code(600, "code-00001")
    assert await code(600, "code-00001") == made
    assert (await code(1_001, "code-00002"))["code"] == "coupon.missing"
    shown = made["code"]
    assert (
        await mall.refused("take_coupons", "T-1", "noodles", shown, 599) == "channel.code_unknown"
    )
    done = await asyncio.gather(
        *(mall.ask("take_coupons", f"T-{n}", "noodles", shown, 600) for n in (1, 1, 2, 3)),
        return_exceptions=True,
    )
    taken = [one for one in done if isinstance(one, dict)]
    refused = [one for one in done if not isinstance(one, dict)]
    assert len({one["redemption_id"] for one in taken}) == 1
    assert {one.problem["code"] for one in refused} == {"channel.code_taken"}
    number = taken[0]["redemption_no"]
    assert await mall.ask("see", f"coupons/redemptions/{number}") == taken[0]
    second = (await code(500, "code-00003"))["code"]
    assert second == "coupon.missing"
    third = (await code(400, "code-00004"))["code"]
    town.pass_time(minutes=5)
    assert (
        await mall.refused("take_coupons", "T-9", "noodles", third, 400) == "channel.code_unknown"
    )
    async with town.database.connection() as connection:
        purse = await coupon.purse_of(connection, MARKET, consumer_no)
        assert (purse.balance_fen, purse.held_fen) == (400, 0)
        for check in ("taking_journal_differs", "purse_differs", "payment_without_notice"):
            found = await connection.fetch(statement("models.audit", check), MARKET)
            assert [tuple(row) for row in found] == []


async def _give(connection: Connection, openid: str, fen: int) -> tuple[int]:
    """Coupons out of nowhere, for somebody who has none."""
    (consumer_no,) = await connection.fetchrow(
        "SELECT consumer_no FROM consumers WHERE openid_index = $1", SEAL.index(openid)
    )
    head = await ledger.lock_head(connection, MARKET)
    holder = account(Kind.COUPON, consumer_no)
    draft = Draft(JournalKind.CORRECTION, 1, [account(Kind.CUSTODY), holder], [-fen, fen], "{}")
    await ledger.post(connection, MARKET, head, [draft], posted_at=BEGAN_AT)
    await coupon.follow(connection, MARKET, [draft])
    return (consumer_no,)

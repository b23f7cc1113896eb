"""What a shop sees of its day, and that it sees no other shop's."""

from tests.stage import Stage
from tests.waiting import until

TODAY = "/api/v1/merchant/orders/today"


async def _pay(stage: Stage, openid: str, amount_fen: int) -> None:
    token = await stage.login(openid)
    opened = await stage.ask(
        "POST",
        "/api/v1/consumer/orders",
        token=token,
        key=f"today-{openid}",
        body={"scene": "noodles", "amount_fen": amount_fen},
    )
    await stage.pay(openid, opened.body["payment"])


async def test_today_is_the_shop_s_own(stage: Stage) -> None:
    chef = await stage.login("o-chef", who="merchant")
    for openid, amount_fen in (("o-a", 1_005), ("o-b", 2_000), ("o-c", 999)):
        await _pay(stage, openid, amount_fen)

    async def all_paid() -> bool:
        answer = await stage.ask("GET", TODAY, token=chef)
        return bool(answer.body["totals"]["orders"] == 3)

    await until(all_paid)
    page = (await stage.ask("GET", f"{TODAY}?limit=2", token=chef)).body
    assert page["totals"] == {
        "orders": 3,
        "turnover_fen": 4_004,
        "discount_fen": 100 + 200 + 99,
        "coupon_fen": 0,
    }
    rest = (await stage.ask("GET", f"{TODAY}?cursor={page['next_cursor']}", token=chef)).body
    amounts = [one["amount_fen"] for one in page["orders"] + rest["orders"]]
    assert sorted(amounts) == [999, 1_005, 2_000]
    assert rest["next_cursor"] is None

    neighbour = await stage.login("o-tea-master", who="merchant")
    other = (await stage.ask("GET", TODAY, token=neighbour)).body
    assert (other["totals"]["orders"], other["orders"]) == (0, [])

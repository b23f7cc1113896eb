"""What WeChat refuses, loses or is too busy for, and what becomes of the message."""

from datetime import timedelta

import pytest

from models.notification import sending
from tests.town import CHEF, TEMPLATES, Town
from tests.waiting import until

PAYMENT = "payment_received"
LAST = (
    "SELECT {} FROM messages WHERE template = 'payment_received' ORDER BY message_id DESC LIMIT 1"
)


async def paid(town: Town, openid: str) -> None:
    """A store that would hear of each payment, and one payment."""
    await town.accept(CHEF, PAYMENT, 2, who="merchant")
    await town.buy(openid)


async def left(town: Town) -> int:
    return int((await town.choice(CHEF, PAYMENT, who="merchant"))["left"])


async def spend_all(town: Town) -> None:
    """Nothing is left of what the store accepted, here and at WeChat."""
    wish = {"openid": CHEF, "template_id": TEMPLATES[PAYMENT], "status": "reject"}
    await town.stage.sandbox("/sandbox/subscription-settings", wish | town.appid("merchant"))

    async def gone() -> bool:
        return await left(town) == 0

    await until(gone)
    await town.stage.sandbox(
        "/sandbox/subscription-settings",
        wish | town.appid("merchant") | {"status": "accept"},
    )


async def fault(town: Town, kind: str, **more: object) -> None:
    wish = {"match": "mini.message", "kind": kind, "seconds": 0.1} | more
    assert (await town.stage.sandbox("/sandbox/faults", wish)).status == 200


@pytest.fixture(autouse=True)
async def fresh_start(town: Town) -> None:
    await town.choice(CHEF, PAYMENT, who="merchant")
    await spend_all(town)
    url = f"{town.stage.sandbox_url}/sandbox/faults"
    async with town.stage.session.delete(url) as answer:
        assert answer.status == 200


async def test_a_person_who_shut_the_door_is_never_asked_again(town: Town) -> None:
    await paid(town, "o-shut-1")
    wish = {"openid": CHEF, "template_id": TEMPLATES[PAYMENT], "status": "reject"}
    await town.stage.sandbox("/sandbox/subscription-settings", wish | {"heard": False})
    assert await town.tell() == {"43101": 1}
    assert await town.value(LAST.format("state")) == "refused"
    standing = await town.choice(CHEF, PAYMENT, who="merchant")
    assert standing["left"] == 0
    assert standing["refused_at"] is not None
    town.pass_time(days=2)
    assert await town.tell() == {}
    await town.buy("o-shut-2")
    assert await town.tell() == {}
    opened = wish | {"status": "accept", "heard": False}
    await town.stage.sandbox("/sandbox/subscription-settings", opened)


async def test_a_busy_wechat_is_asked_again(town: Town) -> None:
    await paid(town, "o-busy")
    await fault(town, "error_500", times=1)
    await fault(town, "429", times=1)
    codes = []
    for _ in range(3):
        codes += list(await town.tell())
        town.pass_time(minutes=5)
    assert codes[-1] == "sent"
    assert set(codes) == {"-1", "45009", "sent"}
    assert len([n for n in await town.notices(CHEF) if n["template_id"] == TEMPLATES[PAYMENT]]) > 0


async def test_a_wechat_out_of_reach_for_too_long_costs_the_message_not_the_acceptance(
    town: Town,
) -> None:
    await paid(town, "o-away")
    await fault(town, "error_500", times=None)
    before = await left(town)
    for _ in range(sending.TRIES + 2):
        await town.tell()
        town.pass_time(hours=2)
    assert await town.value(LAST.format("state")) in ("failed", "withdrawn")
    assert await left(town) == before


async def test_a_message_that_waited_a_day_is_withdrawn(town: Town) -> None:
    await paid(town, "o-late")
    await fault(town, "error_500", times=1)
    assert await town.tell() == {"-1": 1}
    before = await left(town)
    town.pass_time(days=1, minutes=1)
    assert await town.tell() == {}
    assert await town.value(LAST.format("state")) == "withdrawn"
    assert await left(town) == before + 1


async def test_a_value_that_wechat_refuses_is_named(town: Town) -> None:
    known = {"template_id": TEMPLATES[PAYMENT], "title": "收款", "keys": ["thing1", "amount2"]}
    await town.stage.sandbox("/sandbox/templates", known)
    await paid(town, "o-named")
    assert await town.tell() == {"47003": 1}
    state, error = (
        await town.value(LAST.format("state")),
        await town.value(LAST.format("last_error")),
    )
    assert (state, error.split()[0]) == ("failed", "47003")
    assert error.split()[1] in ("amount1", "amount2", "number2", "thing1", "thing3", "time4")
    keys = ["amount1", "number2", "thing3", "time4"]
    await town.stage.sandbox("/sandbox/templates", known | {"keys": keys})


async def test_a_dead_token_is_replaced_on_the_way(town: Town) -> None:
    await paid(town, "o-token")
    await town.stage.sandbox("/sandbox/tokens/revoke", {})
    assert await town.tell() == {"sent": 1}


async def test_wechat_s_word_that_a_message_failed_is_heard(town: Town) -> None:
    await paid(town, "o-undelivered")
    assert await town.tell() == {"sent": 1}
    wechat_id = await town.value(LAST.format("wechat_id"))
    async with town.database.transaction() as connection:
        heard = await sending.hear_outcome(
            connection, wechat_id=wechat_id, error="20001", refused=False, at=town.clock()
        )
        again = await sending.hear_outcome(
            connection, wechat_id=wechat_id, error="20001", refused=False, at=town.clock()
        )
    assert heard is not None
    assert again is None
    assert await town.value(LAST.format("state")) == "failed"


async def test_a_withdrawn_template_is_marked_and_costs_nobody_anything(town: Town) -> None:
    """The last test here: the template does not come back."""
    await paid(town, "o-gone")
    before = await left(town)
    url = f"{town.stage.sandbox_url}/sandbox/templates/{TEMPLATES[PAYMENT]}"
    async with town.stage.session.delete(url) as answer:
        assert answer.status == 200
    assert await town.tell() == {"40037": 1}
    assert await town.value(LAST.format("state")) == "withdrawn"
    assert await left(town) == before
    assert await town.value("SELECT template FROM withdrawn_templates") == PAYMENT
    assert (await town.choice(CHEF, PAYMENT, who="merchant"))["template_id"] is None
    await town.buy("o-gone-2")
    town.pass_time(seconds=timedelta(hours=12).total_seconds())
    assert await town.tell() == {}

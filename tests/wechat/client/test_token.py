"""One access token for all of us: shared, renewed early, replaced once when turned down."""

import asyncio

import pytest

from wechat import MiniAccount, Refused, Unavailable, Unclear
from wechat.mini import InProcessTokenCache, MiniWire, SubscribeMessage, send_message
from wechat.mini.token import AccessToken

MESSAGE = SubscribeMessage(openid="o-1", template_id="t", values={"thing1": "红包"})


class RecordingCache(InProcessTokenCache):
    """The cache of a single process, remembering for how long it was asked to keep."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[tuple[str, str, int]] = []

    async def set(self, key: str, value: str, ttl_s: int) -> None:
        self.kept.append((key, value, ttl_s))
        await super().set(key, value, ttl_s)


class DownCache(InProcessTokenCache):
    """A cache whose store is down."""

    async def get(self, key: str) -> str | None:
        return None


def token(name: str, expires_in: int = 7200) -> dict:
    return {"access_token": name, "expires_in": expires_in}


async def test_a_token_is_fetched_once_and_used_again(mini, tiny):
    tiny.will(token("T1"))
    tiny.will({"errcode": 0, "errmsg": "ok", "msgid": 7})
    tiny.will({"errcode": 0, "errmsg": "ok", "msgid": 8})
    assert await send_message(mini, MESSAGE) == 7
    assert await send_message(mini, MESSAGE) == 8
    fetched, first, second = tiny.seen
    assert fetched.target == "/cgi-bin/stable_token"
    assert fetched.json == {
        "grant_type": "client_credential",
        "appid": "wxmini",
        "secret": "hush-hush",
        "force_refresh": False,
    }
    path = "/cgi-bin/message/subscribe/send?access_token=T1"
    assert first.target == second.target == path


async def test_a_token_is_forgotten_five_minutes_before_its_end():
    cache = RecordingCache()

    async def fetch() -> tuple[str, int]:
        return "T1", 7200

    assert await AccessToken("wxmini", cache, fetch).current() == "T1"
    assert cache.kept == [("wechat:token:wxmini", "T1", 6900)]


async def test_a_token_about_to_end_is_hardly_kept():
    cache = RecordingCache()

    async def fetch() -> tuple[str, int]:
        return "T1", 120

    await AccessToken("wxmini", cache, fetch).current()
    assert cache.kept[0][2] == 1


@pytest.mark.parametrize("dead", [40001, 40014, 42001])
async def test_a_token_turned_down_is_replaced_and_the_call_repeated(mini, tiny, dead):
    tiny.will(token("OLD"))
    tiny.will({"errcode": dead, "errmsg": "access_token expired rid: 1"})
    tiny.will(token("NEW"))
    tiny.will({"errcode": 0, "msgid": 7})
    assert await send_message(mini, MESSAGE) == 7
    assert tiny.seen[1].target.endswith("=OLD")
    assert tiny.seen[3].target.endswith("=NEW")


async def test_a_second_refusal_of_the_token_is_not_chased(mini, tiny):
    for _ in range(2):
        tiny.will(token("T"))
        tiny.will({"errcode": 42001, "errmsg": "expired"})
    with pytest.raises(Unavailable) as error:
        await send_message(mini, MESSAGE)
    assert error.value.code == "42001"
    assert len(tiny.seen) == 4


async def test_a_token_that_another_has_renewed_is_not_fetched_again():
    fetched = []

    async def fetch() -> tuple[str, int]:
        fetched.append(1)
        return f"T{len(fetched)}", 7200

    holder = AccessToken("wxmini", InProcessTokenCache(), fetch)
    old = await holder.current()
    renewed = await asyncio.gather(*(holder.instead_of(old) for _ in range(20)))
    assert set(renewed) == {"T2"}
    assert len(fetched) == 2


async def test_many_at_once_fetch_once():
    fetched = []

    async def fetch() -> tuple[str, int]:
        fetched.append(1)
        await asyncio.sleep(0)
        return "T1", 7200

    holder = AccessToken("wxmini", InProcessTokenCache(), fetch)
    assert set(await asyncio.gather(*(holder.current() for _ in range(20)))) == {"T1"}
    assert len(fetched) == 1


async def test_without_a_cache_every_call_asks_and_still_works(tiny):
    account = MiniAccount(appid="wxmini", secret="s", base_url=tiny.base_url)
    async with MiniWire(account, DownCache()) as wire:
        for _ in range(2):
            tiny.will(token("T1"))
            tiny.will({"errcode": 0})
            await send_message(wire, MESSAGE)
    assert len(tiny.seen) == 4


async def test_a_wrong_secret_is_no_verdict_on_the_message(mini, tiny):
    tiny.will({"errcode": 40125, "errmsg": "invalid appsecret"})
    with pytest.raises(Unavailable) as error:
        await send_message(mini, MESSAGE)
    assert error.value.code == "40125"
    assert not isinstance(error.value, Refused | Unclear)


async def test_silence_while_fetching_a_token_sent_nothing(mini, tiny):
    tiny.will(token("T1"), silent=True)
    with pytest.raises(Unavailable):
        await send_message(mini, MESSAGE)


def test_the_secret_does_not_show():
    assert "hush" not in repr(MiniAccount(appid="wxmini", secret="hush-hush"))

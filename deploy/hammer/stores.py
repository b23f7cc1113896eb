"""What befalls merchants: empty accounts, returns switched off, a lost permission, holidays."""

from typing import Any

import asyncpg

from deploy.hammer.ground import Ground

_PLENTY_FEN = 10**9
_WELL: dict[str, Any] = {"return_switch": True, "flags": []}
_TROUBLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("merchants short of money", {"available_fen": 0}),
    ("merchants with returns off", {"return_switch": False}),
    ("merchants slow to return", {"flags": ["return_slow"]}),
)


async def trouble_merchants(ground: Ground, provider: str) -> None:
    """Until it is over: some account is in trouble for a while, and is topped up again."""
    dice = ground.options.dice("merchants")
    known = await _accounts(ground, provider)
    while not ground.over.is_set():
        await ground.pause(dice.uniform(0.5, 2.0))
        name, wish = dice.choice(_TROUBLES)
        one = {"sub_mchid": dice.choice(known)}
        await ground.sandbox.ask("POST", "/sandbox/merchants", [one | wish])
        ground.counts[name] += 1
        if dice.random() < 0.7:
            await ground.pause(dice.uniform(0.5, 3.0))
            await ground.sandbox.ask("POST", "/sandbox/merchants", [one | _topped_up()])


async def open_and_close(ground: Ground, database_url: str) -> None:
    """Until it is over: a store takes no orders for a while, and its queue runs dry."""
    dice = ground.options.dice("hours")
    while not ground.over.is_set():
        await ground.pause(dice.uniform(5.0, 12.0))
        scene = dice.choice(list(ground.market.scenes.values()))
        ground.counts["stores closed for a while"] += await _set_open(database_url, scene, False)
        await ground.pause(dice.uniform(2.0, 6.0))
        await _set_open(database_url, scene, True)


async def _set_open(database_url: str, scene: str, wish: bool) -> bool:
    """Whether it was done: PostgreSQL may be down."""
    try:
        connection = await asyncpg.connect(database_url, timeout=2)
        try:
            await connection.execute("UPDATE merchants SET open = $2 WHERE scene = $1", scene, wish)
        finally:
            await connection.close(timeout=2)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    return True


async def block_a_store(ground: Ground) -> None:
    """Where it is wanted: one store may not split any more, and never will again."""
    if not ground.options.blocked:
        return
    await ground.pause(ground.options.seconds * 0.15)
    store = list(ground.market.scenes)[-1]
    wish = {"sub_mchid": f"16{store:08d}", "split_allowed": False}
    await ground.sandbox.ask("POST", "/sandbox/merchants", [wish])
    ground.counts["stores blocked for good"] += 1


async def listen_to_shares(ground: Ground, url: str) -> None:
    """Every merchant hears of its shares at our door (PROFITSHARING)."""
    known = await _accounts(ground, "")
    wishes = [{"sub_mchid": one, "notify_url": f"{url}/wechat/pay/notify"} for one in known]
    await ground.sandbox.ask("POST", "/sandbox/merchants", wishes)


async def make_well(ground: Ground, provider: str) -> None:
    """Every account has money again and gives back."""
    wishes = [{"sub_mchid": one} | _topped_up() for one in await _accounts(ground, provider)]
    await ground.sandbox.ask("POST", "/sandbox/merchants", wishes)


def _topped_up() -> dict[str, Any]:
    return _WELL | {"available_fen": _PLENTY_FEN}


async def _accounts(ground: Ground, provider: str) -> list[str]:
    found = await ground.sandbox.ask("GET", "/sandbox/merchants?limit=1000")
    return [one["sub_mchid"] for one in found["merchants"] if one["sub_mchid"] != provider]

"""The people of the demo as WeChat knows them: shoppers, and accounts that can be paid."""

import hashlib
import random
from collections import Counter
from collections.abc import Mapping

import aiohttp

from deploy.demo import names
from deploy.demo.options import Options

_UNVERIFIED_PER_MILLE = 20
_RISKY_PER_MILLE = 5
_BATCH = 1000


def openid(options: Options, number: int) -> str:
    """The openid of a household; below zero: of somebody else in the demo."""
    return "o" + hashlib.sha256(f"{options.seed}/{number}".encode()).hexdigest()[:27]


async def settle_people(
    sandbox: aiohttp.ClientSession, households: Mapping[int, str], dice: random.Random
) -> dict[str, int]:
    """Make all shoppers; returns how many of them WeChat will not pay, by reason.

    Two in a hundred never gave WeChat their real name, one in two hundred is under suspicion:
    their packets can't arrive, and the demo shows what becomes of them.
    """
    wishes = []
    flawed: Counter[str] = Counter()
    for one in households.values():
        name, fate = names.person(dice), dice.randrange(1000)
        flags = []
        if fate < _UNVERIFIED_PER_MILLE:
            flags = ["real_name_missing"]
        elif fate < _UNVERIFIED_PER_MILLE + _RISKY_PER_MILLE:
            flags = ["high_risk"]
        flawed.update(flags)
        wishes.append({"openid": one, "nickname": name, "real_name": name, "flags": flags})
    for start in range(0, len(wishes), _BATCH):
        await _put(sandbox, "shoppers", wishes[start : start + _BATCH])
    return dict(flawed)


async def put_person(sandbox: aiohttp.ClientSession, one: str, name: str) -> None:
    """Make one person."""
    await _put(sandbox, "shoppers", [{"openid": one, "nickname": name, "real_name": name}])


async def put_merchant(sandbox: aiohttp.ClientSession, mchid: str, name: str) -> None:
    """Make a merchant account."""
    await _put(sandbox, "merchants", [{"sub_mchid": mchid, "name": name}])


async def _put(sandbox: aiohttp.ClientSession, kind: str, wishes: list[dict[str, object]]) -> None:
    async with sandbox.post(f"/sandbox/{kind}", json=wishes) as response:
        response.raise_for_status()

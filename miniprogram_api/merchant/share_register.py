"""A shared store's register: who holds which part of what the store distributes."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from miniprogram_api.merchant.role import decider
from miniprogram_api.route import Call, Nothing
from miniprogram_api.shapes import local
from miniprogram_api.shares import HolderId, Month, first_day, month_text
from models import shared_store
from models.database import Connection
from models.idempotency import first_use, idempotency_key
from models.ids import read_id, write_id
from models.merchant import StaffMember
from models.shared_store import Register, Share

# Bounds are documented here and decided in `models`, where each refusal has a name of its own.
Parts = Annotated[int, Meta(extra_json_schema={"minimum": 1, "maximum": 10**12})]


class HeldBy(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the register: a consumer (their `consumer_id`) and whole parts."""

    holder_id: HolderId
    share: Parts


class RegisterWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The register from a month on that has not begun: up to 200 holders whose parts add up to
    `whole`. Its order decides between equal remainders."""

    from_month: Month
    holders: Annotated[
        list[HeldBy],
        Meta(extra_json_schema={"minItems": 1, "maxItems": 200}),
    ]
    whole: Parts = 10_000


class RegisterPage(Struct, frozen=True, kw_only=True):
    """One version of the register; of versions that apply to a month the latest counts."""

    version: int
    from_month: str
    whole: int
    holders: list[HeldBy]
    set_by: str
    set_at: datetime


class Registers(Struct, frozen=True):
    """All versions, the newest first."""

    registers: list[RegisterPage]


async def store_registers(call: Call[Nothing]) -> Registers:
    """The versions of the store's register."""
    async with call.house.database.connection() as connection:
        member = await decider(connection, call)
        found = await shared_store.registers_of(
            connection, market_code=member.market_code, merchant_no=member.merchant_no
        )
    return Registers([_register(one) for one in found])


async def set_register(call: Call[RegisterWish]) -> RegisterPage:
    """Set the register for months to come; owners only. The same key sets it once."""
    house, asked = call.house, call.asked
    shares = [Share(read_id("usr", one.holder_id), one.share) for one in asked.holders]

    async def work(connection: Connection) -> Register:
        member = await decider(connection, call)
        version = await shared_store.next_version(connection, member=member)
        key = idempotency_key(
            owner=f"store:{member.merchant_no}", key=call.idempotency_key, request=call.raw
        )
        bound = await first_use(
            connection, key, market_code=member.market_code, subject_id=version, at=house.clock()
        )
        if bound != version:
            return await _version(connection, member, bound)
        return await shared_store.set_register(
            connection,
            member=member,
            shares=shares,
            effective_from=first_day(asked.from_month),
            whole=asked.whole,
            now=house.clock(),
        )

    return _register(await house.database.in_transaction(work))


async def _version(connection: Connection, member: StaffMember, version: int) -> Register:
    found = await shared_store.registers_of(
        connection, market_code=member.market_code, merchant_no=member.merchant_no
    )
    return next(one for one in found if one.version == version)


def _register(one: Register) -> RegisterPage:
    return RegisterPage(
        version=one.version,
        from_month=month_text(one.effective_from),
        whole=one.whole,
        holders=[HeldBy(write_id("usr", line.holder_no), line.share) for line in one.shares],
        set_by=write_id("stf", one.set_by),
        set_at=local(one.set_at),
    )

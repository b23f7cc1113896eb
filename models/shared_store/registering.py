"""A store's owner sets its register, for months that have not begun.

So who gets what of a month is certain before the month begins.
"""

from collections.abc import Sequence
from datetime import date, datetime

from models import ledger
from models.clock import market_month, month_after
from models.database import Connection
from models.merchant import StaffMember
from models.merchant.holding import OwnerNeeded
from models.money import WHOLE_BP
from models.refusal import Refusal
from models.shared_store.queries import registers_of
from models.shared_store.register import Register, Share, require_register


class HolderUnknown(Refusal):
    """A holder is no consumer; `place` counts from 1."""

    code = "shared_store.holder_unknown"


class RegisterNotForward(Refusal):
    """A register takes effect in a month that has not begun; `earliest` is the next one."""

    code = "shared_store.register_not_forward"


async def set_register(
    connection: Connection,
    *,
    member: StaffMember,
    shares: Sequence[Share],
    effective_from: date,
    whole: int = WHOLE_BP,
    now: datetime,
) -> Register:
    """Let an owner set the store's register from the month that begins on `effective_from`.

    Raises `OwnerNeeded`, `RegisterNotForward`, `HolderUnknown` and the refusals of
    `require_register`.
    """
    require_owner(member)
    require_register(shares, whole=whole)
    if effective_from < (earliest := month_after(market_month(now))):
        raise RegisterNotForward(earliest=f"{earliest:%Y-%m}")
    version = await next_version(connection, member=member)
    await _require_consumers(connection, shares)
    register = Register(
        version=version,
        effective_from=effective_from,
        whole=whole,
        shares=tuple(shares),
        set_by=member.staff_no,
        set_at=now,
    )
    await _write_register(connection, member, register)
    return register


async def next_version(connection: Connection, *, member: StaffMember) -> int:
    """The number of the next version of the store's register, which nobody else can set until this
    transaction ends."""
    await ledger.lock_head(connection, member.market_code)
    found = await registers_of(
        connection, market_code=member.market_code, merchant_no=member.merchant_no
    )
    return found[0].version + 1 if found else 1


def require_owner(member: StaffMember) -> None:
    """Let only an owner pass; raises `OwnerNeeded`."""
    if member.role != "owner":
        raise OwnerNeeded(role=member.role)


async def _require_consumers(connection: Connection, shares: Sequence[Share]) -> None:
    numbers = [one.holder_no for one in shares]
    rows = await connection.fetch(
        "SELECT consumer_no FROM consumers WHERE consumer_no = ANY($1::bigint[])", numbers
    )
    known = {row["consumer_no"] for row in rows}
    for place, number in enumerate(numbers, start=1):
        if number not in known:
            raise HolderUnknown(place=place)


async def _write_register(connection: Connection, member: StaffMember, register: Register) -> None:
    await connection.execute(
        "INSERT INTO share_registers VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        *(member.market_code, member.merchant_no, register.version, register.effective_from),
        *(register.whole, [one.holder_no for one in register.shares]),
        *([one.share for one in register.shares], register.set_by, register.set_at),
    )

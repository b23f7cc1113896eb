"""A store's owner declares what a month brought, or takes it back before it is paid.

A month is declared once it is over, in order, once; all under the market's ledger lock.
"""

from datetime import date, datetime

from models import ledger
from models.clock import market_month, month_after
from models.database import Connection
from models.merchant import StaffMember
from models.money import require_amount
from models.refusal import Refusal
from models.shared_store.lifecycle import State, may_move
from models.shared_store.queries import Distribution, distribution, register_in_force
from models.shared_store.registering import require_owner


class RegisterMissing(Refusal):
    """The store had no register in that month, so nobody stood in it."""

    code = "shared_store.register_missing"


class MonthNotOver(Refusal):
    """What a month brought is declared once it is over."""

    code = "shared_store.month_not_over"


class MonthPast(Refusal):
    """A later month was declared already; months are declared in their order."""

    code = "shared_store.month_past"


class MonthDeclared(Refusal):
    """This month was declared already."""

    code = "shared_store.month_declared"


class MoveIllegal(Refusal):
    """The distribution has been paid or withdrawn already."""

    code = "shared_store.move_illegal"


async def declare(
    connection: Connection,
    *,
    member: StaffMember,
    month: date,
    amount_fen: int,
    distribution_id: int,
    now: datetime,
) -> Distribution:
    """Let an owner declare what the store distributes for the month that begins on `month`.

    It waits until it is funded (`pay_funded`). Raises `OwnerNeeded`, `MonthNotOver`,
    `MonthDeclared`, `MonthPast`, `RegisterMissing` and `money.AmountRefused`.
    """
    require_owner(member)
    require_amount(amount_fen)
    market_code, merchant_no = member.market_code, member.merchant_no
    if month >= market_month(now):
        raise MonthNotOver(from_day=month_after(month).isoformat())
    await ledger.lock_head(connection, market_code)
    await _require_next(connection, member, month)
    register = await register_in_force(
        connection, market_code=market_code, merchant_no=merchant_no, month=month
    )
    if register is None:
        raise RegisterMissing(month=f"{month:%Y-%m}")
    await connection.execute(
        "INSERT INTO distributions (market_code, distribution_id, merchant_no, register_version,"
        " month, amount_fen, state, declared_by, declared_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, 'declared', $7, $8)",
        *(market_code, distribution_id, merchant_no, register.version),
        *(month, amount_fen, member.staff_no, now),
    )
    return await _look(connection, member, distribution_id, now)


async def withdraw(
    connection: Connection, *, member: StaffMember, distribution_id: int, now: datetime
) -> Distribution:
    """Let an owner take back what was not paid yet; taking it back twice changes nothing.

    Raises `OwnerNeeded`, `DistributionUnknown` and `MoveIllegal`.
    """
    require_owner(member)
    await ledger.lock_head(connection, member.market_code)
    found = await _look(connection, member, distribution_id, now)
    if found.state == State.WITHDRAWN:
        return found
    if not may_move(State(found.state), State.WITHDRAWN):
        raise MoveIllegal(state=found.state)
    await connection.execute(
        "UPDATE distributions SET state = 'withdrawn', ended_at = $3"
        " WHERE market_code = $1 AND distribution_id = $2",
        *(member.market_code, distribution_id, now),
    )
    return await _look(connection, member, distribution_id, now)


async def _look(
    connection: Connection, member: StaffMember, distribution_id: int, now: datetime
) -> Distribution:
    return await distribution(
        connection,
        market_code=member.market_code,
        merchant_no=member.merchant_no,
        at=now,
        distribution_id=distribution_id,
    )


async def _require_next(connection: Connection, member: StaffMember, month: date) -> None:
    """Months are declared in their order, each once; one that was taken back doesn't count."""
    rows = await connection.fetch(
        "SELECT month FROM distributions WHERE market_code = $1 AND merchant_no = $2"
        " AND month >= $3 AND state <> 'withdrawn' ORDER BY month",
        *(member.market_code, member.merchant_no, month),
    )
    if not rows:
        return
    if rows[0]["month"] == month:
        raise MonthDeclared(month=f"{month:%Y-%m}")
    raise MonthPast(month=f"{month:%Y-%m}", last=f"{rows[-1]['month']:%Y-%m}")

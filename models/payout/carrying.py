"""Money carried forward: why somebody could not be paid, from when again, and how much is late."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from models.database import Connection, statement
from models.ledger import Kind, kind_of
from models.payout.plan import Means, Plan
from models.payout.reasons import DEBT, NO_ROOM, OWN, RECEIVER_REFUSED, retry_at


class Carried(Struct, frozen=True):
    """`retry_at` None: at any time. `overdue_fen` counts for payees; persons' stands in WALLET."""

    reason: str
    retry_at: datetime | None = None
    overdue_fen: int = 0

    def bars(self, now: datetime) -> bool:
        """Whether nothing may be sent yet."""
        return self.retry_at is not None and self.retry_at > now


async def carried_of(
    connection: Connection, market_code: int, accounts: Collection[int]
) -> dict[int, Carried]:
    """What is carried forward for these accounts; most have nothing."""
    rows = await connection.fetch(
        "SELECT account_id, reason, retry_at, overdue_fen FROM carried"
        " WHERE market_code = $1 AND account_id = ANY($2)",
        market_code,
        list(accounts),
    )
    return {row[0]: Carried(*row[1:]) for row in rows}


async def carry(connection: Connection, market_code: int, by: Mapping[int, Carried]) -> None:
    """Remember why these accounts wait, over whatever was remembered before."""
    if by:
        accounts = sorted(by)
        await connection.execute(
            statement(__package__, "carry"),
            market_code,
            accounts,
            [by[account_id].reason for account_id in accounts],
            [by[account_id].retry_at for account_id in accounts],
            [by[account_id].overdue_fen for account_id in accounts],
        )


async def settle_carried(
    connection: Connection, market_code: int, accounts: Collection[int]
) -> None:
    """Forget accounts to which nothing is owed from earlier any more."""
    if accounts:
        await connection.execute(
            "DELETE FROM carried WHERE market_code = $1 AND account_id = ANY($2)",
            market_code,
            sorted(accounts),
        )


def after_plans(
    plans: Iterable[Plan], means: Means, known: Mapping[int, Carried], now: datetime
) -> dict[int, Carried]:
    """What is carried for everybody whom the plans touch, once `means` were spent on them.

    Whoever still may not be paid keeps their reason; `overdue_fen` 0 with nothing in the wallet
    means that nothing is late any more.
    """
    obstacles: dict[int, str] = {}
    touched: set[int] = set()
    for plan in plans:
        touched |= plan.caught_up.keys() | _persons(plan)
        obstacles |= _obstacles(plan)
    return {
        number: _after(number, known.get(number), obstacles.get(number), means, now)
        for number in (touched & known.keys()) | obstacles.keys()
    }


def late_fen(number: int, means: Means) -> int:
    """How much of an account is late: all of a wallet, of a payee's account what it says."""
    return (means.owed if _is_person(number) else means.overdue).get(number, 0)


def _after(
    number: int, before: Carried | None, obstacle: str | None, means: Means, now: datetime
) -> Carried:
    overdue_fen = 0 if _is_person(number) else means.overdue.get(number, 0)
    if before is not None and (obstacle is None or before.bars(now)):
        return Carried(before.reason, before.retry_at, overdue_fen)
    reason = obstacle or NO_ROOM
    # Being refused bars one store only, and having no room none: neither waits for a date.
    free = reason in (NO_ROOM, RECEIVER_REFUSED)
    return Carried(reason, None if free else retry_at(reason, now), overdue_fen)


def _persons(plan: Plan) -> set[int]:
    return {leg.receiver_id for leg in plan.legs if _is_person(leg.receiver_id)}


def _obstacles(plan: Plan) -> dict[int, str]:
    held = {
        leg.receiver_id: leg.result
        for leg in plan.legs
        if not leg.under_way and leg.result not in (OWN, DEBT)
    }
    return held | {account_id: why for account_id, (_, why) in plan.late.items()}


def _is_person(number: int) -> bool:
    return kind_of(number) is Kind.WALLET

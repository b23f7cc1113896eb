"""Registers and distributions, as the store and the audit ask for them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from models.database import Connection, statement
from models.refusal import Refusal
from models.shared_store.register import Register, Share
from models.shared_store.rules import Declared


class DistributionUnknown(Refusal):
    """The store has no such distribution."""

    code = "shared_store.distribution_unknown"


class Distribution(Declared, frozen=True, kw_only=True):
    """A distribution with how it stands; `fens` are what each line of its register got.

    `ahead_fen` is what older ones of the same store still wait for, `owed_fen` what the platform
    owes the store and no refund within a bill's hold can take back: it is paid once `owed_fen`
    covers `ahead_fen` and its own amount.
    """

    state: str
    fens: tuple[int, ...] | None
    ended_at: datetime | None
    ahead_fen: int
    owed_fen: int

    @property
    def funded_fen(self) -> int:
        """How much of it is there now; all of it once it is paid."""
        if self.state == "paid":
            return self.amount_fen
        return max(0, min(self.amount_fen, self.owed_fen - self.ahead_fen))


_REGISTER = (
    "SELECT merchant_no, version, effective_from, whole, holders, shares, set_by, set_at"
    " FROM share_registers WHERE market_code = $1"
)


async def registers_of(
    connection: Connection, *, market_code: int, merchant_no: int
) -> list[Register]:
    """All versions of a store's register, the newest first."""
    rows = await connection.fetch(
        f"{_REGISTER} AND merchant_no = $2 ORDER BY version DESC", market_code, merchant_no
    )
    return [_register(row) for row in rows]


async def register_in_force(
    connection: Connection, *, market_code: int, merchant_no: int, month: date
) -> Register | None:
    """The register of a store in the month that begins on `month`; None before it had any."""
    row = await connection.fetchrow(
        f"{_REGISTER} AND merchant_no = $2 AND effective_from <= $3 ORDER BY version DESC LIMIT 1",
        *(market_code, merchant_no, month),
    )
    return _register(row) if row else None


async def all_registers(
    connection: Connection, *, market_code: int
) -> dict[tuple[int, int], Register]:
    """Every register of a market by its store and version."""
    rows = await connection.fetch(_REGISTER, market_code)
    return {(row["merchant_no"], row["version"]): _register(row) for row in rows}


async def distributions_of(
    connection: Connection,
    *,
    market_code: int,
    merchant_no: int,
    at: datetime,
    limit: int,
    before: int | None = None,
) -> list[Distribution]:
    """A store's distributions as they stand at a moment, newest first; `before` is the last id of
    the page before."""
    rows = await connection.fetch(
        statement(__package__, "of_store"),
        *(market_code, merchant_no, at, before, limit),
    )
    return [_distribution(row) for row in rows]


async def distribution(
    connection: Connection,
    *,
    market_code: int,
    merchant_no: int,
    at: datetime,
    distribution_id: int,
) -> Distribution:
    """One distribution of this store; raises `DistributionUnknown`."""
    found = await distributions_of(
        connection,
        market_code=market_code,
        merchant_no=merchant_no,
        at=at,
        limit=1,
        before=distribution_id + 1,
    )
    if not found or found[0].distribution_id != distribution_id:
        raise DistributionUnknown
    return found[0]


def _register(row: Mapping[str, Any]) -> Register:
    facts = dict(row)
    facts.pop("merchant_no")
    holders, shares = facts.pop("holders"), facts.pop("shares")
    lines = tuple(map(Share, holders, shares))
    return Register(**facts, shares=lines)


def _distribution(row: Mapping[str, Any]) -> Distribution:
    facts = dict(row)
    fens = facts.pop("fens")
    return Distribution(**facts, fens=tuple(fens) if fens is not None else None)

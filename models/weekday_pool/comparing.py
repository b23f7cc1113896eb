"""The pool's tables held against what reading its journals again comes to."""

from collections.abc import Mapping
from datetime import date

from models.database import Connection, statement
from models.weekday_pool.claims import Claim

_BATCH = 1000


async def compare(
    connection: Connection,
    market_code: int,
    claims: Mapping[int, Claim],
    shares_fen: Mapping[tuple[int, date], int],
) -> list[tuple[str, str]]:
    """(subject, detail) of every claim and share that the tables have otherwise."""
    found = []
    numbers = list(claims)
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        rows = await connection.fetch(statement(__package__, "claims"), market_code, batch)
        kept = {row["claim_no"]: Claim(**row) for row in rows}
        for claim_no in batch:
            if difference := _difference(kept.get(claim_no), claims[claim_no]):
                found.append((f"claim {claim_no}", difference))
    count = await connection.fetchval(
        "SELECT count(*) FROM weekday_claims WHERE market_code = $1", market_code
    )
    if count > len(claims):
        found.append(("claims", f"{count - len(claims)} without a settled bill"))
    return found + await _shares(connection, market_code, shares_fen)


async def _shares(
    connection: Connection, market_code: int, shares_fen: Mapping[tuple[int, date], int]
) -> list[tuple[str, str]]:
    rows = await connection.fetch(
        "SELECT consumer_no, day, fen FROM weekday_shares WHERE market_code = $1", market_code
    )
    kept = {(row[0], row[1]): row[2] for row in rows}
    return [
        (
            f"consumer {who}",
            f"{day}: stored {kept.get((who, day))}, again {shares_fen.get((who, day))}",
        )
        for who, day in sorted(kept.keys() | shares_fen.keys())
        if kept.get((who, day)) != shares_fen.get((who, day))
    ]


def _difference(kept: Claim | None, again: Claim) -> str:
    if kept is None:
        return "missing"
    for name in Claim.__struct_fields__:
        if getattr(kept, name) != getattr(again, name):
            return f"{name}: stored {getattr(kept, name)}, again {getattr(again, name)}"
    return ""

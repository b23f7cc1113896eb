"""Bearer tokens: opaque, known here by their SHA-256 only, ended by time or by being revoked.

Their moments are *wire time*, the machine's own: a login must not end because a replay drives the
market's clock through a year.
"""

import hashlib
from datetime import datetime
from typing import Literal

from msgspec import Struct

from models.database import Connection
from models.refusal import Refusal

OwnerKind = Literal["consumer", "staff"]


class TokenUnknown(Refusal):
    """Nobody was ever given this token."""

    code = "token.unknown"


class TokenExpired(Refusal):
    """The token's time has run out."""

    code = "token.expired"


class TokenRevoked(Refusal):
    """The token was taken back."""

    code = "token.revoked"


class Bearer(Struct, frozen=True):
    """Who holds a valid token, and until when."""

    kind: OwnerKind
    number: int
    expires_at: datetime


async def start_session(
    connection: Connection, *, token: str, bearer: Bearer, at: datetime
) -> None:
    """Let `token` (at least 32 random bytes of the caller's) speak for `bearer`."""
    await connection.execute(
        "INSERT INTO sessions (token_hash, owner_kind, owner_no, created_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        *(token_hash(token), bearer.kind, bearer.number, at, bearer.expires_at),
    )


async def bearer_of(connection: Connection, *, token: str, at: datetime) -> Bearer:
    """Who holds this token; raises `TokenUnknown`, `TokenRevoked` or `TokenExpired`."""
    row = await connection.fetchrow(
        "SELECT owner_kind, owner_no, expires_at, revoked_at FROM sessions WHERE token_hash = $1",
        token_hash(token),
    )
    if row is None:
        raise TokenUnknown
    if row["revoked_at"] is not None:
        raise TokenRevoked
    if row["expires_at"] <= at:
        raise TokenExpired
    return Bearer(row["owner_kind"], row["owner_no"], row["expires_at"])


async def revoke_session(connection: Connection, *, token: str, at: datetime) -> None:
    """End one session; a token that is unknown or has ended stays as it is."""
    await connection.execute(
        "UPDATE sessions SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL",
        *(token_hash(token), at),
    )


def token_hash(token: str) -> str:
    """What is kept of a token: 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()

"""Bearer tokens at the door: made from 32 random bytes, known again for half a minute.

A token that was recognised is not looked up again for 30 seconds, so a revoked one may still open
a door for that long, in each server process. Nothing irrevocable hangs on it: money moves by
WeChat's own dialogue or not at all.
"""

import secrets
import time
from collections.abc import Callable
from datetime import datetime

from miniprogram_api.house import House
from models import people
from models.database import Database
from models.people import Bearer, OwnerKind
from models.refusal import Refusal

REMEMBERED_S = 30.0
_MOST_REMEMBERED = 50_000


class TokenMissing(Refusal):
    """The request carries no bearer token."""

    code = "token.missing"


class TokenForeign(Refusal):
    """The token is good, but for the other mini-program."""

    code = "token.foreign"


class Doorkeeper:
    """Recognises who holds a token; keeps no more than 50,000 in memory."""

    def __init__(
        self, database: Database, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._monotonic = monotonic
        self._known: dict[str, tuple[Bearer, float]] = {}

    async def recognise(self, token: str, *, kind: OwnerKind, at: datetime) -> int:
        """The number of the consumer or staff member; raises a `token.…` refusal."""
        if not token:
            raise TokenMissing
        bearer = self._remembered(token, at) or await self._look_up(token, at)
        if bearer.kind != kind:
            raise TokenForeign(needed=kind)
        return bearer.number

    def forget(self, token: str) -> None:
        """Look the token up again when it is shown next."""
        self._known.pop(token, None)

    def _remembered(self, token: str, at: datetime) -> Bearer | None:
        bearer, until = self._known.get(token, (None, 0.0))
        if bearer is None or until < self._monotonic() or bearer.expires_at <= at:
            return None
        return bearer

    async def _look_up(self, token: str, at: datetime) -> Bearer:
        self._known.pop(token, None)
        async with self._database.connection() as connection:
            bearer = await people.bearer_of(connection, token=token, at=at)
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[token] = (bearer, self._monotonic() + REMEMBERED_S)
        return bearer


async def hand_out_token(house: House, *, kind: OwnerKind, number: int) -> tuple[str, datetime]:
    """A new token for somebody who has just logged in, and when it ends."""
    token, now = secrets.token_urlsafe(32), house.wire_clock()
    expires_at = now + house.token_lifetime
    async with house.database.connection() as connection:
        bearer = Bearer(kind, number, expires_at)
        await people.start_session(connection, token=token, bearer=bearer, at=now)
    return token, expires_at

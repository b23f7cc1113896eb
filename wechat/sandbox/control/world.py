"""Market time and misfortune."""

from aiohttp import web
from msgspec import Struct

from wechat.sandbox.book.book import Book
from wechat.sandbox.clock import from_rfc3339, rfc3339
from wechat.sandbox.control.desk import ControlError, answer, guarded, read, read_many
from wechat.sandbox.faults import Fault, Faults
from wechat.sandbox.mini.program import Mini


class ClockWish(Struct):
    """One of the two: a moment (RFC 3339 with offset), or how far to go on."""

    now: str | None = None
    advance_seconds: float | None = None


class World:
    def __init__(self, book: Book, faults: Faults, mini: Mini) -> None:
        self._book, self._faults, self._mini = book, faults, mini

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sandbox/health", guarded(self.health)),
            web.get("/sandbox/clock", guarded(self.show_clock)),
            web.post("/sandbox/clock", guarded(self.drive_clock)),
            web.get("/sandbox/faults", guarded(self.list_faults)),
            web.post("/sandbox/faults", guarded(self.add_faults)),
            web.delete("/sandbox/faults", guarded(self.clear_faults)),
            web.post("/sandbox/tokens/revoke", guarded(self.revoke_tokens)),
        ]

    async def health(self, request: web.Request) -> web.Response:
        return answer({"ready": True, "agenda": len(self._book.agenda)} | self._time())

    async def show_clock(self, request: web.Request) -> web.Response:
        return answer(self._time())

    async def drive_clock(self, request: web.Request) -> web.Response:
        """Forward only. What falls due on the way happens before the answer."""
        wish = await read(request, ClockWish)
        clock = self._book.clock
        if (wish.now is None) == (wish.advance_seconds is None):
            raise ControlError(400, "bad_request", "give either now or advance_seconds")
        try:
            target = from_rfc3339(wish.now) if wish.now is not None else clock.microseconds()
        except ValueError as error:
            raise ControlError(400, "bad_request", str(error)) from error
        clock.drive(target + int((wish.advance_seconds or 0) * 1_000_000))
        self._book.now()
        return answer(self._time())

    async def list_faults(self, request: web.Request) -> web.Response:
        return answer({"faults": list(self._faults)})

    async def add_faults(self, request: web.Request) -> web.Response:
        for fault in await read_many(request, Fault):
            self._faults.add(fault)
        return answer({"faults": list(self._faults)})

    async def clear_faults(self, request: web.Request) -> web.Response:
        self._faults.clear()
        return answer({"faults": []})

    async def revoke_tokens(self, request: web.Request) -> web.Response:
        """Every access token dies at once (40001), as after a reset secret."""
        self._mini.tokens.revoke()
        return answer({"revoked": True})

    def _time(self) -> dict[str, object]:
        clock = self._book.clock
        return {"now": rfc3339(clock.seconds()), "driven": clock.driven}

"""Market time and misfortune."""

from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct, structs

from wechat.sandbox.book.book import Book
from wechat.sandbox.clock import from_rfc3339, rfc3339
from wechat.sandbox.control.desk import ControlError, answer, guarded, read, read_many
from wechat.sandbox.faults import Fault
from wechat.sandbox.limits import PER_SECOND
from wechat.sandbox.mini.program import Mini
from wechat.sandbox.misfortune import Misfortune, scenarios


class ClockWish(Struct):
    """One of the two: a moment (RFC 3339 with offset), or how far to go on."""

    now: str | None = None
    advance_seconds: float | None = None


class ScenarioWish(Struct):
    """The same seed throws the same dice."""

    seed: int = 0


class LimitsWish(Struct):
    """WeChat's rates, made smaller by `scale`."""

    on: bool
    scale: Annotated[float, Meta(gt=0, le=1)] = 1.0


class SkewWish(Struct):
    """How far the sandbox's wire clock runs ahead (below zero: behind)."""

    seconds: Annotated[float, Meta(ge=-86_400, le=86_400)]


class World:
    def __init__(self, book: Book, misfortune: Misfortune, mini: Mini) -> None:
        self._book, self._misfortune, self._mini = book, misfortune, mini
        self._faults = misfortune.faults

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sandbox/health", guarded(self.health)),
            web.get("/sandbox/clock", guarded(self.show_clock)),
            web.post("/sandbox/clock", guarded(self.drive_clock)),
            web.get("/sandbox/faults", guarded(self.list_faults)),
            web.post("/sandbox/faults", guarded(self.add_faults)),
            web.delete("/sandbox/faults", guarded(self.clear_faults)),
            web.get("/sandbox/scenarios", guarded(self.list_scenarios)),
            web.post("/sandbox/scenarios/{name}", guarded(self.bring_scenario)),
            web.post("/sandbox/limits", guarded(self.switch_limits)),
            web.post("/sandbox/skew", guarded(self.skew_clock)),
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
        return answer(self._troubles())

    async def add_faults(self, request: web.Request) -> web.Response:
        for fault in await read_many(request, Fault):
            self._faults.add(fault)
        return answer(self._troubles())

    async def clear_faults(self, request: web.Request) -> web.Response:
        """Faults, limits and a wrong clock are gone."""
        self._misfortune.clear()
        return answer(self._troubles())

    async def list_scenarios(self, request: web.Request) -> web.Response:
        named = {name: structs.asdict(one) for name, one in scenarios().items()}
        return answer({"scenarios": named})

    async def bring_scenario(self, request: web.Request) -> web.Response:
        """A named day, in the place of what is in force."""
        wish = await read(request, ScenarioWish)
        name = request.match_info["name"]
        if name not in scenarios():
            raise ControlError(404, "unknown_scenario", f"known: {', '.join(scenarios())}")
        self._misfortune.bring(name, wish.seed)
        return answer(self._troubles())

    async def switch_limits(self, request: web.Request) -> web.Response:
        wish = await read(request, LimitsWish)
        self._misfortune.limits.switch(on=wish.on, scale=wish.scale)
        return answer(self._troubles())

    async def skew_clock(self, request: web.Request) -> web.Response:
        """The sandbox's wire clock goes wrong: beyond 300 s nothing that is signed is believed."""
        wish = await read(request, SkewWish)
        self._misfortune.wire_time.skew_seconds = wish.seconds
        return answer(self._troubles())

    async def revoke_tokens(self, request: web.Request) -> web.Response:
        """Every access token dies at once (40001), as after a reset secret."""
        self._mini.tokens.revoke()
        return answer({"revoked": True})

    def _troubles(self) -> dict[str, object]:
        limits = self._misfortune.limits
        return {
            "faults": list(self._faults),
            "limits": {"on": limits.on, "scale": limits.scale, "per_second": PER_SECOND},
            "skew_seconds": self._misfortune.wire_time.skew_seconds,
        }

    def _time(self) -> dict[str, object]:
        clock = self._book.clock
        return {"now": rfc3339(clock.seconds()), "driven": clock.driven}

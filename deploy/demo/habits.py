"""What shoppers do beside paying, in the demos of programs with a pool.

Which of them do what follows from their place in the order of receipts, so the same receipts give
the same deeds.
"""

from collections import Counter
from collections.abc import Awaitable, Mapping

from deploy.demo.phone import Answered, Phone

_EVERY = 10
_PART = 3


class Habits:
    """The habits of a program's shoppers; `deeds` counts what they did, and what was refused."""

    def __init__(self, program: str, deeds: Counter[str]) -> None:
        self._program = program
        self._deeds = deeds
        self._bills = 0

    async def coupons_for(self, phone: Phone, amount_fen: int) -> int:
        """What of a bill is paid with coupons, in fen: all that the phone shows as free."""
        if self._program != "green_points":
            return 0
        free_fen = (await phone.look("/coupons"))["free_fen"]
        return int(min(free_fen, amount_fen))

    async def after_a_bill(self, phone: Phone) -> None:
        """Every tenth bill its household redeems a third of the points that are ripe."""
        self._bills += 1
        if self._program != "appreciating_points" or self._bills % _EVERY:
            return
        points = (await phone.look("/points"))["redeemable_points"] // _PART
        if points:
            key = f"redeem-{self._bills:08}"
            await self._count("redemptions", phone.redeem(points, key=key))

    async def at_the_end(self, phones: Mapping[int, Phone]) -> None:
        """A third of the households redeem what is ripe and withdraw what their wallets hold."""
        for household, phone in list(phones.items())[::_PART]:
            await phone.log_in()
            if self._program == "appreciating_points":
                await self._redeem_all(household, phone)
            if (await phone.look("/wallet"))["carried_fen"]:
                await self._count("withdrawals", self._withdraw(household, phone))

    async def _redeem_all(self, household: int, phone: Phone) -> None:
        points = (await phone.look("/points"))["redeemable_points"]
        if points:
            key = f"redeem-all-{household:08}"
            await self._count("redemptions", phone.redeem(points, key=key))

    async def _withdraw(self, household: int, phone: Phone) -> None:
        transfer = await phone.withdraw(key=f"withdraw-{household:08}")
        if transfer["confirm"]:
            await phone.take(transfer)

    async def _count(self, deed: str, doing: Awaitable[object]) -> None:
        try:
            await doing
            self._deeds[deed] += 1
        except Answered as refused:
            self._deeds[f"{deed}: {refused.code}"] += 1

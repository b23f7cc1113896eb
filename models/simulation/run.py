"""What every engine hands back, whichever program it ran."""

from collections import Counter

from msgspec import Struct, field


class Month(Struct):
    """A month's end. Flows are of the month, `funded_fen` and `owed_at_most_fen` stand at its end.

    `owed_at_most_fen` is what caps, schedules or quotes would still allow; nothing promises it.
    """

    month: str
    turnover_fen: int = 0
    discount_fen: int = 0
    into_fund_fen: int = 0
    paid_fen: int = 0
    parties_fen: int = 0
    platform_fen: int = 0
    funded_fen: int = 0
    owed_at_most_fen: int = 0


class Run(Struct):
    """One program over one town.

    `got_fen` is what a consumer received (money, coupons, or what their points redeem for at the
    end), `gave_fen` the discounts of their bills, `spent_fen` the bills. `merchant_got_fen` is what
    merchants received as users; `locker_fen` what bringing a consumer paid. `claims` are pairs of a
    cap and what was received of it. Nothing is lost: what went into the fund was paid, is left in
    it, or was `returned_fen` to merchants whose bills were refunded.
    """

    months: list[Month] = field(default_factory=list)
    spent_fen: Counter[int] = field(default_factory=Counter)
    gave_fen: Counter[int] = field(default_factory=Counter)
    got_fen: Counter[int] = field(default_factory=Counter)
    merchant_got_fen: Counter[int] = field(default_factory=Counter)
    locker_fen: Counter[int] = field(default_factory=Counter)
    first_day: dict[int, int] = field(default_factory=dict)
    claims: list[tuple[int, int]] = field(default_factory=list)
    left_fen: int = 0
    returned_fen: int = 0
    debt_fen: int = 0

    @property
    def paid_fen(self) -> int:
        """All that was paid out, month by month."""
        return sum(month.paid_fen for month in self.months)

    @property
    def into_fund_fen(self) -> int:
        """All that went into packets, pools and immediate rebates."""
        return sum(month.into_fund_fen for month in self.months)

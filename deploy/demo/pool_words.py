"""What the report says of each program with a pool beside what all of them say."""

from collections.abc import Callable, Mapping
from typing import Any

from models.money import format_percent, format_yuan

Row = tuple[str, str, str]

STEPS = {"release": "次释放 releases", "redemption": "次兑换 redemptions"}


def _weekday_pool(own: dict[str, Any]) -> list[Row]:
    return [
        ("资格", "claims", f"{own['claims']:,}"),
        ("多店提高上限", "caps raised by further stores", f"{own['claims_with_partners']:,}"),
        ("收满", "claims at their cap", f"{own['claims_at_cap']:,}"),
        ("上限达到", "of all caps, reached", format_percent(own["reached_bp"])),
    ]


def _green_points(own: dict[str, Any]) -> list[Row]:
    points = f"{_hundredths(own['points'])} · {own['grants']:,} 单 bills"
    return [
        ("积分（顾客与门店）", "points of shoppers and stores", points),
        ("计划释放", "scheduled", format_yuan(own["scheduled_fen"])),
        ("实际释放", "released, as far as funded", format_yuan(own["released_fen"])),
        ("用券付款", "coupons spent", format_yuan(own["spent_fen"])),
        ("尚有的券", "coupons unspent", format_yuan(own["unspent_fen"])),
    ]


def _appreciating_points(own: dict[str, Any]) -> list[Row]:
    asked = f"{own['asked']:,} · {format_yuan(own['asked_fen'])}"
    exits = f"{own['exits']:,} · {format_yuan(own['exits_fen'])}"
    price = f"{_price(own['quoted_e8'])} · {_price(own['backed_e8'])}"
    return [
        ("积分", "points", f"{_hundredths(own['points'])} · {own['holders']:,} 人 holders"),
        ("牌价 · 实值", "a point is quoted at · backed by", price),
        ("申请兑换", "redeemed on request", asked),
        ("强制出局", "redeemed by forced exits", exits),
    ]


def _hundredths(count: int) -> str:
    return f"{count // 100:,}.{count % 100:02}"


def _price(price_e8: int) -> str:
    """A price of 10⁻⁸ fen, in yuan with four decimals, floored."""
    return f"¥{price_e8 // 10**10}.{price_e8 % 10**10 // 10**6:04}"


OWN: Mapping[str, Callable[[dict[str, Any]], list[Row]]] = {
    "weekday_pool": _weekday_pool,
    "green_points": _green_points,
    "appreciating_points": _appreciating_points,
}

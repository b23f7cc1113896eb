"""The pool's part of the report: rows for the table, and its weeks as bars."""

from typing import Any

from rich.table import Table

from models.money import format_percent, format_yuan

_BAR = 24
_EIGHTHS = " ▏▎▍▌▋▊▉█"
Row = tuple[str, str, str]


def rows(pool: dict[str, Any]) -> list[Row]:
    """What came in, what was paid, what is there, what caps would still allow, what people got."""
    people = pool["people"]
    found = [
        ("进入资金池", "into the pool", format_yuan(pool["into_fen"])),
        ("从资金池付出", "paid out of it", _paid_out(pool)),
        ("资金池现有", "in the pool", format_yuan(pool["left_fen"])),
        ("上限尚余", "caps would still allow", format_yuan(pool["caps_left_fen"])),
        (
            "用户拿回",
            "people got back",
            f"{format_yuan(people['got_fen'])} · {people['people_who_got']:,} /"
            f" {people['people']:,} 人",
        ),
        ("拿回占消费", "of what they spent", _shares(people)),
    ]
    for zh, en, name in (
        ("当场返还", "rebates at once", "at_once_fen"),
        ("用券支付", "paid with coupons", "paid_with_coupons_fen"),
    ):
        if pool[name]:
            found.append((zh, en, format_yuan(pool[name])))
    if people["stores_got_fen"]:
        found.append(("门店得券", "coupons to stores", format_yuan(people["stores_got_fen"])))
    return found + [_own(name, figure) for name, figure in pool["own"].items()]


def weeks(pool: dict[str, Any]) -> Table:
    """The pool week by week, what people got of it as bars."""
    table = Table(title="资金池，按周 the pool by week", title_justify="left")
    for heading in ("周 week", "进入 in", "付出 out", "周末余额 left"):
        table.add_column(heading, justify="right")
    table.add_column("付出 paid out", min_width=_BAR)
    most = max((week["out_fen"] for week in pool["weeks"]), default=0)
    for week in pool["weeks"]:
        amounts = [format_yuan(week[name]) for name in ("in_fen", "out_fen", "pool_fen")]
        table.add_row(f"{week['week']:%m-%d}", *amounts, bar(week["out_fen"], most))
    return table


def bar(part: int, most: int) -> str:
    """A bar of at most 24 characters, in eighths of one."""
    eighths = part * _BAR * 8 // most if most else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _paid_out(pool: dict[str, Any]) -> str:
    steps = " · ".join(f"{count:,} {name}s" for name, count in pool["steps"].items())
    return f"{format_yuan(pool['paid_out_fen'])} · {steps or '–'}"


def _shares(people: dict[str, int]) -> str:
    """Tenth, median, ninetieth, best."""
    shares = [format_percent(people[f"{n}_bp"]) for n in ("tenth", "median", "ninetieth", "best")]
    return " · ".join(
        f"{name} {share}"
        for name, share in zip(("P10", "P50", "P90", "最高 best"), shares, strict=True)
    )


_WORDS = {
    "claims": ("资格", "claims"),
    "claims_at_cap": ("达到上限", "claims at their cap"),
    "reached_bp": ("上限达到", "of all caps reached"),
}


def _own(name: str, figure: int) -> Row:
    zh, en = _WORDS[name]
    if name.endswith("_fen"):
        return zh, en, format_yuan(figure)
    return zh, en, format_percent(figure) if name.endswith("_bp") else f"{figure:,}"

"""The pool's part of the report: rows for the table, and its weeks as bars."""

from typing import Any

from rich.table import Table

from deploy.demo import pool_words
from models.money import format_percent, format_yuan

_BAR = 24
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")


def rows(program: str, pool: dict[str, Any]) -> list[pool_words.Row]:
    """What came in, what was paid, what is there, what caps would still allow, what people got."""
    people = pool["people"]
    count = f"{people['people_who_got']:,} / {people['people']:,} 人"
    found = [
        ("进入资金池", "into the pool", format_yuan(pool["into_fen"])),
        ("从资金池付出", "paid out of it", _paid_out(pool)),
        ("资金池现有", "in the pool", format_yuan(pool["left_fen"])),
        ("上限尚余", "caps would still allow", format_yuan(pool["caps_left_fen"])),
        ("顾客拿回", "shoppers got back", f"{format_yuan(people['got_fen'])} · {count}"),
        ("拿回占消费", "of what they spent", _shares(people)),
    ]
    if pool["at_once_fen"]:
        found.append(("当场返还", "rebates at once", format_yuan(pool["at_once_fen"])))
    if people["stores_got_fen"]:
        found.append(("门店得券", "coupons of stores", format_yuan(people["stores_got_fen"])))
    return found + pool_words.OWN[program](pool["own"]) + _deeds(pool["withdrawn"])


def tables(pool: dict[str, Any]) -> list[Table]:
    """The pool week by week, and its periods where it has any."""
    return [_weeks(pool["weeks"]), *([_periods(pool["periods"])] if "periods" in pool else [])]


def _weeks(weeks: list[dict[str, Any]]) -> Table:
    headings = ("周 week", "进入 in", "付出 out", "余额 left")
    table = _table("资金池，按周 the pool, week by week", *headings)
    table.add_column("付出 paid out", min_width=_BAR)
    most = max((week["out_fen"] for week in weeks), default=0)
    for week in weeks:
        amounts = [format_yuan(week[name]) for name in ("in_fen", "out_fen", "pool_fen")]
        table.add_row(f"{week['week']:%m-%d}", *amounts, bar(week["out_fen"], most))
    return table


def _periods(periods: list[dict[str, Any]]) -> Table:
    ends = ("期 period", "结束 ended", "流入 inflow", "增长 growth")
    table = _table("各期 its periods", *ends, "计划 scheduled", "释放 released")
    for one in periods:
        inflow, scheduled, released = (
            format_yuan(one[name]) for name in ("inflow_fen", "scheduled_fen", "released_fen")
        )
        ended, growth = f"{one['ended_on']:%m-%d}", format_percent(one["growth_bp"])
        table.add_row(str(one["period_no"]), ended, inflow, growth, scheduled, released)
    return table


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def bar(part: int, most: int) -> str:
    """A bar of at most 24 characters, in eighths of one."""
    eighths = part * _BAR * 8 // most if most else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8]


def _deeds(withdrawn: dict[str, int]) -> list[pool_words.Row]:
    amount = f"{withdrawn['transfers']:,} · {format_yuan(withdrawn['fen'])}"
    return [("提现到账", "withdrawn and arrived", amount)] if withdrawn["transfers"] else []


def _paid_out(pool: dict[str, Any]) -> str:
    steps = [f"{count:,} {pool_words.STEPS[name]}" for name, count in pool["steps"].items()]
    return " · ".join([format_yuan(pool["paid_out_fen"]), *steps])


def _shares(people: dict[str, int]) -> str:
    """The lowest tenth, the middle, the highest tenth, and the best of all."""
    shares = [format_percent(people[f"{n}_bp"]) for n in ("tenth", "median", "ninetieth", "best")]
    names = ("P10", "P50", "P90", "最高 best")
    return " · ".join(f"{name} {share}" for name, share in zip(names, shares, strict=True))

"""The report: one table for people, one JSON document for programs, from the same figures.

`docs/demo.md` explains every key. What does not depend on the machine's speed stands under
`result`; the same receipts and seed with PHONES=1 give the same `result` again.
"""

from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from deploy.demo import pool_report
from models.money import format_percent, format_yuan


def write(report: dict[str, Any], place: Path) -> None:
    """Write the document."""
    place.write_bytes(msgspec.json.format(msgspec.json.encode(report)) + b"\n")


def show(console: Console, report: dict[str, Any]) -> None:
    """Print the table."""
    name = report["run"]["program"]
    table = Table(title=f"让利 Rangli · {name}", show_header=False, title_justify="left")
    table.add_column(overflow="fold")
    table.add_column(justify="right", overflow="fold")
    for zh, en, value in _rows(report):
        table.add_row(f"{zh}  [dim]{en}[/dim]", value)
    console.print(table)
    if "pool" in report:
        console.print(*pool_report.tables(report["pool"]))


def _rows(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    result, run, timings = report["result"], report["run"], report["timings"]
    rows = [
        ("收据", "receipts", f"{run['orders']} / {run['stores']} 店 · {run['households']} 户"),
        ("已结算订单", "orders settled", f"{result['orders']:,}"),
        ("营业额", "turnover", format_yuan(result["turnover_fen"])),
        ("让利", "discount given", format_yuan(result["discount_fen"])),
        *_own(report),
        ("累积中", "carried forward", _carried(result)),
        ("推广各方", "earned by roles", _earned(report["earned"])),
        *_lines(report["lines"]),
        ("未完成的承诺", "promises still pending", str(result["promises_pending"])),
        ("报价与结果", "quote = outcome", _quotes(result["quotes"])),
        ("付款速度", "replay", f"{timings['orders_per_second']} 单 orders/s"),
        ("付款至结算可见", "paid to settled, as seen", _latency(timings)),
        *(_verified(report["verifier"]) if "verifier" in report else []),
        ("对账", "reconciliation", _reconciled(report["reconciliation"])),
        ("审计", "audit", _audit(report["audit"])),
    ]
    counts = report["audit"]["counts"]
    return rows + [(f"  {code}", "finding", str(n)) for code, n in counts.items()]


def _own(report: dict[str, Any]) -> list[tuple[str, str, str]]:
    if "pool" in report:
        return pool_report.rows(report["run"]["program"], report["pool"])
    return _packets(report["result"])


def _packets(result: dict[str, Any]) -> list[tuple[str, str, str]]:
    closed = result["median_rebate_of_closed_bp"]
    return [
        ("红包", "packets", f"{result['packets']:,} · {format_yuan(result['packets_fen'])}"),
        ("返还中位数", "median rebate of all bills", format_percent(result["median_rebate_bp"])),
        ("排完队的中位数", "median of closed claims", format_percent(closed) if closed else "–"),
        ("最高返还", "best rebate", format_percent(result["best_rebate_bp"])),
        ("达到上限", "claims at their cap", _share(result["claims_at_cap"], result["claims"])),
        ("队列储备", "held in reserves", format_yuan(result["reserves_fen"])),
    ]


def _verified(verifier: dict[str, Any]) -> list[tuple[str, str, str]]:
    revealed = f"{verifier['seeds_revealed']} / {verifier['days']} 天"
    return [
        ("已公布种子", "seeds revealed", revealed),
        ("验证器", "stand-alone verifier", f"{_ok(verifier['ok'])} {verifier['says']}"),
    ]


def _lines(lines: dict[str, dict[str, int]]) -> list[tuple[str, str, str]]:
    return [
        (*_line_name(reason), f"{line['lines']:,} · {format_yuan(line['fen'])}")
        for reason, line in lines.items()
        if reason != "OWN"
    ]


def _line_name(reason: str) -> tuple[str, str]:
    """What a result means; words in small letters were never sent to WeChat."""
    known = {"SUCCESS": ("分账到账", "split lines arrived"), "PENDING": ("分账途中", "under way")}
    if reason in known:
        return known[reason]
    if reason == reason.upper():
        return "微信未付", f"turned back: {reason}"
    return "暂缓", f"held back: {reason}"


def _carried(result: dict[str, Any]) -> str:
    return f"{format_yuan(result['carried_fen'])} · {result['carried_people']} 人"


def _earned(roles: dict[str, Any]) -> str:
    bills_fen = sum(one["bills_fen"] for one in roles.values())
    bd = roles["bd"]
    return f"{format_yuan(bills_fen)} · 奖励 bounties {bd['bounties']:,}"


def _quotes(quotes: dict[str, int]) -> str:
    compared = f"{quotes['discount_as_quoted']:,} / {quotes['compared']:,}"
    if "claims" not in quotes:
        return compared
    return f"{compared} · 上限内 within cap {quotes['claims_within_cap']:,} / {quotes['claims']:,}"


def _latency(timings: dict[str, Any]) -> str:
    return (
        f"p50 {timings['paid_to_settled_ms_p50']} ms · p99 {timings['paid_to_settled_ms_p99']} ms"
        f" (抽样 sample {timings['paid_to_settled_samples']})"
    )


def _reconciled(found: dict[str, int]) -> str:
    good = not found["breaks_open"] and found["matched"] == found["lines"]
    return (
        f"{_ok(good)} {found['matched']:,} / {found['lines']:,} 行 lines"
        f" · {found['days']} 天 days · {found['breaks_open']} 差异 open breaks"
    )


def _audit(audit: dict[str, Any]) -> str:
    figures = audit["figures"]
    return (
        f"{_ok(not audit['counts'])} {figures['journals']:,} 分录 journals ·"
        f" {figures['postings']:,} postings · {audit['seconds']} s"
    )


def _share(part: int, whole: int) -> str:
    return f"{part:,} / {whole:,} = {format_percent(10_000 * part // whole) if whole else '–'}"


def _ok(good: bool) -> str:
    return "[green]✓[/green]" if good else "[red]✗[/red]"

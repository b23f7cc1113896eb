"""What people see: what was compared, what lies at WeChat, and what differs."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from deploy.reconcile.run import Outcome
from models.ledger import kind_of
from models.money import format_yuan
from models.reconciliation import WORDS, Break, Correction, DayReport, Figures, Preview

NAMES = {
    "trade": "交易账单 trade",
    "split": "分账账单 splits",
    "basic": "基本账户 basic",
    "operation": "运营账户 operation",
}
TYPES = {
    "missing_here": "微信有，账簿无 missing here",
    "missing_there": "账簿有，微信无 missing there",
    "amount_differs": "金额不符 amount differs",
    "state_differs": "状态不符 state differs",
    "day_differs": "日期不符 day differs",
    "balance_differs": "余额不连续 balance jumps",
    "backing_short": "备付不足 backing short",
    "book_differs": "分录不符 journals differ",
    "line_unreadable": "行无法识别 line unreadable",
    "bill_unreadable": "账单无法识别 bill unreadable",
}
_MOST_SHOWN = 40


def show(console: Console, outcome: Outcome) -> None:
    """Print tables and a verdict."""
    if outcome.reports:
        console.print(_compared(outcome.reports))
        console.print(_lies(outcome.reports[-1]), highlight=False)
    for day, why in outcome.missing.items():
        console.print(
            f"[yellow]○ {day} 账单暂不可得 not to be had:[/yellow] {why}", highlight=False
        )
    breaks = [one for report in outcome.reports for one in report.breaks]
    left = [one for one in breaks if one.is_open]
    if left:
        console.print(_breaks(left))
    closed = len(breaks) - len(left)
    console.print(_verdict(outcome, len(left), closed), highlight=False)


def show_preview(console: Console, shown: Preview, *, done: bool) -> None:
    """Print what a correction does, or did."""
    head = "[green]✓ 已更正 corrected[/green]" if done else "将会 would"
    console.print(f"{head}  {shown.zh}\n   {shown.en}", highlight=False)
    for account_id, fen in shown.moves:
        console.print(f"     {kind_of(account_id).name}  {format_yuan(fen)}", highlight=False)


def _compared(reports: Sequence[DayReport]) -> Table:
    first, last = reports[0].day, reports[-1].day
    span = f"{first}" if first == last else f"{first} – {last} · {len(reports)} 天 days"
    table = Table(title=f"对账 reconciliation · {span}", title_justify="left")
    table.add_column("账单 bill")
    for name in (
        "行 lines",
        "金额 amount",
        "相符 matched",
        "跨日 near midnight",
        "账簿 in the book",
    ):
        table.add_column(name, justify="right")
    for bill, name in NAMES.items():
        total = _total([report.figures[bill] for report in reports if bill in report.figures])
        wrong = any(one.bill == bill for report in reports for one in report.open)
        mark = "[red]✗[/red]" if wrong else "[green]✓[/green]"
        table.add_row(
            name,
            f"{total.lines:,}",
            format_yuan(total.fen),
            f"{total.matched:,} {mark}",
            f"{total.edges:,}",
            f"{total.ours:,} · {format_yuan(total.ours_fen)}",
        )
    return table


def _total(figures: Sequence[Figures]) -> Figures:
    total = Figures()
    for one in figures:
        for name in total.__struct_fields__:
            setattr(total, name, getattr(total, name) + getattr(one, name))
    return total


def _lies(report: DayReport) -> str:
    owed = format_yuan(report.owed_fen)
    if report.at_wechat_fen is None:
        return (
            f"   应由平台账户承担 owed out of our account {owed} · 余额未知 balance not known yet"
        )
    enough = report.at_wechat_fen >= report.owed_fen
    mark = "[green]✓[/green]" if enough else "[red]✗[/red]"
    there = format_yuan(report.at_wechat_fen)
    sign = "≥" if enough else "<"
    return (
        f"   {mark} {report.day:%m-%d} 日终 evening: 微信 at WeChat {there} {sign} 应付 owed {owed}"
    )


def _breaks(breaks: Sequence[Break]) -> Table:
    more = f"，前 {_MOST_SHOWN} 条 first" if len(breaks) > _MOST_SHOWN else ""
    table = Table(
        title=f"待处理差异 open breaks · {len(breaks):,}{more}",
        title_justify="left",
        show_lines=True,
    )
    for name in (
        "号 no",
        "日 day",
        "差异 what",
        "对象 subject",
        "我方 ours",
        "微信 WeChat",
        "谁 · 怎么办",
    ):
        table.add_column(name, overflow="fold")
    for one in breaks[:_MOST_SHOWN]:
        zh, _ = WORDS[Correction(one.correction)]
        table.add_row(
            str(one.break_id),
            f"{one.day:%m-%d}",
            f"{NAMES[one.bill].split()[0]}\n{TYPES[one.type]}",
            f"{one.subject}\n{one.detail}".strip(),
            _fen(one.ours_fen),
            _fen(one.theirs_fen),
            f"{one.owner}\n{zh}",
        )
    return table


def _fen(fen: int | None) -> str:
    return "–" if fen is None else format_yuan(fen)


def _verdict(outcome: Outcome, left: int, closed: int) -> str:
    explained = f" · 已说明或更正 explained or corrected {closed:,}" if closed else ""
    if left:
        return (
            f"[red]✗ {left:,} 条差异待处理 breaks to look at[/red]{explained}\n"
            "   FIX=号 REASON=… 更正 corrects · EXPLAIN=号 REASON=… 说明 explains"
        )
    if outcome.missing:
        return f"[yellow]○ {len(outcome.missing)} 天未能核对 days not compared[/yellow]{explained}"
    return f"[green]✓ 分毫不差 agrees to the fen[/green]{explained}"

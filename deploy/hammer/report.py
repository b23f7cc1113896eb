"""What the hammer did, and what it found: a table for people, a document for programs."""

from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

_PARTS = (
    ("span", "时长", "how long"),
    ("counts", "发生了什么", "what happened"),
    ("refunds", "退款", "refunds by kind"),
    ("paid_back", "退款与回退的结局", "refunds and returns by end"),
    ("transfers", "商家转账", "transfers by end"),
    ("messages", "消息", "messages by end"),
    ("shipments", "发货", "shipments"),
    ("kills", "kill -9", "by process"),
    ("deaths", "重启", "started again"),
    ("faults", "故障", "faults that struck"),
    ("callbacks", "通知", "callbacks by our verdict"),
    ("dead_letters", "死信", "given up, and why"),
    ("lines_compared", "对账行数", "lines compared by bill"),
    ("breaks", "差异", "breaks by kind"),
    ("stages", "各阶段秒数", "seconds by stage"),
    ("answers", "非 200 应答", "answers other than 200"),
)


def write(report: dict[str, Any], place: Path) -> None:
    """Write the document."""
    place.write_bytes(msgspec.json.format(msgspec.json.encode(report)) + b"\n")


def show(console: Console, report: dict[str, Any]) -> None:
    """Print the table, then what was found."""
    table = Table(title="让利 Rangli · 风镐 jack-hammer", show_header=False, title_justify="left")
    table.add_column()
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    for key, zh, en in _PARTS:
        for place, (name, figure) in enumerate(sorted(report[key].items())):
            head = f"{zh} [dim]{en}[/dim]" if place == 0 else ""
            table.add_row(head, str(name), f"{figure:,}")
        if report[key]:
            table.add_section()
    table.add_row("审计 [dim]audit[/dim]", "分录 journals", f"{report['audit']['journals']:,}")
    table.add_row("", "发现 findings", f"{sum(report['audit']['counts'].values()):,}")
    console.print(table)
    for one in report["findings"]:
        console.print(f"[red]✗ {one['code']}[/red] {one['subject']} {one['detail']}")
    verdict = "[green]✓ 分文不差 not a fen is missing[/green]" if report["ok"] else "[red]✗[/red]"
    console.print(f"{verdict} ({report['seconds']:.0f} s, seed {report['seed']})", highlight=False)

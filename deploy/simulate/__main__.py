"""`make simulate BOOK=file FUTURE=replay`: play a rule book, write figures and a page.

Writes `simulation-<program>-<future>.json` and `.html` into the directory named by `OUT` (here by
default). Exit status 0 if the gate has nothing against the rules with what was found, 1 if it
refuses them, 2 if the file can't be read as a rule book.
"""

import argparse
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from deploy.simulate.page import page
from deploy.simulate.playing import play
from deploy.simulate.receipts import real_year
from deploy.simulate.report import Report, write_report
from models.money import format_percent, format_yuan
from models.rulebook import Book, load
from models.rulebook.gate import check_rules
from models.rulebook.reading import RuleBookUnreadable
from models.simulation import FUTURES, findings_of, summarise, with_actors


def main(arguments: list[str], console: Console) -> int:
    """Simulate one book in one future and write what came of it."""
    parser = argparse.ArgumentParser(prog="make simulate BOOK=file")
    parser.add_argument("book", type=Path)
    parser.add_argument("--future", choices=[*FUTURES], default="replay")
    parser.add_argument("--out", type=Path, default=Path())
    options = parser.parse_args(arguments)
    try:
        book = load(options.book.read_bytes())
    except (OSError, RuleBookUnreadable) as problem:
        console.print(f"[red]✗[/red] 读不到规则书 can't read a rule book: {problem}")
        return 2
    if unsound := check_rules(book):
        for objection in unsound:
            console.print(f"[red]✗ {objection.code}[/red] {objection.zh} {objection.en}")
        return 1
    options.out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    report = simulate(book, options.future)
    path = options.out / f"simulation-{book.program}-{options.future}"
    path.with_suffix(".json").write_bytes(write_report(report))
    path.with_suffix(".html").write_text(page(report), encoding="utf-8")
    show(console, report)
    seconds = time.perf_counter() - started
    console.print(f"{path}.json  {path}.html  {seconds:.1f} s", highlight=False)
    console.print(report.content_hash(), highlight=False)
    return 1 if report.objections else 0


def simulate(book: Book, future: str) -> Report:
    """Play the real year, or a future made of it, once as it is and once with strategic people."""
    town = FUTURES[future](real_year())
    played_town, schemes = with_actors(town)
    towns = {"base": town, "played": played_town}
    base, played = play(towns, [(book, name) for name in towns])
    summary = summarise(town, base, played, schemes)
    findings = findings_of(summary)
    return Report(
        program=book.program,
        book_hash=book.content_hash(),
        title=book.title,
        future=future,
        summary=summary,
        findings=findings,
        objections=check_rules(book, findings=findings),
    )


def show(console: Console, report: Report) -> None:
    """Print the few figures that matter most, the last to join first."""
    figures = report.summary
    table = Table(title=f"{report.program} · {report.future}")
    for heading in ("参加 joined", "人数 people", "拿回 got back", "中位 median"):
        table.add_column(heading, justify="right")
    for cohort in figures.cohorts:
        got, median = format_percent(cohort.got_bp), format_percent(cohort.median_bp)
        table.add_row(cohort.month, f"{cohort.people:,}", got, median)
    console.print(table)
    console.print(
        f"让利 discounts {format_yuan(figures.discount_fen)}"
        f"  付出 paid {format_yuan(figures.paid_fen)}"
        f"  上限达到 of caps {format_percent(figures.caps_reached_bp)}"
        f"  平台 platform {format_percent(figures.platform_bp)}",
        highlight=False,
    )
    for finding in report.findings:
        console.print(f"[yellow]• {finding.code}[/yellow] {finding.zh} {finding.en}")
    for objection in report.objections:
        console.print(f"[red]✗ {objection.code}[/red] {objection.zh} {objection.en}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Console(soft_wrap=True)))

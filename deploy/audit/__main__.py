"""`make audit`: prove the books of a deployment; exit status 1 if anything is found.

It audits the database that DATABASE_URL names, with the seeds that RANGLI_DRAW_ROOT_KEY makes;
where there is no DATABASE_URL, the books that the last demo left behind. It changes nothing.
"""

import asyncio
import os
import sys
import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.demo.options import options_from
from models.audit import Report, audit
from models.database import close_database, open_database
from models.packet_chain import day_seed


async def main(console: Console) -> int:
    """Audit and print."""
    where = await _where()
    if where is None:
        console.print("没有账可审 no books to audit: set DATABASE_URL, or run make demo first.")
        return 2
    url, root_key = where
    database = await open_database(url, pool_size=2)
    started = time.perf_counter()
    with _progress(console) as progress:
        bar = progress.add_task("审计 audit", total=None)
        report = await audit(
            database,
            seeds=lambda market, day: day_seed(root_key, market, day),
            progress=lambda done, total: progress.update(bar, completed=done, total=total),
        )
    await close_database(database)
    show(console, report, time.perf_counter() - started)
    return 0 if report.clean else 1


def show(console: Console, report: Report, seconds: float) -> None:
    """Print figures, then findings."""
    for name, figure in sorted(report.figures.items()):
        console.print(f"  {name:28} {figure:>16,}", highlight=False)
    for code, count in report.counts.items():
        console.print(f"[red]✗ {code}[/red] {count:,}")
    for one in report.findings:
        words = f"    {one.code}  {one.market_code}  {one.subject}  {one.detail}"
        console.print(words, highlight=False)
    verdict = "[green]✓ 无发现 nothing found[/green]" if report.clean else "[red]✗[/red]"
    console.print(f"{verdict} ({seconds:.1f} s)", highlight=False)


async def _where() -> tuple[str, bytes] | None:
    """The database's URL and the root key of its draws."""
    if url := os.environ.get("DATABASE_URL"):
        return url, bytes.fromhex(os.environ["RANGLI_DRAW_ROOT_KEY"])
    options = options_from(os.environ)
    if not (options.directory / "pg" / "PG_VERSION").exists():
        return None
    # Only now: what runs in production needs no PostgreSQL from a wheel.
    from deploy.embedded import embedded_postgres_url

    return await embedded_postgres_url(options.directory / "pg", "rangli"), options.secret("draw")


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Console())))

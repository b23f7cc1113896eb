"""`make recommend`: measure, and put the figures into `docs/recommendation.md` and `.json`."""

import time
from pathlib import Path

import msgspec
from rich.console import Console
from rich.markdown import Markdown
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.demo.receipts import read_receipts
from deploy.recommend.measure import Figures, measure
from deploy.recommend.nights import NIGHTS, nights
from deploy.recommend.page import put, tables

DOCS = Path(__file__).parents[2] / "docs"
_EVERY = 1 << 30


def main(console: Console) -> None:
    """Measure every night and write what came of it."""
    started = time.perf_counter()
    figures = _measure(console)
    (DOCS / "recommendation.json").write_bytes(write_figures(figures))
    page = DOCS / "recommendation.md"
    page.write_text(put(page.read_text(encoding="utf-8"), figures), encoding="utf-8")
    console.print(Markdown(tables(figures)))
    seconds = time.perf_counter() - started
    console.print(f"docs/recommendation.md  docs/recommendation.json  {seconds:.1f} s")


def write_figures(figures: Figures) -> bytes:
    """As JSON, so that a change can be read in a diff."""
    return msgspec.json.format(msgspec.json.encode(figures), indent=1) + b"\n"


def _measure(console: Console) -> Figures:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task("读小票 reading receipts", total=len(NIGHTS))
        receipts = read_receipts(orders=_EVERY, stores=None)
        progress.update(task, description="一夜一夜 night by night")
        return measure(nights(receipts.chosen), lambda: progress.advance(task))


if __name__ == "__main__":
    main(Console())

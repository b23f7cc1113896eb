"""`make bench`: measure the speed table and write `bench/results.md` and `bench/results.json`."""

import msgspec
import uvloop
from rich.console import Console

from bench import callback, settlement
from bench.rows import Row, write_results

_PARTS = {
    "settlement against the COPY limit": settlement.run,
    "callbacks against bare Sanic": callback.run,
}


async def main() -> None:
    """Run every part, print each row as it is known, and write the results."""
    console = Console()
    rows: list[Row] = []
    for name, run in _PARTS.items():
        with console.status(f"measuring {name} …"):
            found = msgspec.convert(await run(), list[Row])
        for one in found:
            mark = "[green]✓[/]" if one.ok else "[red]falls short of[/]"
            console.print(
                f"{one.ratio:6.2f}  {mark} {one.target}  {one.value:,} {one.unit}"
                f" against {one.limit:,}  {one.row}"
            )
        rows += found
    write_results(rows)


if __name__ == "__main__":
    uvloop.run(main())

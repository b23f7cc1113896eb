"""`make reconcile`: hold WeChat's bills against the book; exit status 1 if something is open.

DAY=2017-03-04 one day, LAST=7 the last days, ALL=1 every day; yesterday by default. FIX=<break>
shows what its suggested correction does, and with REASON= does it; EXPLAIN=<break> with REASON=
closes it with words. JSON=1 (or a file) writes a document. It works on the deployment whose
settings the environment holds, else on the last demo.
"""

import asyncio
import os
import sys
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.reconcile.options import Options, options_from
from deploy.reconcile.run import Outcome, as_json, days_of, run
from deploy.reconcile.screen import show, show_preview
from deploy.reconcile.where import environment_of
from models import reconciliation
from models.refusal import Refusal
from models.settings import settings_from
from wechat.environment import pay_account_from
from workers.house import House, open_house

_NO_BOOKS = "没有账可对 no books to reconcile: set DATABASE_URL, or run make demo first."


async def main(console: Console, options: Options) -> int:
    """Do what is asked; returns the exit status."""
    environment = await environment_of(os.environ)
    if environment is None:
        console.print(_NO_BOOKS)
        return 2
    settings = settings_from(environment)
    async with open_house(settings, pay_account_from(environment), environment) as house:
        if options.fix is not None or options.explain is not None:
            return await _close(console, house, options)
        outcome = await _compare(console, house, options)
    if options.json:
        _write(console, outcome, options.json)
    else:
        show(console, outcome)
    return outcome.status


async def _compare(console: Console, house: House, options: Options) -> Outcome:
    days = await days_of(house, options)
    with _progress(console, quiet=options.json == "-") as progress:
        bar = progress.add_task("对账 reconciling", total=len(days), day="")
        return await run(
            house, days, lambda day: progress.update(bar, advance=1, day=day.isoformat())
        )


async def _close(console: Console, house: House, options: Options) -> int:
    wish = reconciliation.Order(
        break_id=options.fix or options.explain or 0,
        reason=options.reason,
        who=options.who,
        market_code=options.market,
    )
    try:
        if options.explain is not None:
            await house.database.in_transaction(
                lambda connection: reconciliation.explain(connection, wish, now=house.clock())
            )
            console.print(f"[green]✓[/green] {wish.break_id} 已说明 explained: {wish.reason}")
            return 0
        return await _fix(console, house, wish)
    except Refusal as refused:
        console.print(f"[red]✗ {refused.code}[/red] {refused.detail}", highlight=False)
        return 1


async def _fix(console: Console, house: House, wish: reconciliation.Order) -> int:
    if not wish.reason:
        async with house.database.connection() as connection:
            shown = await reconciliation.preview(
                connection, wish.break_id, market_code=wish.market_code
            )
        show_preview(console, shown, done=False)
        console.print("   REASON=… 则执行 does it")
        return 0
    shown = await house.database.in_transaction(
        lambda connection: reconciliation.correct(
            connection, wish, now=house.clock(), fresh_id=house.fresh_id
        )
    )
    show_preview(console, shown, done=True)
    return 0


def _write(console: Console, outcome: Outcome, place: str) -> None:
    document = msgspec.json.format(msgspec.json.encode(as_json(outcome)))
    if place == "-":
        sys.stdout.write(document.decode() + "\n")
    else:
        Path(place).write_bytes(document + b"\n")
        console.print(place)


def _progress(console: Console, *, quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[day]}"),
        TimeElapsedColumn(),
        console=console,
        disable=quiet or not console.is_terminal,
        transient=True,
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Console(), options_from(os.environ))))

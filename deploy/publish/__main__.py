"""`make publish BOOK=file REPORT=file [SIGN_OFF=file]`: publish a rule book to its market.

The report is what `make simulate` wrote of the real year under exactly this book; its hash and its
findings are stored with the version, and what it found is judged with all the rest. Programs with
points need RANGLI_POINTS_PROGRAMS=on and a sign-off. The database is the one that DATABASE_URL
names, else that of the last demo. Exit status 0 if it was published, 1 if it was refused, with
every reason, 2 if a file or the database can't be read.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

import msgspec
from rich.console import Console

from deploy.check.__main__ import show_objection
from deploy.publish.grounds import Grounds, check_grounds, read_grounds
from deploy.reconcile.where import environment_of
from models import rulebook
from models.clock import market_clock
from models.database import close_database, open_database
from models.refusal import Refusal
from models.rulebook import RuleBookRefused, Version
from models.rulebook.objection import Objection
from models.rulebook.reading import RuleBookUnreadable
from models.settings import Settings, SettingWrong, settings_from


async def main(arguments: list[str], console: Console) -> int:
    """Read the files, publish, and say what came of it."""
    parser = argparse.ArgumentParser(prog="make publish BOOK=file REPORT=file")
    parser.add_argument("book", type=Path)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--sign-off", type=Path)
    asked = parser.parse_args(arguments)
    try:
        grounds = read_grounds(asked.book, asked.report, asked.sign_off)
        settings = await _settings()
    except (OSError, msgspec.MsgspecError, RuleBookUnreadable, SettingWrong) as problem:
        console.print(f"[red]✗[/red] 读不到 can't read: {problem}", highlight=False)
        return 2
    if objections := [*check_grounds(grounds)]:
        return _refused(console, objections)
    try:
        version = await _publish(settings, grounds)
    except RuleBookRefused as refusal:
        return _refused(console, refusal.objections)
    except Refusal as refusal:
        console.print(f"[red]✗ {refusal.code}[/red] {refusal.detail}", highlight=False)
        return 1
    _published(console, grounds, version)
    return 0


async def _settings() -> Settings:
    environment = await environment_of(os.environ)
    if environment is None:
        raise SettingWrong("DATABASE_URL is not set, and no demo was run")
    return settings_from(environment)


async def _publish(settings: Settings, grounds: Grounds) -> Version:
    database = await open_database(settings.database_url, pool_size=1)
    try:
        async with database.transaction() as connection:
            return await rulebook.publish(
                connection,
                grounds.book,
                at=market_clock(settings.market_clock)(),
                points_switched_on=settings.points_programs,
                sign_off=grounds.sign_off,
                report=grounds.report.simulated(),
            )
    finally:
        await close_database(database)


def _refused(console: Console, objections: tuple[Objection, ...] | list[Objection]) -> int:
    for objection in objections:
        show_objection(console, objection)
    console.print(f"[red]✗ 不予公布 refused, {len(objections)} 项 reasons[/red]")
    return 1


def _published(console: Console, grounds: Grounds, version: Version) -> None:
    book = version.book
    lines = [
        f"[green]✓ 已公布 published[/green]  {book.market_code} 第 {version.book_no} 版 version",
        f"  {book.program}  {version.hash}",
        f"  生效 in force from  {book.effective_at.isoformat()}",
        f"  推演 simulation    {grounds.report.content_hash()}",
    ]
    if grounds.sign_off:
        lines.append(f"  签字 signed off    {grounds.sign_off.document_hash}")
    for line in lines:
        console.print(line, highlight=False)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:], Console(soft_wrap=True))))

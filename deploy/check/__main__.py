"""`make check BOOK=file`: read a rule book, print what its users read, and all that is against it.

Exit status 0 if it could be published, 1 if it is refused, 2 if a file can't be read. Programs with
points count as switched on where RANGLI_POINTS_PROGRAMS is `on`, and as signed off where a sign-off
is named (`SIGN_OFF=file`). docs/rulebooks.md documents both files.
"""

import argparse
import os
import sys
from pathlib import Path

import msgspec
from rich.console import Console

from deploy.check.opinion import Opinion, judge
from models.rulebook import describe
from models.rulebook.objection import Objection
from models.rulebook.permission import SignOff
from models.rulebook.text import Language
from models.settings import SettingWrong, points_switched_on

_HEADINGS: tuple[tuple[Language, str], ...] = (
    ("zh-CN", "用户看到的规则"),
    ("en", "What users read"),
)


def main(arguments: list[str], console: Console) -> int:
    """Check one file and print the result."""
    parser = argparse.ArgumentParser(prog="make check BOOK=file")
    parser.add_argument("book", type=Path)
    parser.add_argument("--sign-off", type=Path)
    options = parser.parse_args(arguments)
    try:
        content = options.book.read_bytes()
        sign_off = _sign_off(options.sign_off)
        switched_on = points_switched_on(os.environ)
    except (OSError, msgspec.MsgspecError, SettingWrong) as problem:
        console.print(f"[red]✗[/red] 读不到文件 can't read: {problem}", highlight=False)
        return 2
    opinion = judge(
        content,
        points_switched_on=switched_on,
        sign_off=sign_off,
    )
    show(console, opinion)
    return 0 if opinion.sound else 1


def show(console: Console, opinion: Opinion) -> None:
    """Print the text in both languages, then the reasons with their numbers."""
    if opinion.book is not None:
        for language, heading in _HEADINGS:
            console.rule(heading)
            for section in describe(opinion.book, language):
                console.print(f"[bold]{section.heading}[/bold]", highlight=False)
                for paragraph in section.paragraphs:
                    console.print(paragraph, highlight=False, markup=False)
                console.print()
        console.rule()
        console.print(f"{opinion.book.program}  {opinion.book.content_hash()}", highlight=False)
    for objection in opinion.objections:
        show_objection(console, objection)
    if opinion.sound:
        console.print("[green]✓ 可以公布 it could be published[/green]")
    else:
        console.print(f"[red]✗ 不予公布 refused, {len(opinion.objections)} 项 reasons[/red]")


def show_objection(console: Console, objection: Objection) -> None:
    """Print one reason with its numbers."""
    console.print(f"[red]✗ {objection.code}[/red]", highlight=False)
    numbers = "  ".join(f"{name}={number:,}" for name, number in objection.numbers.items())
    for words in (objection.zh, objection.en, numbers):
        if words:
            console.print(f"    {words}", highlight=False, markup=False)


def _sign_off(path: Path | None) -> SignOff | None:
    if path is None:
        return None
    sign_off: SignOff = msgspec.json.decode(path.read_bytes(), type=SignOff)
    return sign_off


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Console(soft_wrap=True)))

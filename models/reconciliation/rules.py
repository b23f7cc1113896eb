"""Comparing a day, to the fen: WeChat's lines against what the book has. Values in, values out.

Both sides are matched by number, not by time. Near midnight, and where WeChat was asked late, the
book may have a thing on a later day than WeChat: up to `TOLERANCE` apart that explains itself, and
is said; further apart somebody has to look.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from models.money import format_yuan
from models.reconciliation.entry import Bill, Entry, Figures, Found, Nature, Sheet, Type

TOLERANCE: Final = timedelta(days=3)
"""How far apart the days of both sides may lie: WeChat is asked later about what it did earlier."""

_OWN_MONEY = "平台自有资金进出，不属于账簿 the platform's own money, no business of the book"
_EDGE = "跨日：账簿记在相邻日期 near midnight: the book has it on a day close by"


class Comparison(Struct, frozen=True):
    """What came of one bill: figures, differences, and what WeChat did before the book had it.

    `ahead_fen` is money of our own account that WeChat had moved on the day and the book later.
    """

    figures: Figures
    found: list[Found]
    ahead_fen: int


def compare(
    day: date, sheet: Sheet, ours: Mapping[str, Entry], elsewhere: Collection[str]
) -> Comparison:
    """Compare the bill of `day` with `ours`: by name, everything of the day and all that it names.

    `elsewhere` are subjects that stand in the bill of a day close by.
    """
    figures, found, ahead_fen = Figures(), _of_the_file(sheet), 0
    seen: set[str] = set()
    for line in sheet.entries:
        figures.lines += 1
        figures.fen += line.fen
        name = line.name
        mine = None if name in seen else ours.get(name)
        seen.add(name)
        one = _difference(sheet.bill, day, line, mine)
        if one is not None:
            found.append(one)
        if mine is not None and (mine.day > day or not mine.done):
            ahead_fen += mine.fen
        _count(figures, line, mine, one)
    if sheet.unreadable is None:
        for name, entry in ours.items():
            if entry.day == day and entry.done:
                figures.ours += 1
                figures.ours_fen += entry.fen
                if entry.required and name not in seen and entry.subject not in elsewhere:
                    found.append(_missing_there(sheet.bill, entry))
    return Comparison(figures, found, ahead_fen)


def _count(figures: Figures, line: Entry, mine: Entry | None, one: Found | None) -> None:
    if line.nature is Nature.OWN_MONEY:
        figures.own_money += 1
    elif one is None or one.type is Type.DAY_DIFFERS:
        figures.matched += 1
        figures.matched_fen += line.fen
        figures.edges += one is not None


def _difference(bill: Bill, day: date, line: Entry, mine: Entry | None) -> Found | None:
    """What is wrong with one line of the bill of `day`, if anything is."""
    if mine is None:
        own = line.nature is Nature.OWN_MONEY
        return _found(
            bill, Type.MISSING_HERE, day, line, None, explained=_OWN_MONEY if own else None
        )
    if line.fen != mine.fen:
        return _found(bill, Type.AMOUNT_DIFFERS, day, line, mine)
    if not mine.done:
        return _found(bill, Type.STATE_DIFFERS, day, line, mine)
    if day != mine.day:
        close = abs(day - mine.day) <= TOLERANCE
        return _found(bill, Type.DAY_DIFFERS, day, line, mine, explained=_EDGE if close else None)
    return None


def _found(
    bill: Bill,
    type: Type,
    day: date,
    line: Entry,
    mine: Entry | None,
    explained: str | None = None,
) -> Found:
    known = mine or line
    return Found(
        bill=bill,
        type=type,
        nature=line.nature,
        subject=known.subject,
        market_code=known.market_code,
        number=known.number,
        ours_fen=mine.fen if mine else None,
        theirs_fen=line.fen,
        other_day=mine.day if mine and mine.day != day else None,
        explained=explained,
        facts=line.facts,
    )


def _missing_there(bill: Bill, entry: Entry) -> Found:
    return Found(
        bill=bill,
        type=Type.MISSING_THERE,
        nature=entry.nature,
        subject=entry.subject,
        market_code=entry.market_code,
        number=entry.number,
        ours_fen=entry.fen,
        facts=entry.facts,
    )


def _of_the_file(sheet: Sheet) -> list[Found]:
    """What is wrong with the file itself."""
    bill, other = sheet.bill, Nature.OTHER
    if sheet.unreadable is not None:
        type = Type.BILL_UNREADABLE
        return [Found(bill=bill, type=type, nature=other, subject=bill, detail=sheet.unreadable)]
    return [
        Found(
            bill=bill,
            type=Type.LINE_UNREADABLE,
            nature=other,
            subject=f"{bill} 行 line {line_no} {reason[:40] if not line_no else ''}".rstrip(),
            detail=reason,
        )
        for line_no, reason in sheet.faults
    ]


def check_account(sheet: Sheet, before_fen: int | None) -> list[Found]:
    """Opening + flow = closing, line by line, and from the bill before (None: there is none)."""
    jumps = list(sheet.gaps)
    known = before_fen is not None and sheet.opening_fen is not None
    if known and (jump := (sheet.opening_fen or 0) - (before_fen or 0)):
        jumps.insert(0, (f"{sheet.bill} 期初 opening", jump))
    return [
        Found(
            bill=sheet.bill,
            type=Type.BALANCE_DIFFERS,
            nature=Nature.OTHER,
            subject=subject,
            theirs_fen=jump,
            detail=f"余额在此跳变 the balance jumps here by {format_yuan(jump)}",
        )
        for subject, jump in jumps
    ]


def check_backing(at_wechat_fen: int, owed_fen: int) -> list[Found]:
    """What lies at WeChat must cover what the book says lies there; more is the platform's own."""
    if at_wechat_fen >= owed_fen:
        return []
    return [
        Found(
            bill=Bill.BASIC,
            type=Type.BACKING_SHORT,
            nature=Nature.OTHER,
            subject="custody",
            ours_fen=owed_fen,
            theirs_fen=at_wechat_fen,
            detail="微信账户余额少于应付 WeChat holds less than is owed out of it",
        )
    ]


def check_book(day: date, moved: Mapping[int, int], entries: Sequence[Entry]) -> list[Found]:
    """What each market's journals moved into CUSTODY on a day must be what its lines brought."""
    lines = dict.fromkeys(moved, 0)
    for entry in entries:
        if entry.day == day and entry.done:
            lines[entry.market_code] = lines.get(entry.market_code, 0) + entry.custody_fen
    return [
        Found(
            bill=Bill.BASIC,
            type=Type.BOOK_DIFFERS,
            nature=Nature.OTHER,
            subject=f"custody {market_code}",
            market_code=market_code,
            ours_fen=moved.get(market_code, 0),
            theirs_fen=fen,
            detail="分录与明细不符 journals and lines disagree",
        )
        for market_code, fen in sorted(lines.items())
        if fen != moved.get(market_code, 0)
    ]

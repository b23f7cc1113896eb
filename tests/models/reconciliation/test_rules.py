"""Random books reconcile clean with the bills made from them; one planted break is found, typed."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from models.reconciliation import Bill, Entry, Nature, Sheet, Type
from models.reconciliation.entry import Found
from models.reconciliation.remedies import Correction, Owner, owner_of, remedy
from models.reconciliation.rules import (
    TOLERANCE,
    check_account,
    check_backing,
    check_book,
    compare,
)

DAY = date(2027, 3, 1)
NATURES = [Nature.PAYMENT, Nature.REFUND, Nature.SPLIT, Nature.RETURN]


@dataclass
class Book:
    """A day as the book has it; `late` entries stand in the book on the day after."""

    entries: list[Entry]

    @property
    def ours(self) -> dict[str, Entry]:
        return {entry.name: entry for entry in self.entries}

    @property
    def bill(self) -> list[Entry]:
        """WeChat's lines: the same things on the day itself, under WeChat's own words."""
        return [
            structs.replace(entry, day=DAY, subject=f"line {entry.key}", number=0, market_code=0)
            for entry in self.entries
            if entry.done and entry.day >= DAY
        ]


@st.composite
def books(draw: st.DrawFn, least: int = 0) -> Book:
    many = draw(st.integers(least, 30))
    return Book(
        [
            Entry(
                draw(st.sampled_from(NATURES)),
                f"n{number}",
                f"s{number}",
                DAY + timedelta(days=draw(st.sampled_from([0, 0, 0, 1]))),
                draw(st.integers(1, 10**6)),
                330100,
                number + 1,
            )
            for number in range(many)
        ]
    )


def differences(book: Book, lines: list[Entry], elsewhere: set[str] = frozenset()) -> list[Found]:
    came = compare(DAY, Sheet(bill=Bill.SPLIT, entries=lines), book.ours, elsewhere)
    return [found for found in came.found if found.explained is None]


@given(books())
def test_a_book_and_its_own_bill_agree_to_the_fen(book: Book) -> None:
    came = compare(DAY, Sheet(bill=Bill.SPLIT, entries=book.bill), book.ours, set())
    late = [entry for entry in book.entries if entry.day > DAY]
    assert {found.type for found in came.found} <= {Type.DAY_DIFFERS}
    assert all(found.explained for found in came.found)
    assert came.figures.matched == came.figures.lines == len(book.entries)
    assert came.figures.matched_fen == sum(entry.fen for entry in book.entries)
    assert came.figures.edges == len(late)
    assert came.ahead_fen == sum(entry.fen for entry in late)


@given(books(least=1), st.data())
def test_a_single_planted_break_is_found_and_typed(book: Book, data: st.DataObject) -> None:
    lines = book.bill
    place = data.draw(st.integers(0, len(lines) - 1))
    line, mine = lines[place], book.entries[place]
    rest = lines[:place] + lines[place + 1 :]
    kind = data.draw(st.sampled_from(["missing", "extra", "twice", "amount", "day", "state"]))
    if kind == "missing":
        wanted = [] if mine.day > DAY else [(Type.MISSING_THERE, mine.subject)]
        lines = rest
    elif kind == "extra":
        wanted = [(Type.MISSING_HERE, "x")]
        lines = [*lines, structs.replace(line, key="x", subject="x")]
    elif kind == "twice":
        wanted = [(Type.MISSING_HERE, line.subject)]
        lines = [*lines, line]
    elif kind == "amount":
        wanted = [(Type.AMOUNT_DIFFERS, mine.subject)]
        lines = [*rest, structs.replace(line, fen=line.fen + data.draw(st.integers(1, 9)))]
    elif kind == "day":
        wanted = [(Type.DAY_DIFFERS, mine.subject)]
        far = structs.replace(mine, day=DAY + TOLERANCE + timedelta(days=1))
        book = Book([*book.entries[:place], far, *book.entries[place + 1 :]])
    else:
        wanted = [(Type.STATE_DIFFERS, mine.subject)]
        pending = structs.replace(mine, done=False)
        book = Book([*book.entries[:place], pending, *book.entries[place + 1 :]])
    assert [(one.type, one.subject) for one in differences(book, lines)] == wanted


@given(books(least=1))
def test_a_thing_that_stands_in_a_bill_close_by_is_not_missing(book: Book) -> None:
    subjects = {entry.subject for entry in book.entries}
    assert differences(book, [], elsewhere=subjects) == []


def test_what_is_unreadable_is_a_break_and_hides_nothing_else() -> None:
    mine = Entry(Nature.PAYMENT, "a", "a", DAY, 100)
    torn = compare(DAY, Sheet(bill=Bill.TRADE, unreadable="Truncated"), {mine.name: mine}, set())
    assert [one.type for one in torn.found] == [Type.BILL_UNREADABLE]
    faulty = Sheet(bill=Bill.TRADE, entries=[mine], faults=[(7, "no amount in yuan")])
    came = compare(DAY, faulty, {mine.name: mine}, set())
    assert [one.type for one in came.found] == [Type.LINE_UNREADABLE]
    assert came.figures.matched == 1


def test_an_account_must_add_up_from_evening_to_evening() -> None:
    sheet = Sheet(bill=Bill.BASIC, opening_fen=100, closing_fen=150, gaps=[("flow 9", -3)])
    assert [one.theirs_fen for one in check_account(sheet, 100)] == [-3]
    assert [one.theirs_fen for one in check_account(sheet, 90)] == [10, -3]
    assert [one.theirs_fen for one in check_account(sheet, None)] == [-3]
    assert check_backing(100, 100) == check_backing(101, 100) == []
    assert [(one.ours_fen, one.theirs_fen) for one in check_backing(99, 100)] == [(100, 99)]


def test_journals_and_lines_of_our_account_must_agree_by_market() -> None:
    line = Entry(Nature.SPLIT, "a", "a", DAY, 70, 330100, custody_fen=50)
    assert check_book(DAY, {330100: 50, 330200: 0}, [line]) == []
    (found,) = check_book(DAY, {330100: 70}, [line])
    assert (found.type, found.ours_fen, found.theirs_fen) == (Type.BOOK_DIFFERS, 70, 50)


def test_every_difference_has_an_owner_and_a_remedy() -> None:
    for nature in Nature:
        for type in Type:
            found = Found(bill=Bill.TRADE, type=type, nature=nature, subject="s")
            assert owner_of(found) in Owner
            assert remedy(found) in Correction
    unknown = Found(bill=Bill.BASIC, type=Type.MISSING_HERE, nature=Nature.OTHER, subject="s")
    assert remedy(unknown) is Correction.ACCEPT

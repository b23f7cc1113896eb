"""The four good books over the same year, and over two worse ones: all that the page is made of."""

from pathlib import Path

import msgspec
from msgspec import Struct

from deploy.simulate.playing import play
from deploy.simulate.receipts import real_year
from models.rulebook import Book, load
from models.rulebook.base import Bilingual
from models.simulation import FUTURES, Summary, summarise, with_actors
from models.simulation.cohorts import share_bp

DOCS = Path(__file__).parents[2] / "docs"
PROGRAMS = ("packet_chain", "weekday_pool", "green_points", "appreciating_points")
YEARS = ("replay", "stall", "minus20")
_PLAYED = "played"


class Program(Struct, frozen=True, kw_only=True):
    """One book: the real year with strategic people beside it, and the worse years without."""

    program: str
    title: Bilingual
    book_hash: str
    discount_min_bp: int
    discount_max_bp: int
    years: dict[str, Summary]

    @property
    def real(self) -> Summary:
        """The year as it was."""
        return self.years["replay"]


class Comparison(Struct, frozen=True, kw_only=True):
    """What `docs/comparison.json` holds."""

    programs: list[Program]


def cover_bp(summary: Summary) -> list[int]:
    """What is there as a share of what caps would still allow, at each month's end."""
    return [share_bp(one.funded_fen, one.owed_at_most_fen) for one in summary.months]


def books() -> list[Book]:
    """The good example of each program."""
    return [load((DOCS / "books" / f"{name}.json").read_bytes()) for name in PROGRAMS]


def compare() -> Comparison:
    """Play everything; minutes of work."""
    town = real_year()
    towns = {year: FUTURES[year](town) for year in YEARS}
    towns[_PLAYED], schemes = with_actors(town)
    wishes = [(book, name) for book in books() for name in towns]
    runs = dict(
        zip(((book.program, name) for book, name in wishes), play(towns, wishes), strict=True)
    )
    return Comparison(
        programs=[
            Program(
                program=book.program,
                title=book.title,
                book_hash=book.content_hash(),
                discount_min_bp=book.discount_min_bp,
                discount_max_bp=book.discount_max_bp,
                years={
                    year: summarise(
                        towns[year],
                        runs[book.program, year],
                        runs[book.program, _PLAYED],
                        schemes if year == "replay" else [],
                    )
                    for year in YEARS
                },
            )
            for book in books()
        ]
    )


def write_figures(comparison: Comparison) -> bytes:
    """As JSON, so that a change can be read in a diff."""
    return msgspec.json.format(msgspec.json.encode(comparison), indent=1) + b"\n"


def read_figures() -> Comparison:
    """The figures of the last run."""
    return msgspec.json.decode((DOCS / "comparison.json").read_bytes(), type=Comparison)

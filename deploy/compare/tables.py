"""The tables of the page."""

from collections.abc import Callable, Iterable, Sequence

from deploy.compare.figures import YEARS, Comparison, cover_bp
from deploy.compare.words import Language, Words, title_of
from models.money import format_percent, format_yuan
from models.simulation import Summary
from models.simulation.cohorts import share_bp

_MYRIAD_YUAN = 1_000_000
"""In fen."""


def glance(comparison: Comparison, words: Words, language: Language) -> str:
    """The programs side by side."""
    rows = [
        [name, *(cell(program.real) for program in comparison.programs)]
        for name, cell in zip(words.rows, _ROWS, strict=True)
    ]
    return _table(["", *(title_of(one, language) for one in comparison.programs)], rows)


def by_month(comparison: Comparison, words: Words, language: Language) -> str:
    """What came back of spending by month of joining, the last first."""
    groups = zip(*(program.real.cohorts for program in comparison.programs), strict=True)
    rows = [
        [group[0].month, f"{group[0].people:,}", *(format_percent(one.got_bp) for one in group)]
        for group in groups
    ]
    return _table(
        [*words.month_heads, *(title_of(one, language) for one in comparison.programs)], rows
    )


def worse_years(comparison: Comparison, words: Words, language: Language) -> str:
    """The real year and two worse ones: the last to join, and what stands at the end."""
    rows = [
        [title_of(program, language), name, *_end_of(program.years[year])]
        for program in comparison.programs
        for year, name in zip(YEARS, words.years, strict=True)
    ]
    return _table(words.year_heads, rows)


def schemes(comparison: Comparison, words: Words, language: Language) -> str:
    """What each way to play the rules brought."""
    rows = [
        [
            title_of(program, language),
            words.plays[play.name],
            format_percent(play.strategic_bp),
            format_percent(play.honest_bp),
            format_yuan(play.gave_fen),
            format_yuan(play.net_fen),
        ]
        for program in comparison.programs
        for play in program.real.plays
    ]
    return _table(words.play_heads, rows)


def shoppers_fen(summary: Summary) -> int:
    """What shoppers received; stores that take part as users aside."""
    return summary.paid_fen - summary.stores_got_fen


def _end_of(summary: Summary) -> Iterable[str]:
    last, end = summary.cohorts[0], summary.months[-1]
    yield f"{last.people:,}"
    yield format_percent(last.got_bp)
    yield f"{end.owed_at_most_fen / _MYRIAD_YUAN:,.1f}"
    yield f"{end.funded_fen / _MYRIAD_YUAN:,.1f}"
    yield format_percent(cover_bp(summary)[-1])


def _of_turnover(part: Callable[[Summary], int]) -> Callable[[Summary], str]:
    return lambda summary: format_percent(share_bp(part(summary), summary.turnover_fen))


def _of_discounts(part: Callable[[Summary], int]) -> Callable[[Summary], str]:
    return lambda summary: format_percent(share_bp(part(summary), summary.discount_fen))


_ROWS: tuple[Callable[[Summary], str], ...] = (
    lambda summary: format_percent(summary.cohorts[0].got_bp),
    lambda summary: format_percent(summary.cohorts[-1].got_bp),
    _of_turnover(shoppers_fen),
    lambda summary: format_percent(summary.tenths_bp[4]),
    _of_turnover(lambda summary: summary.discount_fen),
    _of_turnover(
        lambda summary: summary.turnover_fen - summary.discount_fen + summary.stores_got_fen
    ),
    _of_discounts(shoppers_fen),
    _of_discounts(lambda summary: summary.stores_got_fen),
    _of_discounts(lambda summary: summary.parties_fen),
    _of_discounts(lambda summary: summary.platform_fen),
    _of_discounts(lambda summary: summary.left_fen),
    _of_turnover(lambda summary: summary.platform_fen),
    lambda summary: format_percent(summary.caps_reached_bp),
    lambda summary: format_percent(summary.claims_at_cap_bp),
    lambda summary: format_percent(cover_bp(summary)[-1]),
)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

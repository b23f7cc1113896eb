"""Pictures made of lines: the spread among people, and what is owed beside what is there."""

from collections.abc import Sequence

from deploy.compare.figures import YEARS, Comparison, cover_bp
from deploy.compare.sheet import LEFT, RIGHT, Sheet
from deploy.compare.words import Language, Words, title_of
from models.simulation import Month

_HIGH = 62.0


def spread(comparison: Comparison, words: Words, language: Language) -> str:
    """One line for each program over the nine borders of tenths."""
    sheet = Sheet()
    sheet.legend([title_of(program, language) for program in comparison.programs])
    top = max(max(program.real.tenths_bp) for program in comparison.programs)
    left, base = 46.0, sheet.y + 200
    for step in range(5):
        y = base - 180 * step / 4
        sheet.rule(y, left)
        sheet.text(left - 4, y + 4, f"{top * step / 400:.1f}%", "small", "end")
    for colour, program in enumerate(comparison.programs):
        sheet.line(_spaced(program.real.tenths_bp, top, left + 8, base, 180), colour)
    for place, (anchor, name) in enumerate(
        zip(("start", "middle", "end"), words.tenths, strict=True)
    ):
        sheet.text(left + (RIGHT - left) * place / 2, base + 18, name, "small", anchor)
    sheet.y = base + 24
    return sheet.svg(words.spread)


def funding(comparison: Comparison, words: Words, language: Language) -> str:
    """What caps would still allow beside what is there, month by month, each on its own scale."""
    sheet = Sheet()
    sheet.legend(words.fund)
    for program in comparison.programs:
        months = program.real.months
        owed, funded = months[-1].owed_at_most_fen, months[-1].funded_fen
        note = f"{words.year_end} {owed / 1e6:,.1f} / {funded / 1e6:,.1f}"
        sheet.heading(title_of(program, language), note)
        series = ([one.owed_at_most_fen for one in months], [one.funded_fen for one in months])
        _curves(sheet, series, months)
    return sheet.svg(words.funding)


def cover(comparison: Comparison, words: Words, language: Language) -> str:
    """The share that is covered, in the real year and in two worse ones."""
    sheet = Sheet()
    sheet.legend(words.years, columns=3)
    for program in comparison.programs:
        covers = [cover_bp(program.years[year]) for year in YEARS]
        ends = " / ".join(f"{values[-1] / 100:.2f}%" for values in covers)
        sheet.heading(title_of(program, language), f"{words.year_end} {ends}")
        most = max(max(values) for values in covers)
        sheet.text(RIGHT, sheet.y + 4, f"{words.at_most} {most / 100:.1f}%", "small", "end")
        sheet.y += 10
        _curves(sheet, covers, program.real.months)
    return sheet.svg(words.cover)


def _curves(sheet: Sheet, series: Sequence[Sequence[int]], months: Sequence[Month]) -> None:
    top = max(max(values) for values in series)
    base = sheet.y + _HIGH + 8
    for colour, values in enumerate(series):
        sheet.line(_spaced(values, top, LEFT, base, _HIGH), colour)
    sheet.rule(base)
    step = (RIGHT - LEFT) / max(1, len(months) - 1)
    for number, one in enumerate(months):
        edge = "start" if number == 0 else "end" if number + 1 == len(months) else "middle"
        sheet.text(LEFT + step * number, base + 14, one.month[5:], "small", edge)
    sheet.y = base + 24


def _spaced(
    values: Sequence[int], top: int, left: float, base: float, height: float
) -> list[tuple[float, float]]:
    step = (RIGHT - left) / max(1, len(values) - 1)
    return [
        (left + step * number, base - height * value / max(1, top))
        for number, value in enumerate(values)
    ]

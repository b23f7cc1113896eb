"""The pictures of the comparison, one function each; those made of lines are in `curves`."""

from collections.abc import Sequence

from deploy.compare.curves import cover, funding, spread
from deploy.compare.figures import Comparison
from deploy.compare.sheet import LEFT, RIGHT, Sheet
from deploy.compare.words import WORDS, Language, Words, title_of
from models.money import WHOLE_BP
from models.simulation import Summary
from models.simulation.cohorts import share_bp


def pictures(comparison: Comparison, language: Language) -> dict[str, str]:
    """Every picture by its name."""
    words = WORDS[language]
    drawn = {
        draw.__name__: draw(comparison, words, language)
        for draw in (cohorts, spread, shares, funding, cover, caps, strategic)
    }
    return {f"{name}.{language}.svg": picture for name, picture in drawn.items()}


def cohorts(comparison: Comparison, words: Words, language: Language) -> str:
    """What came back of spending by month of joining; each program has a scale of its own."""
    sheet = Sheet()
    for program in comparison.programs:
        groups = program.real.cohorts
        top = max(1, *(one.got_bp for one in groups))
        sheet.heading(title_of(program, language), f"{words.at_most} {top / 100:g}%")
        step = (RIGHT - LEFT) / len(groups)
        base = sheet.y + 76
        for number, one in enumerate(groups):
            middle, height = LEFT + step * (number + 0.5), 58 * one.got_bp / top
            value = f"{one.got_bp / 100:.{2 if top < 100 else 1}f}"
            sheet.bar(middle - step * 0.36, base - height, step * 0.72, height, 0 if number else 1)
            sheet.text(middle, base - height - 4, value, "small", "middle")
            sheet.text(middle, base + 14, one.month[5:], "small", "middle")
        sheet.rule(base)
        sheet.y = base + 22
    return sheet.svg(words.cohorts)


def shares(comparison: Comparison, words: Words, language: Language) -> str:
    """Where the discounts went."""
    rows = [(title_of(one, language), _sides(one.real)) for one in comparison.programs]
    return _stacked(words.shares, words.sides, rows)


def caps(comparison: Comparison, words: Words, language: Language) -> str:
    """How many claims came how near to their caps."""
    rows = [(title_of(one, language), _reached(one.real)) for one in comparison.programs]
    return _stacked(words.caps, words.reached, rows)


def strategic(comparison: Comparison, words: Words, language: Language) -> str:
    """Four ways to play the rules, each beside somebody honest, all on one scale."""
    sheet = Sheet()
    sheet.legend(words.actors)
    left, room = 104.0, RIGHT - 104.0 - 56
    plays = [play for program in comparison.programs for play in program.real.plays]
    top = max(max(play.strategic_bp, play.honest_bp) for play in plays)
    for program in comparison.programs:
        sheet.heading(title_of(program, language))
        for play in program.real.plays:
            sheet.text(LEFT, sheet.y + 16, words.plays[play.name], "small")
            for colour, value in enumerate((play.strategic_bp, play.honest_bp)):
                y, width = sheet.y + colour * 12, room * value / top
                sheet.bar(left, y, max(width, 1), 10, colour)
                sheet.text(left + width + 4, y + 9, f"{value / 100:.1f}%", "small")
            sheet.y += 29
        sheet.y += 4
    return sheet.svg(words.strategic)


def _sides(summary: Summary) -> list[int]:
    paid = summary.paid_fen - summary.stores_got_fen
    sides = [paid, summary.stores_got_fen, summary.parties_fen, summary.platform_fen]
    return [share_bp(part, summary.discount_fen) for part in [*sides, summary.left_fen]]


def _reached(summary: Summary) -> list[int]:
    tenth, half = summary.claims_at_tenth_bp, summary.claims_at_half_bp
    full = summary.claims_at_cap_bp
    return [WHOLE_BP - tenth, tenth - half, half - full, full]


def _stacked(label: str, names: Sequence[str], rows: Sequence[tuple[str, list[int]]]) -> str:
    sheet = Sheet()
    sheet.legend(names)
    for name, parts in rows:
        sheet.heading(name)
        x = LEFT
        for colour, part in enumerate(parts):
            width = (RIGHT - LEFT) * part / WHOLE_BP
            sheet.bar(x, sheet.y, width, 26, colour)
            if width > 34:
                sheet.text(x + width / 2, sheet.y + 18, f"{part / 100:.1f}", "on", "middle")
            x += width
        sheet.y += 36
    return sheet.svg(label)

"""The page: its own words (page.zh.md, page.en.md), and figures out of the run."""

from pathlib import Path

from deploy.compare import tables
from deploy.compare.facts import facts
from deploy.compare.figures import Comparison, books
from deploy.compare.pictures import pictures
from deploy.compare.words import WORDS, Language, title_of
from models.rulebook import GreenPointsBook
from models.simulation import findings_of

NAMES: dict[Language, str] = {"zh": "comparison.md", "en": "comparison.en.md"}
PICTURES = "pictures/comparison"
_PICTURES = ("cohorts", "spread", "shares", "funding", "cover", "caps", "strategic")


def pages(comparison: Comparison) -> dict[str, str]:
    """Every file of the comparison below `docs/` by its path, but the figures themselves."""
    files = {name: _page(comparison, language) for language, name in NAMES.items()}
    for language in NAMES:
        drawn = pictures(comparison, language)
        files |= {f"{PICTURES}/{name}": picture for name, picture in drawn.items()}
    return files


def _page(comparison: Comparison, language: Language) -> str:
    words = Path(__file__).with_name(f"page.{language}.md").read_text(encoding="utf-8")
    green = next(book for book in books() if isinstance(book, GreenPointsBook))
    return words.format_map(
        facts(comparison, green)
        | _tables(comparison, language)
        | {f"picture_{name}": _picture(name, language) for name in _PICTURES}
        | {"findings": _findings(comparison, language)}
    )


def _tables(comparison: Comparison, language: Language) -> dict[str, str]:
    return {
        f"table_{draw.__name__}": draw(comparison, WORDS[language], language)
        for draw in (tables.glance, tables.by_month, tables.worse_years, tables.schemes)
    }


def _picture(name: str, language: Language) -> str:
    title = getattr(WORDS[language], name)
    return f"![{title}]({PICTURES}/{name}.{language}.svg)\n\n*{title}*"


def _findings(comparison: Comparison, language: Language) -> str:
    return "\n".join(
        f"- {title_of(program, language)}: {finding.zh if language == 'zh' else finding.en}"
        for program in comparison.programs
        for finding in findings_of(program.real)
    )

"""The table in `docs/recommendation.md`, between its two marks; the words around it stay."""

from typing import Final

from deploy.recommend.measure import FEW_DAYS, THIN_STORES, Figures, Group, Recall

BEGIN: Final = "<!-- figures: make recommend -->"
END: Final = "<!-- end of figures -->"

_WHO: Final = {
    "all": "everybody known",
    "thin": f"thin: {THIN_STORES} stores at most",
    "few": f"thin: {FEW_DAYS} days at most",
    "unknown": "nobody knows them yet",
}
_QUESTIONS: Final = {
    "new": (
        "The next *new* stores",
        {
            "popular_and_new": "popularity",
            "similar": "habits alone",
            "unguarded": "habits, no floor of five",
            "shown": "**shown**",
        },
    ),
    "any": (
        "The next stores, *old or new*",
        {
            "popular": "popularity",
            "repeated": "where they go anyway",
            "similar": "habits alone",
            "shown": "**shown**",
            "with_coupons": "**shown to holders of coupons**",
        },
    ),
}


def tables(figures: Figures) -> str:
    """The figures as Markdown."""
    lines = [
        f"{figures.visits:,} bills of {figures.households:,} households in {figures.stores} stores;"
        f" {len(figures.nights)} nights from {figures.nights[0]} to {figures.nights[-1]},"
        f" the {figures.days_after} days after each. recall@10 in %, with its 95 % interval.",
    ]
    for question, (title, columns) in _QUESTIONS.items():
        groups = [group for group in figures.groups if group.question == question]
        lines += ["", f"**{title}**", "", *_table(groups, columns)]
    return "\n".join(lines)


def put(page: str, figures: Figures) -> str:
    """The page with these figures; ValueError where its marks are missing."""
    before, _, rest = page.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError("the page has no place for figures")
    return f"{before}{BEGIN}\n\n{tables(figures)}\n\n{END}{after}"


def _table(groups: list[Group], columns: dict[str, str]) -> list[str]:
    heading = ["who", "cases", *columns.values(), "popularity better", "shown better"]
    return [
        f"| {' | '.join(heading)} |",
        f"| --- {'| ---: ' * (len(heading) - 1)}|",
        *(f"| {' | '.join(_row(group, columns))} |" for group in groups),
    ]


def _row(group: Group, columns: dict[str, str]) -> list[str]:
    return [
        _WHO[group.who],
        f"{group.cases:,}",
        *(_percent(group.recalls[name]) for name in columns),
        f"{group.popular_wins:,}",
        f"{group.shown_wins:,}",
    ]


def _percent(recall: Recall) -> str:
    mean, low, high = (f"{bp / 100:.1f}" for bp in (recall.mean_bp, recall.low_bp, recall.high_bp))
    return f"{mean} ({low}–{high})"

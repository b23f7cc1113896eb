"""recall@10: of the stores where a household went next, how many were among ten that we name.

A case is one household in one night. The interval says how far the mean would move with other
households of the same kind: they are drawn again, each with all its nights, a thousand times.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from deploy.recommend.lists import MOST, lists_of
from deploy.recommend.nights import AFTER, NIGHTS, Night

SEED: Final = 2017
THIN_STORES: Final = 2
FEW_DAYS: Final = 5
_DRAWS: Final = 1_000


class Recall(Struct, frozen=True, kw_only=True):
    """Mean recall@10 in ten thousandths, and where 95 % of the drawn means lie."""

    mean_bp: int
    low_bp: int
    high_bp: int


class Group(Struct, frozen=True, kw_only=True):
    """One question about one kind of household: cases, households, and each list's recall.

    `popular_wins` counts the cases in which popularity named more of the stores than what is
    shown, `shown_wins` the opposite; in the others both named as many.
    """

    question: str
    who: str
    cases: int
    households: int
    popular_wins: int
    shown_wins: int
    recalls: dict[str, Recall]


class Figures(Struct, frozen=True, kw_only=True):
    """What `docs/recommendation.json` holds."""

    nights: list[str]
    days_after: int
    households: int
    stores: int
    visits: int
    groups: list[Group]


class Case(Struct, frozen=True):
    """One household in one night, and the recall of each list."""

    household: int
    recalls: dict[str, float]


NEW: Final = ("popular_and_new", "similar", "unguarded", "shown")
ANY: Final = ("popular", "repeated", "similar", "shown", "with_coupons")
WHO: Final[Mapping[str, Callable[[Night, int], bool]]] = {
    "all": lambda night, household: household in night.been,
    "thin": lambda night, household: 1 <= len(night.been.get(household, ())) <= THIN_STORES,
    "few": lambda night, household: 1 <= night.days[household] <= FEW_DAYS,
    "unknown": lambda night, household: household not in night.been,
}


def measure(found: Sequence[Night], advance: Callable[[], None]) -> Figures:
    """Every group over all nights; `advance` is called after each night."""
    cases: defaultdict[tuple[str, str], list[Case]] = defaultdict(list)
    for night in found:
        for key, case in _cases(night):
            cases[key].append(case)
        advance()
    everyone = found[-1].before
    return Figures(
        nights=[one.isoformat() for one in NIGHTS],
        days_after=AFTER.days,
        households=len({visit.household for visit in everyone}),
        stores=len({visit.store for visit in everyone}),
        visits=len(everyone),
        groups=[
            _group(question, who, cases[question, who])
            for question in ("new", "any")
            for who in WHO
            if cases[question, who]
        ],
    )


def _cases(night: Night) -> Iterator[tuple[tuple[str, str], Case]]:
    lists = lists_of(night)
    for household, went in sorted(night.after.items()):
        new = went - night.been.get(household, set())
        for question, names, truth in (("new", NEW, new), ("any", ANY, went)):
            if not truth:
                continue
            recalls = {name: _recall(lists[name](household), truth) for name in names}
            for who, belongs in WHO.items():
                if belongs(night, household):
                    yield (question, who), Case(household, recalls)


def _recall(named: Sequence[int], truth: set[int]) -> float:
    return len(truth.intersection(named[:MOST])) / len(truth)


def _group(question: str, who: str, cases: list[Case]) -> Group:
    popular = "popular_and_new" if question == "new" else "popular"
    gaps = [one.recalls["shown"] - one.recalls[popular] for one in cases]
    return Group(
        question=question,
        who=who,
        cases=len(cases),
        households=len({one.household for one in cases}),
        popular_wins=sum(gap < 0 for gap in gaps),
        shown_wins=sum(gap > 0 for gap in gaps),
        recalls={name: _mean(cases, name) for name in (NEW if question == "new" else ANY)},
    )


def _mean(cases: list[Case], name: str) -> Recall:
    _, whose = np.unique([one.household for one in cases], return_inverse=True)
    values = np.array([one.recalls[name] for one in cases])
    sums, counts = np.bincount(whose, weights=values), np.bincount(whose)
    dice = np.random.default_rng(SEED)
    drawn = dice.integers(0, len(sums), (_DRAWS, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return Recall(mean_bp=_bp(values.mean()), low_bp=_bp(low), high_bp=_bp(high))


def _bp(share: float) -> int:
    return round(10_000 * float(share))

"""The page says what the stored run says, and the measure can tell good from bad."""

from datetime import datetime, timedelta

import msgspec

from deploy.demo.receipts import Receipt
from deploy.recommend.__main__ import DOCS, write_figures
from deploy.recommend.measure import Figures, measure
from deploy.recommend.nights import NIGHTS, nights
from deploy.recommend.page import put
from models.clock import MARKET_ZONE

FIGURES = msgspec.json.decode((DOCS / "recommendation.json").read_bytes(), type=Figures)
HOURS = timedelta(hours=1)


def test_the_page_is_made_of_the_stored_figures() -> None:
    page = (DOCS / "recommendation.md").read_text(encoding="utf-8")
    assert put(page, FIGURES) == page
    assert (DOCS / "recommendation.json").read_bytes() == write_figures(FIGURES)
    spoiled = msgspec.structs.replace(FIGURES, visits=FIGURES.visits + 1)
    assert put(page, spoiled) != page


def test_the_words_around_the_figures_hold() -> None:
    """What the page claims without a number."""
    recall = {(g.question, g.who, name): r for g in FIGURES.groups for name, r in g.recalls.items()}
    for who in ("all", "thin", "few"):
        assert recall["new", who, "shown"].low_bp > 5_000 > recall["any", who, "shown"].high_bp
        assert recall["new", who, "popular_and_new"].high_bp < 2_000
        cost = recall["new", who, "unguarded"].mean_bp - recall["new", who, "similar"].mean_bp
        assert 100 <= cost <= 450
    assert recall["new", "unknown", "similar"].mean_bp == 0
    assert recall["any", "all", "popular"].low_bp > recall["any", "all", "shown"].high_bp
    for who in ("thin", "few"):
        best = max(r.mean_bp for key, r in recall.items() if key[:2] == ("any", who))
        assert recall["any", who, "with_coupons"].mean_bp == best


def test_the_past_foresees_and_the_future_is_not_looked_at() -> None:
    """Two towns that never mix: habits name the own town's stores, popularity the larger one's."""
    begins = datetime(2017, 1, 1, 12, tzinfo=MARKET_ZONE)
    receipts = [
        _receipt(begins + day * timedelta(days=1) + household * HOURS / 60, household, store)
        for day in range(0, 335, 9)
        for household in range(1, 31)
        for store in _stores(household, day)
    ]
    figures = measure(nights(receipts), lambda: None)
    (known,) = [g for g in figures.groups if (g.question, g.who) == ("new", "all")]
    assert known.cases > 0
    assert known.recalls["similar"].mean_bp == 10_000
    assert known.shown_wins > known.popular_wins
    assert known.recalls["popular_and_new"].mean_bp == 0
    assert "unknown" not in {group.who for group in figures.groups}
    assert figures.nights == [one.isoformat() for one in NIGHTS]


def _stores(household: int, day: int) -> range | list[int]:
    """A small town of ten in stores 100 to 102, a large one of twenty in 200 to 215.

    The tenth of the small town finds the third store late in the year.
    """
    if household > 10:
        return range(200, 216)
    return [100, 101] if household == 10 and day < 200 else [100, 101, 102]


def _receipt(at: datetime, household: int, store: int) -> Receipt:
    wall = at.replace(tzinfo=None)
    second = int((wall - datetime(1970, 1, 1)).total_seconds())
    return Receipt(second, household * 1_000 + store, household, store, 1_000)

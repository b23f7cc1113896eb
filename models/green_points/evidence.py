"""What the program stores of a bill, and of the end of a period."""

from datetime import date, datetime

import msgspec
from msgspec import Struct


class GrantFacts(Struct, frozen=True):
    """Of a bill: so many points (hundredths) for its payer and as many for its store.

    They take part in releases from `waits_until` on, and no more than `cap_multiple` times as many
    coupons ever come of them.
    """

    points: int
    cap_multiple: int
    waits_until: datetime


class CohortTold(Struct, frozen=True):
    """How the schedule of a cohort went on: `reach_before` to `reach` by `step`, of `points`.

    `points` are those of one side of its `grants` that took part.
    """

    cohort: int
    book_no: int
    growth_bp: int
    step: int
    reach_before: int
    reach: int
    grants: int
    points: int


class HolderTold(Struct, frozen=True, array_like=True):
    """What one holder of points was scheduled, released, and what of that covered debts.

    `purse_no` is whose purse got the rest: the holder's, or a person whom the store had named.
    """

    holder_no: int
    scheduled_fen: int
    released_fen: int
    covered_fen: int
    purse_no: int


class PeriodEvidence(Struct, frozen=True, kw_only=True):
    """The end of a period, at the beginning of `ended_on`; whoever has the grants can recompute it.

    From the inflow of the period before (`before_fen`) and of this one follows the growth, from
    that and the cohorts' schedules what was scheduled, from `pool_fen` the factor of the cut.
    `passed_over` are grants that were held. `handed` is what had waited in stores' purses, (store,
    fen), and goes to whom they have named by now.
    """

    period_no: int
    started_on: date
    ended_on: date
    book_no: int
    inflow_fen: int
    before_fen: int
    growth_bp: int
    pool_fen: int
    scheduled_fen: int
    released_fen: int
    cohorts: tuple[CohortTold, ...]
    passed_over: tuple[int, ...]
    holders: tuple[HolderTold, ...]
    handed: tuple[tuple[int, int], ...] = ()


def write_evidence(evidence: PeriodEvidence) -> str:
    """The evidence as JSON text."""
    return msgspec.json.encode(evidence).decode()


def read_evidence(text: str) -> PeriodEvidence:
    """The evidence that `write_evidence` wrote."""
    return msgspec.json.decode(text, type=PeriodEvidence)

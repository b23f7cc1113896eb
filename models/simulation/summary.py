"""From runs to figures: cohorts, caps, and what strategic people gain."""

from collections import defaultdict
from statistics import quantiles

from msgspec import Struct

from models.simulation.actors import Scheme
from models.simulation.run import Month, Run
from models.simulation.town import Town

_WHOLE_BP = 10_000


class Cohort(Struct, frozen=True, kw_only=True):
    """People by the month of their first bill; shares are of what they spent, in bp.

    `of_discount_bp` is what came back as a share of the discounts of their own bills.
    """

    month: str
    people: int
    spent_fen: int
    got_fen: int
    got_bp: int
    of_discount_bp: int
    tenth_bp: int
    median_bp: int
    ninetieth_bp: int


class Play(Struct, frozen=True, kw_only=True):
    """What a scheme brought: each side's return as a share of its own bills' discounts, in bp.

    `net_fen` is what the strategic side took out beyond what it gave; for a merchant that pays
    itself this is its gain.
    """

    name: str
    strategic_bp: int
    honest_bp: int
    gave_fen: int
    net_fen: int


class Summary(Struct, frozen=True, kw_only=True):
    """All figures of one program in one future."""

    bills: int
    people: int
    turnover_fen: int
    discount_fen: int
    into_fund_fen: int
    paid_fen: int
    left_fen: int
    returned_fen: int
    debt_fen: int
    parties_fen: int
    platform_fen: int
    platform_bp: int
    caps_fen: int
    caps_reached_bp: int
    claims: int
    claims_at_cap_bp: int
    claims_at_half_bp: int
    claims_at_tenth_bp: int
    cohorts: list[Cohort]
    months: list[Month]
    plays: list[Play]


def summarise(town: Town, base: Run, played: Run, schemes: list[Scheme]) -> Summary:
    """Figures of a run; `played` is the same with the actors of `schemes` in it."""
    months = base.months
    turnover = sum(month.turnover_fen for month in months)
    platform = sum(month.platform_fen for month in months)
    caps, got = (sum(pair[side] for pair in base.claims) for side in (0, 1))
    return Summary(
        bills=len(town.bills),
        people=len(base.first_day),
        turnover_fen=turnover,
        discount_fen=sum(month.discount_fen for month in months),
        into_fund_fen=base.into_fund_fen,
        paid_fen=base.paid_fen,
        left_fen=base.left_fen,
        returned_fen=base.returned_fen,
        debt_fen=base.debt_fen,
        parties_fen=sum(month.parties_fen for month in months),
        platform_fen=platform,
        platform_bp=_bp(platform, turnover),
        caps_fen=caps,
        caps_reached_bp=_bp(got, caps),
        claims=len(base.claims),
        claims_at_cap_bp=_reached(base, 100),
        claims_at_half_bp=_reached(base, 50),
        claims_at_tenth_bp=_reached(base, 10),
        cohorts=_cohorts(town, base),
        months=months,
        plays=[_play(scheme, base, played) for scheme in schemes],
    )


def _bp(part: int, whole: int) -> int:
    return part * _WHOLE_BP // whole if whole else 0


def _reached(run: Run, percent: int) -> int:
    capped = [(cap, got) for cap, got in run.claims if cap]
    return _bp(sum(got * 100 >= cap * percent for cap, got in capped), len(capped))


def _cohorts(town: Town, run: Run) -> list[Cohort]:
    """The last month first."""
    people = defaultdict(list)
    for consumer, day in run.first_day.items():
        if run.spent_fen[consumer] > 0:
            people[town.month_of(day)].append(consumer)
    return [_cohort(month, people[month], run) for month in sorted(people, reverse=True)]


def _cohort(month: str, people: list[int], run: Run) -> Cohort:
    spent, gave, got = (
        sum(counts[one] for one in people) for counts in (run.spent_fen, run.gave_fen, run.got_fen)
    )
    shares = [_bp(run.got_fen[one], run.spent_fen[one]) for one in people]
    tenths = quantiles(shares, n=10, method="inclusive") if len(shares) > 1 else shares * 9
    return Cohort(
        month=month,
        people=len(people),
        spent_fen=spent,
        got_fen=got,
        got_bp=_bp(got, spent),
        of_discount_bp=_bp(got, gave),
        tenth_bp=int(tenths[0]),
        median_bp=int(tenths[4]),
        ninetieth_bp=int(tenths[8]),
    )


def _play(scheme: Scheme, base: Run, played: Run) -> Play:
    """A merchant that pays itself also has what it got as a user and for bringing its friends."""
    gave, got = _sides(scheme.strategic, played)
    if scheme.name == "self_payers_gain":
        got += sum(played.locker_fen[one] for one in scheme.strategic)
        got += sum(
            played.merchant_got_fen[store] - base.merchant_got_fen[store] for store in scheme.stores
        )
    honest_gave, honest_got = _sides(scheme.honest, played)
    return Play(
        name=scheme.name,
        strategic_bp=_bp(got, gave),
        honest_bp=_bp(honest_got, honest_gave),
        gave_fen=gave,
        net_fen=got - gave,
    )


def _sides(people: tuple[int, ...], run: Run) -> tuple[int, int]:
    return sum(run.gave_fen[one] for one in people), sum(run.got_fen[one] for one in people)

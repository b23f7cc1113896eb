"""From runs to figures: cohorts, caps, and what strategic people gain."""

from msgspec import Struct

from models.simulation.actors import Scheme
from models.simulation.cohorts import Cohort, cohorts_of, share_bp, tenths_bp
from models.simulation.run import Month, Run
from models.simulation.town import Town


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
    """All figures of one program in one future.

    `paid_fen` includes `stores_got_fen`, what stores received as users. `tenths_bp` divides all
    people into ten equal parts by what came back of what they spent, the lowest first.
    """

    bills: int
    people: int
    turnover_fen: int
    discount_fen: int
    into_fund_fen: int
    paid_fen: int
    stores_got_fen: int
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
    tenths_bp: list[int]
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
        stores_got_fen=base.merchant_got_fen.total(),
        left_fen=base.left_fen,
        returned_fen=base.returned_fen,
        debt_fen=base.debt_fen,
        parties_fen=sum(month.parties_fen for month in months),
        platform_fen=platform,
        platform_bp=share_bp(platform, turnover),
        caps_fen=caps,
        caps_reached_bp=share_bp(got, caps),
        claims=len(base.claims),
        claims_at_cap_bp=_reached(base, 100),
        claims_at_half_bp=_reached(base, 50),
        claims_at_tenth_bp=_reached(base, 10),
        tenths_bp=tenths_bp([one for one in base.first_day if base.spent_fen[one] > 0], base),
        cohorts=cohorts_of(town, base),
        months=months,
        plays=[_play(scheme, base, played) for scheme in schemes],
    )


def _reached(run: Run, percent: int) -> int:
    capped = [(cap, got) for cap, got in run.claims if cap]
    return share_bp(sum(got * 100 >= cap * percent for cap, got in capped), len(capped))


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
        strategic_bp=share_bp(got, gave),
        honest_bp=share_bp(honest_got, honest_gave),
        gave_fen=gave,
        net_fen=got - gave,
    )


def _sides(people: tuple[int, ...], run: Run) -> tuple[int, int]:
    return sum(run.gave_fen[one] for one in people), sum(run.got_fen[one] for one in people)

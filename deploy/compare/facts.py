"""The figures that stand in the page's sentences, by the names that its words use."""

from deploy.compare.figures import Comparison, Program, cover_bp
from deploy.compare.tables import shoppers_fen
from models.money import WHOLE_BP, format_percent, format_yuan
from models.rulebook import GreenPointsBook
from models.rulebook.green_points_limits import without_growth_bp
from models.simulation.cohorts import share_bp

_SHORT = {
    "packet_chain": "chain",
    "weekday_pool": "weekday",
    "green_points": "green",
    "appreciating_points": "price",
}


def facts(comparison: Comparison, green_book: GreenPointsBook) -> dict[str, str]:
    """Everything, written out."""
    year = comparison.programs[0]
    found = {
        "people": f"{year.real.people:,}",
        "bills": f"{year.real.bills:,}",
        "turnover": format_yuan(year.real.turnover_fen),
        "last_people": f"{year.real.cohorts[0].people:,}",
        "stalled_people": f"{year.years['stall'].cohorts[0].people:,}",
    }
    for program in comparison.programs:
        named = _of_program(program).items()
        found |= {f"{_SHORT[program.program]}_{name}": fact for name, fact in named}
    return found | _of_green_book(green_book)


def _of_program(program: Program) -> dict[str, str]:
    real, end = program.real, program.real.months[-1]
    plays = {play.name: play for play in real.plays}
    into = share_bp(real.into_fund_fen, real.discount_fen)
    promised = share_bp(real.into_fund_fen, real.caps_fen)
    return {
        "back": format_percent(share_bp(shoppers_fen(real), real.turnover_fen)),
        "fund": format_percent(promised if program.program == "green_points" else into),
        "into": format_yuan(real.into_fund_fen),
        "paid": format_yuan(real.paid_fen),
        "left": format_yuan(real.left_fen),
        "claims": f"{real.claims:,}",
        "full": format_percent(real.claims_at_cap_bp),
        "reached": format_percent(real.caps_reached_bp),
        "tokens": format_percent(plays["token_buyers_gain"].strategic_bp),
        "self": format_percent(plays["self_payers_gain"].strategic_bp),
        "times": f"{real.caps_fen // real.discount_fen}",
        "stalled": format_percent(program.years["stall"].cohorts[0].got_bp),
        "quoted": format_yuan(end.owed_at_most_fen),
        "funded": format_yuan(end.funded_fen),
        "cover": format_percent(cover_bp(real)[-1]),
    }


def _of_green_book(book: GreenPointsBook) -> dict[str, str]:
    steps = book.periods - 1
    return {
        "green_first": format_percent(book.initial_release_bp),
        "green_periods": f"{book.most_periods}",
        "green_flat": format_percent(without_growth_bp(book)),
        "green_growth": format_percent(book.growth_bp),
        "green_steps": f"{steps}",
        "green_business": f"{(WHOLE_BP + book.growth_bp) ** steps // WHOLE_BP**steps:,}",
    }

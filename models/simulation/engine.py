"""Which engine runs which program."""

from models.rulebook import (
    AppreciatingPointsBook,
    Book,
    GreenPointsBook,
    PacketChainBook,
    WeekdayPoolBook,
)
from models.simulation.appreciating_points_run import run_appreciating_points
from models.simulation.green_points_run import run_green_points
from models.simulation.packet_chain_run import run_packet_chain
from models.simulation.run import Run
from models.simulation.town import Town
from models.simulation.weekday_pool_run import run_weekday_pool


def run(book: Book, town: Town) -> Run:
    """Play a town under a book; raises `RuleBookRefused` for one that could overspend."""
    match book:
        case PacketChainBook():
            return run_packet_chain(book, town)
        case WeekdayPoolBook():
            return run_weekday_pool(book, town)
        case GreenPointsBook():
            return run_green_points(book, town)
        case AppreciatingPointsBook():
            return run_appreciating_points(book, town)

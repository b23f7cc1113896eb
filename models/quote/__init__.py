"""The quote: before paying, what a bill can bring back, at most, funded by what, nothing promised.

Each program quotes in its own figures and words; `Quote` is what they have in common. A quote is
kept with the order, so that it can be compared with what came of it.
"""

from models.quote.appreciating_points import PointsQuote
from models.quote.base import Quote
from models.quote.chain import ChainQuote
from models.quote.green_points import GreenQuote
from models.quote.pooled import PooledQuote
from models.quote.queries import quote_for, sentences
from models.quote.weekday_pool import WeekdayQuote

__all__ = [
    "ChainQuote",
    "GreenQuote",
    "PointsQuote",
    "PooledQuote",
    "Quote",
    "WeekdayQuote",
    "quote_for",
    "sentences",
]

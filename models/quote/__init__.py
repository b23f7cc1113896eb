"""The quote: before paying, what a bill can bring back, at most, funded by what, nothing promised.

It is kept with the order, so that it can be compared with what came of it.
"""

from models.quote.queries import Quote, quote_for
from models.quote.text import sentences

__all__ = ["Quote", "quote_for", "sentences"]

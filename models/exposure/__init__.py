"""Exposure: which stores are near, and traffic points that move one of them up for a while.

Stores say where they are and when they are open. Tasks (`terms`) bring points, once a period, with
the evidence kept; points buy a time at the top of "nearby", always marked as promoted (推广).
"""

from models.exposure.awarding import Progress, award_due, progress_of
from models.exposure.hours import Span
from models.exposure.nearby import NearStore, stores_near
from models.exposure.places import Hours, confirm_hours, hours_of, place_of, set_hours, set_place
from models.exposure.points import Line, balance_of, lines_of
from models.exposure.promotions import Promotion, promote, promotion, promotions_of
from models.exposure.rules import Spot
from models.exposure.terms import Task, terms

__all__ = [
    "Hours",
    "Line",
    "NearStore",
    "Progress",
    "Promotion",
    "Span",
    "Spot",
    "Task",
    "award_due",
    "balance_of",
    "confirm_hours",
    "hours_of",
    "lines_of",
    "place_of",
    "progress_of",
    "promote",
    "promotion",
    "promotions_of",
    "set_hours",
    "set_place",
    "stores_near",
    "terms",
]

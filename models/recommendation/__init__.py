"""Recommendations: which store to show to a shopper next, always with the words why.

Each night (`night`) the habits of a market's shoppers are read, somebody who has the library for it
finds out which stores share their shoppers, and the lists are kept. When a shopper asks, `suggest`
puts together what is kept, what is near and what is popular. Nothing that fewer than five shoppers
have in common is used, and who switched recommendations off (`choice`) is in none of it.
"""

from models.recommendation import choice, night, text
from models.recommendation.habits import Affinity, Habit, habits_of_market
from models.recommendation.queries import Candidates, Shown, candidates_of, shown_stores
from models.recommendation.rules import LEAST_SHOPPERS, Near, Reason, Suggestion, suggest

__all__ = [
    "LEAST_SHOPPERS",
    "Affinity",
    "Candidates",
    "Habit",
    "Near",
    "Reason",
    "Shown",
    "Suggestion",
    "candidates_of",
    "choice",
    "habits_of_market",
    "night",
    "shown_stores",
    "suggest",
    "text",
]

"""Points with a quoted price, redeemed at no more than the money behind them.

The rules are pure: `quoted_e8` is the price of the formula, `mint` turns a bill into points,
`redeem` points into money, `forced_exits` what a day redeems by itself. `load` is the program as
settlement knows it. `preview_redemption` and `redeem_points` are its holder's own doing,
`exit_next_day` is each midnight's; `read_standing` and `history_page` answer people's questions,
`text` says it in words; `own` and `PointsReplay` answer refunds and the audit.
"""

from models.appreciating_points import own, text
from models.appreciating_points.asking import preview_redemption, redeem_points
from models.appreciating_points.exiting import exit_next_day, markets_to_exit
from models.appreciating_points.history import Entry, history_page, redemption_of
from models.appreciating_points.logarithm import log10_e8
from models.appreciating_points.minting import points_book
from models.appreciating_points.program import load
from models.appreciating_points.reading import read_pool
from models.appreciating_points.replay import PointsReplay
from models.appreciating_points.rules import forced_exits, mint, quoted_e8, redeem, worth_fen
from models.appreciating_points.standing import Standing, read_standing
from models.appreciating_points.standing_text import standing_sentences
from models.appreciating_points.values import Holder, Minting, PointsTooFew, Pool, Redemption

__all__ = [
    "Entry",
    "Holder",
    "Minting",
    "PointsReplay",
    "PointsTooFew",
    "Pool",
    "Redemption",
    "Standing",
    "exit_next_day",
    "forced_exits",
    "history_page",
    "load",
    "log10_e8",
    "markets_to_exit",
    "mint",
    "own",
    "points_book",
    "preview_redemption",
    "quoted_e8",
    "read_pool",
    "read_standing",
    "redeem",
    "redeem_points",
    "redemption_of",
    "standing_sentences",
    "text",
    "worth_fen",
]

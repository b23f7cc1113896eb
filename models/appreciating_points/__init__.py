"""Points with a quoted price, redeemed at no more than the money behind them.

`quoted_e8` is the price of the formula, `mint` turns a bill into points, `redeem` points into
money, `forced_exits` what a day redeems by itself.
"""

from models.appreciating_points.logarithm import log10_e8
from models.appreciating_points.rules import forced_exits, mint, quoted_e8, redeem, worth_fen
from models.appreciating_points.values import Holder, Minting, PointsTooFew, Pool, Redemption

__all__ = [
    "Holder",
    "Minting",
    "PointsTooFew",
    "Pool",
    "Redemption",
    "forced_exits",
    "log10_e8",
    "mint",
    "quoted_e8",
    "redeem",
    "worth_fen",
]

"""Points with a quoted price, redeemed at no more than the money behind them.

The rules are pure: `quoted_e8` is the price of the formula, `mint` turns a bill into points,
`redeem` points into money, `forced_exits` what a day redeems by itself. `load` is the program as
settlement knows it. `preview_redemption` and `redeem_points` are its holder's own doing,
`exit_next_day` is each midnight's; `own` and `PointsReplay` answer refunds and the audit.
"""

from models.appreciating_points import own
from models.appreciating_points.asking import preview_redemption, read_standing, redeem_points
from models.appreciating_points.exiting import exit_next_day, markets_to_exit
from models.appreciating_points.logarithm import log10_e8
from models.appreciating_points.program import load
from models.appreciating_points.replay import PointsReplay
from models.appreciating_points.rules import forced_exits, mint, quoted_e8, redeem, worth_fen
from models.appreciating_points.values import Holder, Minting, PointsTooFew, Pool, Redemption

__all__ = [
    "Holder",
    "Minting",
    "PointsReplay",
    "PointsTooFew",
    "Pool",
    "Redemption",
    "exit_next_day",
    "forced_exits",
    "load",
    "log10_e8",
    "markets_to_exit",
    "mint",
    "own",
    "preview_redemption",
    "quoted_e8",
    "read_standing",
    "redeem",
    "redeem_points",
    "worth_fen",
]

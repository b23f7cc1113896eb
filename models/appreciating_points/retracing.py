"""Redemptions decided again by the audit, one after the other, from its own memory."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.appreciating_points.evidence import ExitEvidence, Redeemed
from models.appreciating_points.holding import Holding, Mint, without
from models.appreciating_points.minting import Mints
from models.appreciating_points.rules import exit_points, quoted_e8, redeem
from models.appreciating_points.values import Redemption
from models.ledger import Kind, account
from models.money import bp_of
from models.pool import pool_no
from models.pool.replay import ReplayFacts
from models.rulebook import AppreciatingPointsBook

_POOL_NO = pool_no("appreciating_points")


class Retraced(Struct, frozen=True, kw_only=True):
    """What a redemption is decided again from: the audit's memory, the book, and the moment."""

    mints: Mints
    facts: ReplayFacts
    book: AppreciatingPointsBook
    moment: datetime

    def mature(self, one: Mint) -> bool:
        """Whether time alone lets its points be redeemed."""
        return one.matures_at <= self.moment

    def might_be_held(self, one: Mint) -> bool:
        """Whether anybody ever asked to have its bill back."""
        return one.mint_no in self.facts.asked


def redeem_difference(it: Retraced, told: Redeemed, most_fen: int | None = None) -> str:
    """What is wrong with one redemption; found right it is taken over."""
    holding, pool = it.mints.holdings[told.consumer_no], it.mints.pool
    if wrong := _points_wrong(it, holding, told) or _cover_wrong(it, told):
        return wrong
    holder = replace(holding.at(it.moment), locked_points=told.locked_points)
    again = redeem(pool, holder, points=told.asked_points, book=it.book, most_fen=most_fen)
    expected = {
        "points": again.points,
        "price_e8": quoted_e8(pool, it.book),
        "pool_fen": pool.pool_fen,
        "pool_points": pool.points,
        "gross_fen": again.gross_fen,
        "paid_fen": again.paid_fen,
    }
    for name, value in expected.items():
        if getattr(told, name) != value:
            return f"{name}: stored {getattr(told, name)}, again {value}"
    _take_over(it, holding, told, again)
    return ""


def exit_differences(it: Retraced, evidence: ExitEvidence) -> Iterator[str]:
    """What is wrong with a day's exits: whose turn it was, and what each redeemed."""
    allowance_fen = bp_of(it.mints.pool.pool_fen, it.book.daily_exit_bp)
    if allowance_fen != evidence.allowance_fen:
        yield f"allowance_fen: stored {evidence.allowance_fen}, again {allowance_fen}"
    waiting = list(evidence.exits)
    large = [one for one in it.mints.holdings.values() if one.points > it.book.exit_points]
    for holding in sorted(large, key=lambda one: one.since_no):
        if allowance_fen < 1:
            break
        if waiting and waiting[0].consumer_no == holding.consumer_no:
            told = waiting.pop(0)
            holder = replace(holding.at(it.moment), locked_points=told.locked_points)
            if told.asked_points != exit_points(holder, it.book):
                yield f"asked_points: stored {told.asked_points} of {holding.consumer_no}"
            yield redeem_difference(it, told, allowance_fen)
            allowance_fen -= told.paid_fen
        elif _passed_over(it, holding, allowance_fen):
            yield f"consumer {holding.consumer_no} was passed over"
    if waiting:
        yield f"consumer {waiting[0].consumer_no} was not to exit"


def _passed_over(it: Retraced, holding: Holding, allowance_fen: int) -> bool:
    """Whether somebody should have exited who did not; held bills excuse it."""
    if any(it.might_be_held(one) for one in holding.mints):
        return False
    holder = holding.at(it.moment)
    points = exit_points(holder, it.book)
    if points < 1:
        return False
    pool = it.mints.pool
    again = redeem(pool, holder, points=points, book=it.book, most_fen=allowance_fen)
    return again.paid_fen > 0


def _points_wrong(it: Retraced, holding: Holding, told: Redeemed) -> str:
    """Points go out of the oldest bills that are ripe; only held ones are passed over."""
    left = {one.mint_no: one for one in holding.mints}
    if sum(points for _, points in told.mints) != told.points:
        return "mints: they don't add up to the points"
    for mint_no, points in told.mints:
        if mint_no not in left or not 0 < points <= left[mint_no].left_points:
            return f"mint {mint_no}: {points} points were not there"
        if not it.mature(left[mint_no]):
            return f"mint {mint_no}: its points were not ripe"
    young = sum(one.left_points for one in holding.mints if not it.mature(one))
    doubtful = [one for one in holding.mints if it.mature(one) and it.might_be_held(one)]
    if not young <= told.locked_points <= young + sum(one.left_points for one in doubtful):
        return f"locked_points: stored {told.locked_points}, not ripe {young}"
    return _order_wrong(it, holding, told)


def _order_wrong(it: Retraced, holding: Holding, told: Redeemed) -> str:
    taken, last = dict(told.mints), max((number for number, _ in told.mints), default=0)
    for one in holding.mints:
        whole = taken.get(one.mint_no, 0) == one.left_points
        if one.mint_no < last and it.mature(one) and not (whole or it.might_be_held(one)):
            return f"mint {one.mint_no}: older points were passed over"
    return ""


def _cover_wrong(it: Retraced, told: Redeemed) -> str:
    """Debts that were open, of this person as far as is known here, and theirs first of all."""
    balances = it.facts.balances
    own = {one.mint_no for one in it.mints.minted_by(told.consumer_no)}
    for record_no, pool, fen in told.covered:
        if not 0 < fen <= -balances.get(account(Kind.DEBT, record_no), 0):
            return f"covered: nothing of {fen} was owed by record {record_no}"
        if pool == _POOL_NO and record_no not in own:
            return f"covered: record {record_no} is somebody else's"
    open_fen = -sum(balances.get(account(Kind.DEBT, number), 0) for number in own)
    if not min(open_fen, told.paid_fen) <= told.covered_fen <= told.paid_fen:
        return f"covered: {told.covered_fen}, owed {open_fen}"
    return ""


def _take_over(it: Retraced, holding: Holding, told: Redeemed, again: Redemption) -> None:
    it.mints.pool = again.pool
    it.mints.holdings[told.consumer_no] = replace(
        holding,
        points=holding.points - told.points,
        redeemed_fen=again.holder.redeemed_fen,
        redeemed_points=holding.redeemed_points + told.points,
        mints=without(holding.mints, told.mints),
    )

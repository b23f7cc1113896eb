"""A redemption decided: what a holder's points bring, out of which bills, what debts cover.

Pure. The preview is this function and the outcome is this function.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from models.appreciating_points.evidence import Redeemed
from models.appreciating_points.holding import Holding, ripest, without
from models.appreciating_points.rules import exit_points, forced_exits, quoted_e8
from models.appreciating_points.values import Pool, Redemption
from models.ledger import Kind, account
from models.pool import pool_account
from models.pool.debts import Debt, cover, moves_of
from models.rulebook import AppreciatingPointsBook

_POOL = pool_account("appreciating_points")


class Done(Struct, frozen=True, kw_only=True):
    """A redemption with what it leaves: of the pool, of its holder, and of their debts."""

    told: Redeemed
    pool: Pool
    holding: Holding
    debts: tuple[Debt, ...]


def decide(
    redemption: Redemption,
    *,
    before: Pool,
    holding: Holding,
    asked_points: int,
    debts: Sequence[Debt],
    book: AppreciatingPointsBook,
    moment: datetime,
    redemption_id: int,
) -> Done:
    """What the rules' `redemption` of a holder's points makes of pool `before`, holder, debts."""
    mints = ripest(holding, redemption.points, moment)
    _, covered, open_debts = cover(debts, redemption.paid_fen)
    told = Redeemed(
        redemption_id=redemption_id,
        consumer_no=holding.consumer_no,
        asked_points=asked_points,
        locked_points=holding.at(moment).locked_points,
        points=redemption.points,
        price_e8=quoted_e8(before, book),
        pool_fen=before.pool_fen,
        pool_points=before.points,
        gross_fen=redemption.gross_fen,
        paid_fen=redemption.paid_fen,
        mints=mints,
        covered=tuple((one.record_no, one.pool_no, one.fen) for one in covered),
    )
    left = replace(
        holding,
        points=redemption.holder.points,
        redeemed_fen=redemption.holder.redeemed_fen,
        redeemed_points=holding.redeemed_points + redemption.points,
        mints=without(holding.mints, mints),
    )
    return Done(told=told, pool=redemption.pool, holding=left, debts=open_debts)


def exits(
    pool: Pool,
    holdings: Sequence[Holding],
    debts: Mapping[int, Sequence[Debt]],
    book: AppreciatingPointsBook,
    moment: datetime,
    fresh_id: Callable[[], int],
) -> Iterator[Done]:
    """The exits of a day that begins at `moment`, one after the other; `holdings` oldest first.

    `debts` are those of wallets.
    """
    holders = [one.at(moment) for one in holdings]
    for place, redemption in forced_exits(pool, holders, book):
        done = decide(
            redemption,
            before=pool,
            holding=holdings[place],
            asked_points=exit_points(holders[place], book),
            debts=debts.get(account(Kind.WALLET, holdings[place].consumer_no), ()),
            book=book,
            moment=moment,
            redemption_id=fresh_id(),
        )
        pool = done.pool
        yield done


def moves(redeemed: Sequence[Redeemed]) -> Mapping[int, int]:
    """The postings of redemptions: out of the pool, to wallets, and what covers debts.

    The pool is always among them, even where all that left it came back for debts.
    """
    moved: dict[int, int] = {_POOL: 0}
    for one in redeemed:
        covered = [Debt(*debt) for debt in one.covered]
        wallet = account(Kind.WALLET, one.consumer_no)
        own = {_POOL: -one.paid_fen, wallet: one.paid_fen - one.covered_fen}
        for postings in (own, moves_of(covered)):
            for account_id, fen in postings.items():
                moved[account_id] = moved.get(account_id, 0) + fen
    return {account_id: fen for account_id, fen in moved.items() if fen or account_id == _POOL}

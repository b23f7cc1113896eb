"""Redeeming points: seen beforehand, then done in one transaction, and never for less than seen."""

from datetime import datetime

from models import ledger
from models.appreciating_points.evidence import Redeemed, RedemptionEvidence, write_evidence
from models.appreciating_points.redeeming import Done, decide, moves
from models.appreciating_points.rules import redeem
from models.appreciating_points.standing import Standing, read_standing
from models.appreciating_points.writing import write_redemptions
from models.database import Connection
from models.idempotency import IdempotencyKey, first_use
from models.ledger import Draft, JournalKind, Kind, account
from models.pool.debts import open_debts
from models.refusal import Refusal


class CapReached(Refusal):
    """Its person has redeemed all that the cap allows."""

    code = "points.cap_reached"


class PointsWorthNothing(Refusal):
    """So few points redeem for less than a fen today."""

    code = "points.worth_nothing"


class RedemptionChanged(Refusal):
    """The points would now redeem for less than their person was shown; `paid_fen` says what."""

    code = "points.redemption_changed"


async def preview_redemption(
    connection: Connection, *, market_code: int, consumer_no: int, points: int, at: datetime
) -> tuple[Standing, Redeemed]:
    """What redeeming so many points would do now; raises what `redeem_points` raises."""
    standing = await read_standing(
        connection, market_code=market_code, consumer_no=consumer_no, at=at
    )
    done = await _decided(connection, market_code, standing, points, redemption_id=0)
    return standing, done.told


async def redeem_points(
    connection: Connection,
    *,
    market_code: int,
    consumer_no: int,
    points: int,
    least_paid_fen: int,
    redemption_id: int,
    at: datetime,
    idempotency: IdempotencyKey,
) -> int:
    """Redeem points to the wallet, in a transaction; the same key, the same redemption.

    Returns the redemption's id. Raises `NoPointsHere`, `PointsTooFew`, `CapReached`,
    `PointsWorthNothing`, and `RedemptionChanged` where it would pay less than `least_paid_fen`.
    """
    head = await ledger.lock_head(connection, market_code)
    bound = await first_use(
        connection, idempotency, market_code=market_code, subject_id=redemption_id, at=at
    )
    if bound != redemption_id:
        return bound
    standing = await read_standing(
        connection, market_code=market_code, consumer_no=consumer_no, at=at
    )
    done = await _decided(connection, market_code, standing, points, redemption_id=redemption_id)
    if done.told.paid_fen < least_paid_fen:
        raise RedemptionChanged(paid_fen=done.told.paid_fen)
    draft = _draft(done.told, standing)
    await ledger.post(connection, market_code, head, [draft], posted_at=at)
    await write_redemptions(
        connection, market_code, [done], book_no=standing.version.book_no, at=at
    )
    return redemption_id


async def _decided(
    connection: Connection, market_code: int, standing: Standing, points: int, *, redemption_id: int
) -> Done:
    """The redemption as the rules decide it; refuses one that would bring nothing."""
    holding = standing.holding
    holder = holding.at(standing.at)
    redemption = redeem(standing.pool, holder, points=points, book=standing.book)
    if not holder.room_fen:
        raise CapReached(cap_fen=holder.cap_fen)
    if not redemption.paid_fen:
        raise PointsWorthNothing(points=points)
    wallet = account(Kind.WALLET, holding.consumer_no)
    debts = await open_debts(connection, market_code, [wallet])
    return decide(
        redemption,
        before=standing.pool,
        holding=holding,
        asked_points=points,
        debts=debts.get(wallet, ()),
        book=standing.book,
        moment=standing.at,
        redemption_id=redemption_id,
    )


def _draft(told: Redeemed, standing: Standing) -> Draft:
    moved = moves([told])
    evidence = RedemptionEvidence(
        book_no=standing.version.book_no, first_fen=standing.pool.first_fen, redeemed=told
    )
    return Draft(
        JournalKind.REDEMPTION,
        told.redemption_id,
        list(moved),
        list(moved.values()),
        write_evidence(evidence),
    )

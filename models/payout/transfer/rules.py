"""By which rail somebody's carried money goes. Values in, values out that explain themselves.

The split is the default: it carries single fens, needs no tap, and takes carried money along with
the person's next packet. A transfer is for whoever asks, and the way that is left where a split may
not go yet. It begins at ten fen, wants to be confirmed on the phone, and keeps within the limits
that WeChat granted. Money that is owed back (a debt) does not leave, nor does money that has not
arrived in our own account yet: what a split could not deliver is still being rescued to it.
"""

from datetime import datetime
from typing import Final

from models.payout.reasons import next_day
from models.payout.transfer.reasons import again_at
from models.payout.transfer.terms import TransferTerms
from models.payout.transfer.ways import Facts, Obstacle, Rail, Way

NAME_FROM_FEN: Final = 200_000
"""From here on WeChat wants the real name (WeChat Pay APIv3, 商家转账: 2,000 yuan)."""


def way(facts: Facts, terms: TransferTerms, now: datetime, *, named: bool = False) -> Way:
    """The way of somebody's carried money; `named` when they gave their real name."""
    most_fen = _most(facts, terms)
    fen = most_fen if named else min(most_fen, NAME_FROM_FEN - 1)
    obstacle, from_at = _obstacle(facts, terms, fen, now)
    barred = facts.split_barred_until is not None and facts.split_barred_until > now
    return Way(
        rail=_rail(facts, barred=barred, transferable=obstacle is None),
        carried_fen=facts.carried_fen,
        transfer_fen=0 if obstacle else fen,
        least_fen=terms.least_fen,
        reason=facts.reason if facts.carried_fen else None,
        split_from_at=facts.split_barred_until if barred else None,
        transfer_from_at=from_at,
        obstacle=obstacle,
        name_needed_fen=0 if obstacle or most_fen == fen else most_fen,
    )


def _most(facts: Facts, terms: TransferTerms) -> int:
    """As much as money and limits allow."""
    return max(
        0,
        min(
            facts.carried_fen - facts.debt_fen,
            facts.backed_fen,
            terms.most_fen,
            terms.person_day_fen - facts.person_today_fen,
            terms.market_day_fen - facts.market_today_fen,
        ),
    )


def _rail(facts: Facts, *, barred: bool, transferable: bool) -> Rail:
    if not facts.carried_fen:
        return Rail.NONE
    if not barred:
        return Rail.SPLIT
    return Rail.TRANSFER if transferable else Rail.NONE


def _obstacle(
    facts: Facts, terms: TransferTerms, fen: int, now: datetime
) -> tuple[Obstacle | None, datetime | None]:
    """The first thing in the way, and when it goes away by itself."""
    if not terms.most_fen:
        return Obstacle.OFF, None
    if facts.under_way is not None:
        return Obstacle.UNDER_WAY, None
    if not facts.carried_fen:
        return Obstacle.NOTHING_CARRIED, None
    if facts.carried_fen < terms.least_fen:
        return Obstacle.TOO_SMALL, None
    if facts.carried_fen - facts.debt_fen < terms.least_fen:
        return Obstacle.DEBT_FIRST, None
    rest_until = _rest_until(facts)
    if rest_until and rest_until > now:
        return Obstacle.RESTING, rest_until
    if fen >= terms.least_fen:
        return None, None
    return _spent(facts, terms, now)


def _spent(facts: Facts, terms: TransferTerms, now: datetime) -> tuple[Obstacle, datetime | None]:
    if terms.person_day_fen - facts.person_today_fen < terms.least_fen:
        return Obstacle.PERSON_DAY_SPENT, next_day(now)
    if terms.market_day_fen - facts.market_today_fen < terms.least_fen:
        return Obstacle.MARKET_DAY_SPENT, next_day(now)
    return Obstacle.NOT_ARRIVED, None


def _rest_until(facts: Facts) -> datetime | None:
    if facts.last_result is None or facts.last_finished_at is None:
        return None
    return again_at(facts.last_result, facts.last_finished_at)

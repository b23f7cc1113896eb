"""What follows when the lines of a payout have ended. Values in, values out.

What the split could not deliver is rescued to our own account before anything is unfrozen; a rescue
that fails is tried again under a new number, because the old one is known dead. The unfreeze comes
last and pays the store its own part. What WeChat has unfrozen by itself can't be rescued any more.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from msgspec import structs

from models.ledger import Kind, kind_of
from models.payout.carrying import Carried
from models.payout.leg import PLATFORM, Leg, own_part
from models.payout.lifecycle import State, Step
from models.payout.payout import Payout, successor
from models.payout.reasons import OWN, SUCCESS, UNFROZEN, retry_at

MOST_RESCUES: Final = 5
RESCUE_FAILED: Final = "rescue_failed"
_FIRST_PAUSE = timedelta(hours=1)


def just_ended(before: Payout, after: Payout) -> list[Leg]:
    """The legs whose end was just heard."""
    pairs = zip(before.legs, after.legs, strict=True)
    return [ended for leg, ended in pairs if leg.under_way]


def next_step(
    after: Payout, ended: Iterable[Leg], *, payout_id: int, rest_until: datetime
) -> Payout | None:
    """The payout that comes after a finished one of the same order, if any.

    A rescue after too many is born a dead letter.
    """
    if after.step is Step.UNFREEZE:
        return None
    lost_fen = sum(leg.fen for leg in ended if leg.result not in (SUCCESS, UNFROZEN))
    if not lost_fen:
        return successor(
            after,
            payout_id=payout_id,
            step=Step.UNFREEZE,
            legs=own_part(after.legs),
            rest_until=rest_until,
        )
    own = [leg for leg in after.legs if leg.result == OWN]
    rescue = successor(
        after,
        payout_id=payout_id,
        step=Step.RESCUE,
        legs=[Leg(PLATFORM, PLATFORM, lost_fen), *own],
        rest_until=rest_until,
    )
    if rescue.round <= MOST_RESCUES:
        return rescue
    return structs.replace(rescue, state=State.DEAD_LETTER, last_error=RESCUE_FAILED)


def pause_before(payout: Payout) -> timedelta:
    """How long to wait (market time) before a new payout is sent: only repetitions wait."""
    return timedelta(0) if payout.round == 1 else _FIRST_PAUSE * 2 ** (payout.round - 2)


def carried_after(
    failed: Iterable[Leg], known: Mapping[int, Carried], now: datetime
) -> dict[int, Carried]:
    """What is carried forward for those whose lines failed, on top of what was `known`."""
    carried: dict[int, Carried] = {}
    for leg in failed:
        if kind_of(leg.receiver_id) is Kind.CUSTODY:
            continue
        person = kind_of(leg.receiver_id) is Kind.WALLET
        before = carried.get(leg.receiver_id, known.get(leg.receiver_id))
        overdue_fen = before.overdue_fen if before else 0
        carried[leg.receiver_id] = Carried(
            leg.result, retry_at(leg.result, now), 0 if person else overdue_fen + leg.fen
        )
    return carried

"""Asking for a transfer: carried money is set aside under a number that will never change."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from models import ledger, people
from models.database import Connection
from models.idempotency import IdempotencyKey, first_use
from models.payout.lifecycle import State
from models.payout.patience import IN_HAND, until_asked
from models.payout.transfer import journals
from models.payout.transfer.facts import facts_of
from models.payout.transfer.promises import promise_to_drive
from models.payout.transfer.rules import NAME_FROM_FEN, way
from models.payout.transfer.terms import TransferTerms
from models.payout.transfer.transfer import Transfer, insert_transfer, read_transfers
from models.payout.transfer.ways import Obstacle
from models.refusal import Refusal


class TransfersOff(Refusal):
    """This deployment offers no transfers."""

    code = "transfer.off"


class NothingCarried(Refusal):
    """Nothing is carried forward for this person."""

    code = "transfer.nothing_carried"


class TransferUnderWay(Refusal):
    """A person has one transfer at a time."""

    code = "transfer.under_way"


class DebtFirst(Refusal):
    """What a refund left owing is covered before anything leaves."""

    code = "transfer.debt_first"


class TransferTooSmall(Refusal):
    """WeChat transfers nothing so small; it joins the next split."""

    code = "transfer.too_small"


class TransferResting(Refusal):
    """The last transfer failed for a reason that lasts; `from_at` says until when."""

    code = "transfer.resting"


class DayLimitReached(Refusal):
    """The day's limit, the person's or the market's, is used up."""

    code = "transfer.day_limit_reached"


class MoneyNotArrived(Refusal):
    """The money is still on its way from the store to our own account."""

    code = "transfer.not_arrived"


_REFUSALS: Final[Mapping[Obstacle, type[Refusal]]] = {
    Obstacle.OFF: TransfersOff,
    Obstacle.NOTHING_CARRIED: NothingCarried,
    Obstacle.UNDER_WAY: TransferUnderWay,
    Obstacle.DEBT_FIRST: DebtFirst,
    Obstacle.TOO_SMALL: TransferTooSmall,
    Obstacle.RESTING: TransferResting,
    Obstacle.PERSON_DAY_SPENT: DayLimitReached,
    Obstacle.MARKET_DAY_SPENT: DayLimitReached,
    Obstacle.NOT_ARRIVED: MoneyNotArrived,
}


async def ask_for(
    connection: Connection,
    *,
    market_code: int,
    consumer_no: int,
    transfer_id: int,
    terms: TransferTerms,
    idempotency: IdempotencyKey,
    now: datetime,
    wire_now: datetime,
    seal: people.Seal,
    real_name: str | None = None,
) -> Transfer:
    """Set aside as much carried money as may go, in a transaction; the same key, the same transfer.

    `real_name` is kept, sealed, only where WeChat wants it. Raises what is in the way: `way` tells
    it beforehand. A transfer that is returned `fresh` is the caller's to send.
    """
    head = await ledger.lock_head(connection, market_code)
    bound = await first_use(
        connection, idempotency, market_code=market_code, subject_id=transfer_id, at=now
    )
    if bound != transfer_id:
        (known,) = await read_transfers(connection, [(market_code, bound)])
        return known
    facts = await facts_of(connection, market_code, consumer_no, now=now)
    chosen = way(facts, terms, now, named=real_name is not None)
    if chosen.obstacle is not None:
        raise _REFUSALS[chosen.obstacle](
            carried_fen=facts.carried_fen,
            least_fen=terms.least_fen,
            from_at=chosen.transfer_from_at and chosen.transfer_from_at.isoformat(),
        )
    name = real_name if chosen.transfer_fen >= NAME_FROM_FEN else None
    asked = Transfer(
        market_code=market_code,
        transfer_id=transfer_id,
        consumer_no=consumer_no,
        fen=chosen.transfer_fen,
        state=State.PREPARED,
        created_at=now,
        name=seal.seal(name) if name else None,
        rest_until=wire_now + IN_HAND,
        fresh=True,
    )
    await ledger.post(connection, market_code, head, [journals.sent(asked, facts)], posted_at=now)
    await insert_transfer(connection, asked)
    await promise_to_drive(connection, market_code, transfer_id, now + until_asked(0))
    return asked

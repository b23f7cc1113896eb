"""What a refund asks of the program (`models.pool.own`): both sides of the bill's grant.

Points, cap and schedule shrink with the bill, counted from the whole bill down; so does what was
released so far: the same part of it goes back, out of the holder's coupons that no order holds,
else as a debt that later releases to the same holder cover.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from models.coupon import holder_account, store_holder
from models.database import Connection, statement
from models.money import bp_of
from models.pool import PooledEvidence
from models.pool.own import Cut, OwnChange, OwnRecord

_STORE_SIDE: Final = 1 << 40


class Standing(Struct):
    """A grant as it stands; amounts in hundredths, each side on its own."""

    grant_no: int
    consumer_no: int
    merchant_no: int
    points: int
    cap_multiple: int
    scheduled_fen: int = 0
    payer_fen: int = 0
    store_fen: int = 0


async def read(
    connection: Connection, market_code: int, bill: PooledEvidence
) -> Sequence[OwnRecord]:
    """The grant's two sides as they stand: the payer's, then the store's."""
    row = await connection.fetchrow(
        "SELECT grant_no, consumer_no, merchant_no, points, cap_multiple, scheduled_fen, payer_fen,"
        " store_fen FROM green_grants WHERE market_code = $1 AND grant_no = $2",
        *(market_code, bill.own_no),
    )
    return records_of(Standing(*row))


def records_of(grant: Standing) -> Sequence[OwnRecord]:
    """A grant as a refund sees it. Pure."""
    payer = OwnRecord(
        record_no=grant.grant_no,
        holder_id=holder_account(grant.consumer_no),
        cap_fen=grant.points * grant.cap_multiple,
        received_fen=grant.payer_fen,
        points=grant.points,
        earned_fen=grant.payer_fen,
    )
    store = replace(
        payer,
        record_no=grant.grant_no | _STORE_SIDE,
        holder_id=holder_account(store_holder(grant.merchant_no)),
        received_fen=grant.store_fen,
        earned_fen=grant.store_fen,
    )
    return [payer, store]


def shrink(record: OwnRecord, bill: PooledEvidence, cut: Cut) -> OwnRecord:
    """One side once so much of its bill is left. Pure."""
    points = min(record.points, bp_of(cut.after_fen, bill.discount_bp))
    if not record.points:
        return record
    return replace(
        record,
        points=points,
        cap_fen=record.cap_fen // record.points * points,
        earned_fen=record.received_fen * points // record.points,
    )


def lowered(grant: Standing, changes: Sequence[OwnChange]) -> Standing:
    """A grant after a refund has lowered both of its sides. Pure."""
    payer, store = changes
    before, after = payer.points_before, payer.points_after
    return replace(
        grant,
        points=after,
        scheduled_fen=grant.scheduled_fen * after // before if before else 0,
        payer_fen=grant.payer_fen - payer.taken_back_fen,
        store_fen=grant.store_fen - store.taken_back_fen,
    )


async def write(
    connection: Connection, market_code: int, bill: PooledEvidence, changes: Sequence[OwnChange]
) -> None:
    """Lower the grant and what it was scheduled and released so far."""
    payer, store = changes
    await connection.execute(
        statement(__package__, "lower_grant"),
        *(market_code, bill.own_no, payer.points_before, payer.points_after),
        *(payer.taken_back_fen, store.taken_back_fen),
    )


async def hold(
    connection: Connection, market_code: int, bill: PooledEvidence, *, held: bool
) -> None:
    """Let the grant be passed over at the ends of periods, or catch up at the next one."""
    await connection.execute(
        "UPDATE green_grants SET held = $3 WHERE market_code = $1 AND grant_no = $2",
        *(market_code, bill.own_no, held),
    )

"""What a refund asks of the program (`models.pool.own`): the bill's mint, and how it shrinks.

The cap is its person's, over all their bills, so the record of a mint carries its holder's cap and
what they have redeemed; its points are those that the bill still stands for.
"""

from collections.abc import Sequence

from msgspec import json
from msgspec.structs import replace

from models.appreciating_points.burning import Burnt, burn
from models.appreciating_points.evidence import MintFacts
from models.appreciating_points.holding import Holding
from models.appreciating_points.reading import holding_of, read_pool
from models.arrays import array_text
from models.database import Connection, statement
from models.ledger import Kind, account
from models.pool import PooledEvidence
from models.pool.own import Cut, OwnChange, OwnRecord

_decode = json.Decoder(MintFacts).decode


async def read(
    connection: Connection, market_code: int, bill: PooledEvidence
) -> Sequence[OwnRecord]:
    """The bill's mint as it stands."""
    row = await connection.fetchrow(
        "SELECT consumer_no, points - burned_points AS points FROM point_mints"
        " WHERE market_code = $1 AND mint_no = $2",
        *(market_code, bill.own_no),
    )
    holding = await holding_of(connection, market_code, row["consumer_no"])
    return [record_of(bill.own_no, holding, row["points"])]


def record_of(mint_no: int, holding: Holding, points: int) -> OwnRecord:
    """A mint that still stands for so many points, as refunds see it. Pure."""
    return OwnRecord(
        record_no=mint_no,
        holder_id=account(Kind.WALLET, holding.consumer_no),
        cap_fen=holding.cap_fen,
        received_fen=holding.redeemed_fen,
        points=points,
    )


def shrink(record: OwnRecord, bill: PooledEvidence, cut: Cut) -> OwnRecord:
    """The mint once its bill has shrunk: it brought less to the cap, and fewer points. Pure."""
    facts = _decode(bill.facts)
    before_fen = _share(facts.cap_fen, cut.before_fen, cut)
    return replace(
        record,
        cap_fen=record.cap_fen - before_fen + _share(facts.cap_fen, cut.after_fen, cut),
        points=_share(facts.points, cut.after_fen, cut),
    )


async def write(
    connection: Connection, market_code: int, bill: PooledEvidence, changes: Sequence[OwnChange]
) -> None:
    """Burn the points, lower the cap, and count as redeemed no longer what was taken back."""
    (change,) = changes
    consumer_no = await connection.fetchval(
        "SELECT consumer_no FROM point_mints WHERE market_code = $1 AND mint_no = $2",
        *(market_code, bill.own_no),
    )
    holding = await holding_of(connection, market_code, consumer_no)
    pool, _ = await read_pool(connection, market_code)
    burnt = burnt_by(change, holding)
    await _write_holder(connection, market_code, burnt)
    await connection.execute(
        "UPDATE point_pools SET points = $2 WHERE market_code = $1",
        *(market_code, pool.points - burnt.points),
    )
    await connection.execute(
        "UPDATE point_mints SET burned_points = burned_points + $3"
        " WHERE market_code = $1 AND mint_no = $2",
        *(market_code, bill.own_no, change.points_before - change.points_after),
    )


def burnt_by(change: OwnChange, holding: Holding) -> Burnt:
    """What the change of a bill's mint makes of its holder. Pure."""
    return burn(
        holding,
        change.record_no,
        change.points_before - change.points_after,
        cap_fen=change.cap_after_fen,
        taken_back_fen=change.taken_back_fen,
    )


async def hold(
    connection: Connection, market_code: int, bill: PooledEvidence, *, held: bool
) -> None:
    """Hold the bill's points, or let them go on."""
    await connection.execute(
        "UPDATE point_mints SET held = $3 WHERE market_code = $1 AND mint_no = $2",
        *(market_code, bill.own_no, held),
    )


async def _write_holder(connection: Connection, market_code: int, burnt: Burnt) -> None:
    left = burnt.holding
    await connection.execute(
        "UPDATE point_holders SET points = $3, owed_points = $4, cap_fen = $5,"
        " redeemed_fen = $6, redeemed_points = $7"
        " WHERE market_code = $1 AND consumer_no = $2",
        *(market_code, left.consumer_no, left.points, left.owed_points, left.cap_fen),
        *(left.redeemed_fen, left.redeemed_points),
    )
    await connection.execute(
        statement(__package__, "take_points"),
        market_code,
        array_text([mint_no for mint_no, _ in burnt.taken]),
        array_text([points for _, points in burnt.taken]),
    )


def _share(whole: int, fen: int, cut: Cut) -> int:
    return whole * fen // cut.amount_fen

"""What a refund does to a claim on the pool (see `models.pool.own`).

Discount and whole cap shrink with the bill, counted from the whole bill down; the partners that
ever counted stay counted. What came back was not spent, so it makes no partner and no active day
any more; what must be spent to make one stays a part of the bill as it was paid.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from models.database import Connection, statement
from models.ledger import Kind, account
from models.money import bp_of
from models.pool import PooledEvidence
from models.pool.own import Cut, OwnChange, OwnRecord
from models.weekday_pool.claims import Claim
from models.weekday_pool.evidence import facts_of


async def read(
    connection: Connection, market_code: int, bill: PooledEvidence
) -> Sequence[OwnRecord]:
    """The bill's claim as it stands; its `points` are its partners."""
    row = await connection.fetchrow(statement(__package__, "claims"), market_code, [bill.own_no])
    return [record_of(Claim(**row))]


def record_of(claim: Claim) -> OwnRecord:
    """A claim as a refund sees it. Pure."""
    return OwnRecord(
        record_no=claim.claim_no,
        holder_id=account(Kind.WALLET, claim.consumer_no),
        cap_fen=claim.cap_fen,
        received_fen=claim.net_fen,
        points=claim.partners,
        left_fen=claim.left_fen,
    )


def shrink(record: OwnRecord, bill: PooledEvidence, cut: Cut) -> OwnRecord:
    """The claim once so much of its bill is left. Pure."""
    discount_fen, whole_fen = _bounds(bill, cut.after_fen)
    return replace(
        record, cap_fen=min(whole_fen, discount_fen * record.points), left_fen=cut.after_fen
    )


async def write(
    connection: Connection, market_code: int, bill: PooledEvidence, changes: Sequence[OwnChange]
) -> None:
    """Lower the claim's cap, and take what came back out of its consumer's spending."""
    (change,) = changes
    await connection.execute(
        statement(__package__, "shrink_claim"),
        *(market_code, change.record_no, change.left_after_fen),
        *_bounds(bill, change.left_after_fen),
        *(change.cap_after_fen, change.taken_back_fen),
        change.left_before_fen - change.left_after_fen,
    )


def follow(claim: Claim, bill: PooledEvidence, change: OwnChange) -> None:
    """Let a claim in memory shrink as `write` lets the one in the table."""
    claim.left_fen = change.left_after_fen
    claim.discount_fen, claim.whole_cap_fen = _bounds(bill, change.left_after_fen)
    claim.cap_fen = change.cap_after_fen
    claim.taken_back_fen += change.taken_back_fen


async def hold(
    connection: Connection, market_code: int, bill: PooledEvidence, *, held: bool
) -> None:
    """Let the claim receive nothing, or let it go on."""
    await connection.execute(
        "UPDATE weekday_claims SET frozen = $3 WHERE claim_no = $2 AND market_code = $1",
        *(market_code, bill.own_no, held),
    )


def _bounds(bill: PooledEvidence, left_fen: int) -> tuple[int, int]:
    """Discount and whole cap of what is left of a bill, both counted from the whole."""
    whole_cap_fen = facts_of(bill).whole_cap_fen
    return bp_of(left_fen, bill.discount_bp), whole_cap_fen * left_fen // bill.amount_fen

"""Gathering what a settled bill's refund is decided from: balances, claims, lines, records."""

from collections.abc import Sequence
from datetime import datetime

from models import coupon, ledger
from models.database import Connection, statement
from models.ledger import Kind, account, kind_of, owner_of
from models.payout.custody import free_custody_fen
from models.payout.leg import MERCHANT, wallet_of
from models.pool.own import OwnRecord
from models.refund.evidence import Evidence
from models.refund.facts import Bill, Claim, Facts
from models.refund.programs import RECORDS
from models.refund.refusals import RETURNABLE
from models.refund.splits import (
    Split,
    Stage,
    carried_of,
    carried_rebate_of,
    kept_of,
    own_lines,
    payee_lines,
    stage_of,
    unfrozen_of,
)


async def gather(
    connection: Connection,
    market_code: int,
    bill: Bill,
    splits: Sequence[Split],
    earlier: Sequence[Evidence],
    paid_at: datetime,
    now: datetime,
) -> Facts:
    """The facts of a bill of which `splits` are the payouts and `earlier` the posted refunds."""
    claims = await _claims(connection, market_code, bill)
    records = await _records(connection, market_code, bill)
    payees = sorted({payee for payee in bill.parties if payee})
    late = await connection.fetch(
        "SELECT account_id, overdue_fen FROM carried"
        " WHERE market_code = $1 AND account_id = ANY($2::bigint[])",
        *(market_code, payees),
    )
    return Facts(
        bill=bill,
        phase="split" if stage_of(splits) is Stage.SPLIT else "held",
        claims=claims,
        balances=await _balances(connection, market_code, bill, payees, claims, records),
        overdue_fen=dict(late),
        carried=carried_of(splits, earlier),
        own_lines=own_lines(splits, earlier),
        payee_lines=payee_lines(splits, earlier, await _at_wechat(connection, payees)),
        kept_fen=kept_of(splits, earlier),
        unfrozen_fen=unfrozen_of(splits, earlier),
        custody_fen=max(0, await free_custody_fen(connection, market_code)),
        may_return=now - paid_at < RETURNABLE,
        records=records,
        carried_rebate_fen=carried_rebate_of(splits, earlier),
    )


async def _balances(
    connection: Connection,
    market_code: int,
    bill: Bill,
    payees: Sequence[int],
    claims: dict[int, Claim],
    records: Sequence[OwnRecord],
) -> dict[int, int]:
    """What lies in every account from which a refund of the bill may take."""
    store, payer = bill.merchant_no, bill.consumer_no
    asked = {wallet_of(claim.consumer_no) for claim in claims.values()}
    asked |= {*payees, account(Kind.PLATFORM), account(Kind.RESERVE, bill.queue_id)}
    asked |= {account(Kind.RECEIVABLE, store), account(Kind.MERCHANT, store)}
    asked |= {wallet_of(payer), account(Kind.REBATE, payer)}
    holders = {record.holder_id for record in records}
    purses = {holder for holder in holders if kind_of(holder) is Kind.COUPON}
    balances = await ledger.balances_of(connection, market_code, asked | (holders - purses))
    if purses:
        numbers = [owner_of(purse) for purse in purses]
        held = await coupon.purses_of(connection, market_code, numbers, lock=True)
        balances |= {purse: held[owner_of(purse)].free_fen for purse in purses}
    return balances


async def _records(connection: Connection, market_code: int, bill: Bill) -> Sequence[OwnRecord]:
    if bill.pooled is None:
        return ()
    return await RECORDS[bill.pooled.program].read(connection, market_code, bill.pooled)


async def _claims(connection: Connection, market_code: int, bill: Bill) -> dict[int, Claim]:
    numbers = {claim_no for claim_no, _ in bill.packets}
    rows = await connection.fetch(
        statement(__package__, "read_claims"), market_code, sorted(numbers | {bill.own_claim_no})
    )
    return {
        row["claim_no"]: Claim(
            **{
                **row,
                "packet_orders": tuple(row["packet_orders"]),
                "packet_fens": tuple(row["packet_fens"]),
            }
        )
        for row in rows
    }


async def _at_wechat(connection: Connection, payees: Sequence[int]) -> list[int]:
    """Those payees' accounts whose payees are merchant accounts at WeChat."""
    rows = await connection.fetch(
        "SELECT payee_no FROM payees WHERE payee_no = ANY($1::bigint[]) AND receiver_type = $2",
        *([owner_of(payee) for payee in payees], MERCHANT),
    )
    known = {row["payee_no"] for row in rows}
    return [payee for payee in payees if owner_of(payee) in known]

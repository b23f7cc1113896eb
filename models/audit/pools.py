"""The pools of a market while its journals are read again: each program lives through it once more.

Behind the first difference in a pool everything that follows may differ too, so a pool that
*derailed* is followed (its balance, its debts) and compared no more.
"""

from collections.abc import Set

from models.audit.finding import Report
from models.audit.programs import REPLAYS
from models.database import Connection
from models.ledger import Draft, JournalKind, Kind, kind_of, owner_of
from models.pool import POOLS, PooledEvidence, pool_no
from models.pool.own import Cut, OwnChange, OwnRecord, lower
from models.pool.replay import PoolReplay, ReplayFacts
from models.refund.evidence import Evidence
from models.refund.programs import RECORDS

_PROGRAMS = {number: program for program, number in POOLS.items()}
_STEP_BITS = 32

STEPS = frozenset({JournalKind.RELEASE, JournalKind.REDEMPTION})
"""The journals by which a pool gives."""


def pool_of_step(draft: Draft) -> int:
    """The pool that a release or a redemption is out of; 0 for none."""
    if draft.kind == JournalKind.RELEASE:
        return draft.subject_id >> _STEP_BITS
    reserves = (owner_of(number) for number in draft.accounts if kind_of(number) is Kind.RESERVE)
    return next((number for number in reserves if number in _PROGRAMS), 0)


class Pools:
    """The replays of a market's pools; `balances` are kept by whoever reads the journals."""

    def __init__(self, facts: ReplayFacts) -> None:
        self._balances = facts.balances
        self.replays: dict[str, PoolReplay] = {
            program: begin(facts) for program, begin in REPLAYS.items()
        }

    def of(self, pool: int) -> PoolReplay | None:
        """The replay of the pool of that number; None where nothing can live through it again."""
        return self.replays.get(_PROGRAMS.get(pool, ""))

    def changes_of(self, told: Evidence, bill: PooledEvidence, cut: Cut) -> list[OwnChange]:
        """What the refund `told` of must make of the bill's records.

        What lies in a wallet the journals say, what of a purse of coupons is held for orders they
        don't: of that only as much is believed as the purse has.
        """
        records = self.replays[bill.program].records(bill)
        shrink = RECORDS[bill.program].shrink
        taken: dict[int, int] = {}
        changes = []
        for place, record in enumerate(records):
            rebate_fen = 0 if place else told.rebate_fen
            holder_fen = self._holder_fen(told, place, record) - taken.get(record.holder_id, 0)
            change = lower(
                record, shrink(record, bill, cut), rebate_fen=rebate_fen, holder_fen=holder_fen
            )
            taken[record.holder_id] = taken.get(record.holder_id, 0) + change.from_holder_fen
            changes.append(change)
        return changes

    def _holder_fen(self, told: Evidence, place: int, record: OwnRecord) -> int:
        balance_fen = self._balances.get(record.holder_id, 0)
        if kind_of(record.holder_id) is Kind.COUPON:
            said = told.own[place].from_holder_fen if place < len(told.own) else 0
            return min(balance_fen, said)
        payers = bool(told.own) and record.holder_id == told.own[0].holder_id
        return balance_fen - (told.rebate_fen if payers and told.phase == "split" else 0)


async def check_tables(
    connection: Connection, report: Report, market_code: int, pools: Pools, derailed: Set[int]
) -> None:
    """Hold the tables of every program whose pool did not derail against its replay."""
    for program, replay in pools.replays.items():
        if pool_no(program) in derailed:
            continue
        for subject, detail in await replay.differences(connection, market_code):
            report.find("pool.table_differs", market_code, subject, detail)


def balances_after(balances: dict[int, int], draft: Draft) -> None:
    """Follow a journal; claims keep their own balance and are left out."""
    for account_id, fen in zip(draft.accounts, draft.amounts, strict=True):
        if kind_of(account_id) is not Kind.CLAIM:
            balances[account_id] = balances.get(account_id, 0) + fen

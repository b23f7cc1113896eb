"""Claims held against the replay: every claim is what its bills and packets make it."""

from typing import Any

from models.audit.finding import Report
from models.audit.journals import Reader
from models.database import Connection, statement
from models.packet_chain.rules import Claim

_BATCH = 1000
_FIELDS = (
    "consumer_no",
    "order_id",
    "opened_on",
    "cap_fen",
    "received_fen",
    "packet_count",
    "closed",
)


class ClaimCheck:
    """Compares claims in batches, so that no more than a thousand closed ones are in memory."""

    def __init__(self, report: Report, market_code: int, reader: Reader) -> None:
        self._report = report
        self._market_code = market_code
        self._reader = reader
        self.compared = 0

    async def compare_closed(self, connection: Connection) -> None:
        """Compare the claims that closed, once there are a thousand of them."""
        standing = self._reader.replay.queues.standing
        if len(standing.handed_out) >= _BATCH:
            closed, standing.handed_out = standing.handed_out, []
            await self._compare(connection, closed)

    async def compare_rest(self, connection: Connection) -> None:
        """Compare all that are left, and ask whether the table holds any more."""
        standing = self._reader.replay.queues.standing
        rest = standing.handed_out + standing.all_kept()
        for start in range(0, len(rest), _BATCH):
            await self._compare(connection, rest[start : start + _BATCH])
        kept = await connection.fetchval(
            "SELECT count(*) FROM claims WHERE market_code = $1", self._market_code
        )
        if kept != self.compared and not self._reader.derailed:
            detail = f"claims {kept}, opened by journals {self.compared}"
            self._report.find("claim.without_journal", self._market_code, "claims", detail)

    async def _compare(self, connection: Connection, claims: list[tuple[int, Claim]]) -> None:
        self.compared += len(claims)
        derailed = self._reader.derailed
        again = {claim.claim_no: (queue, claim) for queue, claim in claims if queue not in derailed}
        rows = await connection.fetch(
            statement(__package__, "claims"), self._market_code, list(again)
        )
        kept = {row["claim_no"]: row for row in rows}
        for claim_no, (queue_id, claim) in again.items():
            row = kept.get(claim_no)
            if difference := _difference(queue_id, claim, row) or self._taken(claim_no, row):
                self._report.find(
                    "claim.replay_differs", self._market_code, f"claim {claim_no}", difference
                )

    def _taken(self, claim_no: int, row: Any) -> str:
        """What refunds have cut and taken back."""
        standing = self._reader.replay.queues.standing
        again = standing.cut[claim_no], standing.taken_back[claim_no]
        stored = row["cut_fen"], row["taken_back_fen"]
        return "" if stored == again else f"cut and taken back: stored {stored}, again {again}"


def _difference(queue_id: int, claim: Claim, row: Any) -> str:
    if row is None:
        return "missing"
    if row["queue_id"] != queue_id:
        return f"queue_id: stored {row['queue_id']}, again {queue_id}"
    for name in _FIELDS:
        if row[name] != getattr(claim, name):
            return f"{name}: stored {row[name]}, again {getattr(claim, name)}"
    if (row["packet_orders"], row["packet_fens"]) != (claim.new_orders, claim.new_fens):
        return "other packets"
    return ""

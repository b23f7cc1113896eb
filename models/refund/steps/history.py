"""What became of the steps of refunds, and those that somebody has to look at."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from models.database import Connection, statement
from models.refund.steps.step import number_of


class StepFacts(Struct, frozen=True, kw_only=True):
    """One step as people may see it; times are market time, `receiver_id` as in a payout."""

    refund_id: int
    step_id: int
    kind: str
    round: int
    state: str
    amount_fen: int
    receiver_id: int | None
    result: str
    tries: int
    last_error: str | None
    words: str | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_return(self) -> bool:
        return self.kind == "return"

    @property
    def number(self) -> str:
        """Its number at WeChat."""
        return number_of(self.step_id, self.kind)


async def of_refunds(
    connection: Connection, market_code: int, refund_ids: Sequence[int]
) -> dict[int, list[StepFacts]]:
    """The steps of these refunds by refund, oldest first."""
    rows = await connection.fetch(
        statement(__package__, "of_refunds"), market_code, list(refund_ids)
    )
    steps: dict[int, list[StepFacts]] = {number: [] for number in refund_ids}
    for row in rows:
        steps[row["refund_id"]].append(StepFacts(**row))
    return steps


async def dead_letters(connection: Connection, market_code: int, *, limit: int) -> list[StepFacts]:
    """Steps that somebody has to look at, oldest first."""
    rows = await connection.fetch(statement(__package__, "dead_letters"), market_code, limit)
    return [StepFacts(**row) for row in rows]

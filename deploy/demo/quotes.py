"""What was said before paying, held against what came of it."""

from collections.abc import Mapping

import msgspec

from deploy.demo.options import MARKET
from deploy.demo.phone import Quoted
from models.database import Database
from models.ids import write_id
from models.ledger import JournalKind
from models.packet_chain.evidence import read_evidence

_STATEMENT = """
SELECT j.subject_id, j.evidence, c.cap_fen, c.received_fen
FROM journals AS j
LEFT JOIN claims AS c ON c.market_code = j.market_code AND c.order_id = j.subject_id
WHERE j.market_code = $1 AND j.kind = $2
ORDER BY j.seq
"""


class Outcome(msgspec.Struct):
    """Counts of bills. A bill that joined the claim of its day has none of its own."""

    compared: int = 0
    discount_as_quoted: int = 0
    fund_as_quoted: int = 0
    claims: int = 0
    claims_within_cap: int = 0
    joined: int = 0


async def compare(database: Database, quotes: Mapping[str, Quoted]) -> Outcome:
    """Compare every quote that a phone kept with the journal of its bill."""
    outcome = Outcome()
    async with database.connection() as connection, connection.transaction():
        async for order_id, text, cap_fen, received_fen in connection.cursor(
            _STATEMENT, *(MARKET, JournalKind.SETTLEMENT), prefetch=500
        ):
            quoted = quotes.get(write_id("ord", order_id))
            if quoted is None:
                continue
            found = read_evidence(text)
            outcome.compared += 1
            outcome.discount_as_quoted += found.discount_fen == quoted.discount_fen
            outcome.fund_as_quoted += found.fund_fen == quoted.fund_fen
            if cap_fen is None:
                outcome.joined += 1
            else:
                outcome.claims += 1
                # Later bills of the same day raise a claim's cap, so it may be above its quote.
                outcome.claims_within_cap += received_fen <= cap_fen and cap_fen >= quoted.cap_fen
    return outcome

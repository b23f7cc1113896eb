"""What a bounty is and what it needs: chosen for merchants that join later, never changed."""

from datetime import datetime

from models.database import Connection
from models.refusal import Refusal
from models.role.rules import BountyTerms


class BountyTermsNotForward(Refusal):
    """Terms of bounties apply forward, and later than those chosen before."""

    code = "bounty.terms_not_forward"


async def choose_bounty_terms(
    connection: Connection, *, market_code: int, terms: BountyTerms, effective_at: datetime
) -> None:
    """Give other terms for merchants that join from `effective_at` on; market 0: everywhere.

    Raises `BountyTermsNotForward`; the database refuses terms that could never be met.
    """
    chosen = await connection.fetchval(
        "INSERT INTO bounty_terms SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS ("
        " SELECT FROM bounty_terms WHERE market_code = $1 AND effective_at >= $2)"
        " AND NOT EXISTS (SELECT FROM merchants"
        " WHERE (market_code = $1 OR $1 = 0) AND created_at >= $2) RETURNING market_code",
        *(market_code, effective_at, terms.amount_fen, terms.bills, terms.consumers),
        terms.least_bill_fen,
    )
    if chosen is None:
        raise BountyTermsNotForward(market_code=market_code)

"""Posting: journals appended, balances moved, head advanced, all in the caller's transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from models.copying import array_text, copy_lines, escape
from models.database import Connection, statement
from models.ledger.chart import keeps_own_balance
from models.ledger.journal import FIRST_HASH, Draft, Head, link_texts
from models.refusal import Refusal


class MarketWithoutBooks(Refusal):
    """Nobody opened books for this market."""

    code = "ledger.market_unknown"


async def open_books(connection: Connection, market_code: int) -> None:
    """Start the chain of a market; opening it again changes nothing."""
    await connection.execute(
        "INSERT INTO ledger_heads VALUES ($1, 0, $2) ON CONFLICT DO NOTHING",
        market_code,
        FIRST_HASH,
    )


async def lock_head(connection: Connection, market_code: int) -> Head:
    """Become the market's one writer until this transaction ends."""
    row = await connection.fetchrow(
        "SELECT seq, hash FROM ledger_heads WHERE market_code = $1 FOR UPDATE", market_code
    )
    if row is None:
        raise MarketWithoutBooks(market_code=market_code)
    return Head(seq=row["seq"], hash=row["hash"])


async def post(
    connection: Connection,
    market_code: int,
    head: Head,
    drafts: Sequence[Draft],
    *,
    posted_at: datetime,
) -> Head:
    """Append `drafts` in their order behind `head` (which `lock_head` gave) and move balances.

    Returns the new head. The database refuses a draft that does not add up to zero, one whose kind
    and subject stand in the book already, and any balance on the wrong side of zero.
    """
    if not drafts:
        return head
    lines = []
    moment = posted_at.isoformat()
    seq, previous = head.seq, head.hash
    moved: defaultdict[int, int] = defaultdict(int)
    for draft in drafts:
        seq += 1
        accounts, amounts = array_text(draft.accounts), array_text(draft.amounts)
        previous = link_texts(market_code, seq, posted_at, draft, accounts, amounts, previous)
        lines.append(
            f"{market_code}\t{seq}\t{int(draft.kind)}\t{draft.subject_id}\t{moment}\t{accounts}"
            f"\t{amounts}\t{escape(draft.evidence)}\t\\\\x{previous.hex()}"
        )
        for account_id, amount_fen in zip(draft.accounts, draft.amounts, strict=True):
            moved[account_id] += amount_fen
    await copy_lines(connection, "journals", lines)
    await _move_balances(connection, market_code, moved)
    await connection.execute(
        "UPDATE ledger_heads SET seq = $2, hash = $3 WHERE market_code = $1",
        market_code,
        seq,
        previous,
    )
    return Head(seq=seq, hash=previous)


async def _move_balances(
    connection: Connection, market_code: int, moved: Mapping[int, int]
) -> None:
    """Move the balances that are kept here; claims keep their own (`Kind.CLAIM`)."""
    accounts = sorted([known for known in moved if not keeps_own_balance(known)])
    await connection.execute(
        statement(__package__, "move_balances"),
        market_code,
        accounts,
        [moved[account_id] for account_id in accounts],
    )

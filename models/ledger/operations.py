"""Posting: journals appended, balances moved, head advanced, all in the caller's transaction."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from models.arrays import array_text
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


async def lock_head(connection: Connection, market_code: int, *, plans_hold: bool = False) -> Head:
    """Become the market's one writer until this transaction ends.

    `plans_hold`: the statements that follow find their rows by one index only, however young the
    market, so they may be planned once a session from the first.
    """
    row = await connection.fetchrow(statement(__package__, "lock_head"), market_code, plans_hold)
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
    first = head.seq + 1
    hashes, accounts, amounts = [], [], []
    moved: defaultdict[int, int] = defaultdict(int)
    previous = head.hash
    for seq, draft in enumerate(drafts, start=first):
        accounts.append(array_text(draft.accounts))
        amounts.append(array_text(draft.amounts))
        previous = link_texts(
            market_code, seq, posted_at, draft, accounts[-1], amounts[-1], previous
        )
        hashes.append(previous)
        for account_id, amount_fen in zip(draft.accounts, draft.amounts, strict=True):
            moved[account_id] += amount_fen
    new_head = Head(seq=head.seq + len(drafts), hash=previous)
    kept_here = sorted([known for known in moved if not keeps_own_balance(known)])
    await connection.execute(
        statement(__package__, "post"),
        market_code,
        posted_at,
        array_text(list(range(first, first + len(drafts)))),
        array_text([int(draft.kind) for draft in drafts]),
        array_text([draft.subject_id for draft in drafts]),
        accounts,
        amounts,
        [draft.evidence for draft in drafts],
        hashes,
        array_text(kept_here),
        array_text([moved[account_id] for account_id in kept_here]),
        *(new_head.seq, new_head.hash),
    )
    return new_head

"""The lines of a statement: which bill, what of it, at which rate, and where the money is.

A line of a bill is *held* until its payout begins, then *on its way*, then *paid*. *Late* is what
its own payout could not deliver: it joins later ones, and which of them pays which old line nobody
says, so such lines are paid once nothing of the account is late any more.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final, Literal

from msgspec import Struct, json

from models import rulebook
from models.database import Connection, statement
from models.ledger import JournalKind
from models.money import bp_of
from models.payout.carrying import carried_of
from models.role.period import Period
from models.role.statement import role_of
from models.rulebook.parties import PARTIES

State = Literal["held", "on_its_way", "paid", "late", "refunded"]
WHAT: Final = {
    JournalKind.SETTLEMENT: "earned",
    JournalKind.BOUNTY: "bounty",
    JournalKind.REFUND: "refunded",
    JournalKind.PAYOUT_SENT: "sent",
    JournalKind.PAYOUT_FINISHED: "came_back",
}
"""What moved the account, by the kind of journal; anything else is `other`."""


class Share(Struct, frozen=True, kw_only=True):
    """`fen` of a bill for one part: `rate_bp` of `of_fen`, which is its discount or turnover."""

    party: str
    basis: str
    rate_bp: int
    of_fen: int
    fen: int


class Line(Struct, frozen=True, kw_only=True):
    """One movement of an account; `shares` and `state` are said of what a bill earned.

    `withholding_fen` is what would be withheld at the rate of then.
    """

    account_id: int
    seq: int
    posted_at: datetime
    role: str
    what: str
    fen: int
    nature: str
    withheld_bp: int
    withholding_fen: int
    order_id: int | None
    merchant_no: int | None
    shares: tuple[Share, ...]
    state: State | None


async def lines_of(
    connection: Connection,
    market_code: int,
    accounts: Collection[int],
    period: Period,
    *,
    limit: int,
    before: tuple[int, int] | None = None,
) -> list[Line]:
    """Lines of these accounts within a period, newest first; `copy_earnings` first.

    `before` is the (seq, account_id) of the last line that was seen.
    """
    seq, account_id = before or (None, None)
    rows = await connection.fetch(
        statement(__package__, "statement_lines"),
        *(market_code, list(accounts), period.from_at, period.until_at, seq, account_id, limit),
    )
    late = await carried_of(connection, market_code, {row["account_id"] for row in rows})
    late_accounts = {number for number, one in late.items() if one.overdue_fen}
    books = {
        row["book_no"]: (
            await rulebook.load_no(connection, market_code=market_code, book_no=row["book_no"])
        ).book
        for row in rows
        if row["kind"] == JournalKind.SETTLEMENT
    }
    return [_line(row, books, row["account_id"] in late_accounts) for row in rows]


def _line(row: Mapping[str, Any], books: Mapping[int, rulebook.Book], late: bool) -> Line:
    settled = row["kind"] == JournalKind.SETTLEMENT
    taxed = row["kind"] in (JournalKind.SETTLEMENT, JournalKind.REFUND, JournalKind.BOUNTY)
    return Line(
        account_id=row["account_id"],
        seq=row["seq"],
        posted_at=row["posted_at"],
        role=role_of(row["account_id"]),
        what=WHAT.get(row["kind"], "other"),
        fen=row["fen"],
        nature=row["nature"],
        withheld_bp=row["withheld_bp"],
        withholding_fen=_part(row["fen"], row["withheld_bp"]) if taxed else 0,
        order_id=row["order_id"],
        merchant_no=row["merchant_no"],
        shares=tuple(_shares(row, books[row["book_no"]])) if settled else (),
        state=_state(row, late) if settled else None,
    )


def _shares(row: Mapping[str, Any], book: rulebook.Book) -> list[Share]:
    """The parts of the bill that are this account's: an agent may have several."""
    parts = dict(json.decode(row["parts"], type=tuple[tuple[str, int], ...]))
    mine = {
        party
        for party, account_id in zip(PARTIES, row["parties"], strict=True)
        if account_id == row["account_id"]
    }
    amounts = {"turnover": row["amount_fen"]}
    amounts["discount"] = bp_of(row["amount_fen"], row["discount_bp"])
    return [
        Share(
            party=line.party,
            basis=line.basis,
            rate_bp=line.rate_at(row["discount_bp"]),
            of_fen=amounts[line.basis],
            fen=parts[line.party],
        )
        for line in book.lines
        if line.party in mine and line.party in parts
    ]


def _state(row: Mapping[str, Any], late: bool) -> State:
    left_fen = row["fen"] + row["back_fen"]
    if row["under_way"]:
        return "on_its_way"
    if not row["payouts"]:
        return "held" if left_fen > 0 else "refunded"
    if row["got_fen"] >= left_fen or not late:
        return "paid"
    return "late"


def _part(fen: int, withheld_bp: int) -> int:
    """The same for what comes and what is taken back, floored towards nothing."""
    return bp_of(abs(fen), withheld_bp) * (1 if fen > 0 else -1)

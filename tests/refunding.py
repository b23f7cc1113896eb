"""A market whose bills are settled, paid out and refunded by the real thing; WeChat is played."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from models import payout, refund
from models.audit import Report
from models.audit.operations import audit_market
from models.database import Connection, Database
from models.idempotency import IdempotencyKey, idempotency_key
from models.ledger import Kind, account, kind_of, owner_of
from models.outbox import Promise
from models.packet_chain import QueueMemory
from models.payout.answers import Ended, Heard, Moment
from models.payout.leg import PAYEES, Leg, Party
from models.payout.promises import DRIVE
from models.refund.steps.course import read_courses
from models.refund.steps.finishing import finish
from tests.settling import MERCHANT, NOW, Paid, add_bills, open_market, seeds, settle

SUB_MCHID = "1900000109"
PAYEE_KINDS = {
    1: ("MERCHANT_ID", "1911000001"),
    2: ("PERSONAL_OPENID", "o-bd"),
    3: ("MERCHANT_ID", SUB_MCHID),
    4: ("MERCHANT_ID", "1911000004"),
}
"""The bills' payees: a merchant account, a person, the store itself, another merchant account."""

Fate = Callable[[Leg], str]
_ids = count(1_000)


def fresh_id() -> int:
    """An id that nobody has."""
    return next(_ids)


def arrives(_: Leg) -> str:
    """The fate of a line that WeChat delivers."""
    return "SUCCESS"


def unfrozen(leg: Leg) -> str:
    """WeChat never had the split and gave the store its money back; its own part is with it."""
    return (
        "SUCCESS"
        if kind_of(leg.account_id) in PAYEES and owner_of(leg.account_id) == 3
        else ("UNFROZEN")
    )


@dataclass
class Market:
    """One market; `now` is its time, `memory` a settler's who never forgets by himself."""

    database: Database
    code: int
    now: datetime = NOW
    memory: QueueMemory = field(default_factory=QueueMemory)

    async def settle(self, *bills: Paid) -> None:
        """Let bills be paid and settled."""
        await add_bills(self.database, self.code, bills)
        assert await settle(self.database, self.code, now=self.now, memories=[self.memory]) == len(
            bills
        )

    async def pay_out(self, *order_ids: int, fate: Fate = arrives, ends: bool = True) -> int:
        """Pay orders out; returns how many were begun. Unless it `ends`, WeChat is silent."""
        async with self.database.transaction() as connection:
            orders = await payout.order.read_orders(
                connection, [(self.code, number) for number in order_ids]
            )
            parties = {receiver: party_of(receiver) for one in orders for receiver in one.receivers}
            await connection.executemany(
                "INSERT INTO receivers (market_code, sub_mchid, receiver_id, state, used_at)"
                " VALUES ($1, $2, $3, 'added', $4) ON CONFLICT DO NOTHING",
                [(self.code, SUB_MCHID, receiver, self.now) for receiver in parties],
            )
            prepared = await payout.prepare(
                connection,
                self.code,
                orders,
                parties=parties,
                fresh_id=fresh_id,
                now=self.now,
                wire_now=self.now,
            )
        if ends:
            await self.hear(prepared.payouts, fate)
        return len(prepared.payouts)

    async def hear(self, payouts: Sequence[payout.payout.Payout], fate: Fate = arrives) -> None:
        """Let WeChat end these payouts and whatever comes after them."""
        while payouts:
            heard = [
                Heard(
                    one,
                    Promise(self.code, DRIVE, one.payout_id, 0),
                    Ended(tuple(fate(leg) for leg in one.legs if leg.under_way)),
                )
                for one in payouts
            ]
            at = Moment(self.now, self.now, 0.5)
            async with self.database.transaction() as connection:
                payouts = await payout.record(
                    connection, self.code, heard, at=at, fresh_id=fresh_id
                )

    async def hear_all(self) -> None:
        """Let WeChat end every payout that is under way."""
        async with self.database.connection() as connection:
            rows = await connection.fetch(
                "SELECT payout_id FROM payouts WHERE market_code = $1 AND state <> 'finished'",
                self.code,
            )
            some = await payout.payout.read_payouts(connection, [(self.code, r[0]) for r in rows])
        await self.hear(some)

    async def preview(self, order_id: int, amount_fen: int, **who: int) -> refund.Preview:
        """What a refund would do."""
        async with self.database.connection() as connection:
            return await refund.preview(
                connection,
                market_code=self.code,
                order_id=order_id,
                amount_fen=amount_fen,
                now=self.now,
                **who,
            )

    async def give(
        self,
        order_id: int,
        amount_fen: int,
        *,
        shown: str | None = None,
        key: str | None = None,
        request: str = "",
    ) -> int:
        """Let the store refund; returns the refund's id."""
        refund_id = fresh_id()
        async with self.database.transaction() as connection:
            asked = await refund.give(
                connection,
                market_code=self.code,
                order_id=order_id,
                merchant_no=MERCHANT,
                refund_id=refund_id,
                amount_fen=amount_fen,
                reason="菜品售罄",
                shown=shown,
                now=self.now,
                fresh_id=fresh_id,
                idempotency=_key("merchant", key or f"give-{refund_id}", request),
            )
        return asked.refund_id

    async def ask(self, order_id: int, consumer_no: int, amount_fen: int) -> int:
        """Let the payer ask; returns the refund's id."""
        refund_id = fresh_id()
        async with self.database.transaction() as connection:
            await refund.ask(
                connection,
                market_code=self.code,
                order_id=order_id,
                consumer_no=consumer_no,
                refund_id=refund_id,
                amount_fen=amount_fen,
                reason="多付了",
                shown=None,
                now=self.now,
                idempotency=_key(f"consumer:{consumer_no}", f"ask-{refund_id}"),
            )
        return refund_id

    async def approve(self, refund_id: int, *, shown: str | None = None) -> bool:
        """Let the store give what was asked for."""
        async with self.database.transaction() as connection:
            return await refund.approve(
                connection,
                market_code=self.code,
                refund_id=refund_id,
                merchant_no=MERCHANT,
                shown=shown,
                now=self.now,
                fresh_id=fresh_id,
            )

    async def post_waiting(self, *refund_ids: int) -> list[int]:
        """What a worker does about approved refunds."""
        async with self.database.transaction() as connection:
            return await refund.post_waiting(
                connection, self.code, refund_ids, now=self.now, fresh_id=fresh_id
            )

    async def finish(self, refund_id: int) -> None:
        """Let WeChat have paid back; what it does to the book is its steps' own matter."""
        async with self.database.transaction() as connection:
            courses = await read_courses(connection, [(self.code, refund_id)])
            await finish(connection, courses[self.code, refund_id], self.now)
        self.now += timedelta(minutes=1)

    async def evidence(self, refund_id: int) -> refund.evidence.Evidence:
        """What a posted refund says of itself."""
        async with self.database.connection() as connection:
            told = await refund.history.evidence_of(connection, self.code, refund_id)
        assert told is not None
        return told

    async def rows(self, question: str, *arguments: object) -> list[tuple[object, ...]]:
        """Rows of the market, which the question knows as $1."""
        async with self.database.connection() as connection:
            found = await connection.fetch(question, self.code, *arguments)
        return [tuple(row) for row in found]

    async def balance(self, kind: Kind, owner: int = 0) -> int:
        """The balance of one account."""
        rows = await self.rows(
            "SELECT balance_fen FROM balances WHERE market_code = $1 AND account_id = $2",
            account(kind, owner),
        )
        return int(rows[0][0]) if rows else 0  # type: ignore[call-overload,no-any-return]

    async def claim(self, order_id: int) -> dict[str, object]:
        """The claim that a bill opened."""
        async with self.database.connection() as connection:
            row = await connection.fetchrow(
                "SELECT * FROM claims WHERE market_code = $1 AND order_id = $2", self.code, order_id
            )
        return dict(row)

    async def audit(self) -> None:
        """An audit finds nothing, but that the bills came without messages and published draws."""
        report = Report()
        await audit_market(self.database, report, self.code, seeds=seeds)
        unheard = {"payment.without_notice", "draw.without_commitment"}
        found = [one for one in report.findings if one.code not in unheard]
        assert found == [], found

    async def check(self) -> None:
        """The books are right: see `check_books`."""
        async with self.database.connection() as connection:
            await check_books(connection, self.code)


async def open_refunding(database: Database, **changed: object) -> Market:
    """A market with books, a rule book, and its payees."""
    code = await open_market(database, **changed)
    async with database.transaction() as connection:
        await connection.executemany(
            "INSERT INTO payees (payee_no, name, receiver_type, account, openid_index,"
            " openid_sealed, openid_key, created_at) VALUES ($1, 'payee', $2, $3, $4, $5, $6, $7)"
            " ON CONFLICT DO NOTHING",
            [
                (number, kind, name, None, None, None, NOW)
                if kind == "MERCHANT_ID"
                else (number, kind, None, name, b"sealed", 1, NOW)
                for number, (kind, name) in PAYEE_KINDS.items()
            ],
        )
    return Market(database, code)


async def check_books(connection: Connection, market_code: int, *, packets: int = 20) -> None:
    """Everything adds up to nothing, balances follow from journals, claims from their packets."""
    posted: Counter[int] = Counter()
    for row in await connection.fetch(
        "SELECT accounts, amounts FROM journals WHERE market_code = $1", market_code
    ):
        assert sum(row["amounts"]) == 0
        for account_id, fen in zip(row["accounts"], row["amounts"], strict=True):
            posted[account_id] += fen
    balances = dict(
        await connection.fetch(
            "SELECT account_id, balance_fen FROM balances WHERE market_code = $1", market_code
        )
    )
    elsewhere = (Kind.CLAIM, Kind.COUPON)
    assert {n: fen for n, fen in posted.items() if kind_of(n) not in elsewhere and fen} == {
        n: fen for n, fen in balances.items() if fen
    }
    for claim in await connection.fetch("SELECT * FROM claims WHERE market_code = $1", market_code):
        net_fen = claim["received_fen"] - claim["cut_fen"] - claim["taken_back_fen"]
        unpaid_fen = claim["received_fen"] - claim["cut_fen"] - claim["paid_fen"]
        assert posted[account(Kind.CLAIM, claim["claim_no"])] == unpaid_fen
        assert claim["received_fen"] == sum(claim["packet_fens"])
        assert 0 <= net_fen <= claim["cap_fen"]
        assert claim["closed"] == (claim["packet_count"] >= packets or net_fen == claim["cap_fen"])
    debts = {owner_of(n): -fen for n, fen in balances.items() if kind_of(n) is Kind.DEBT and fen}
    recoveries = {
        owner_of(n): fen for n, fen in balances.items() if kind_of(n) is Kind.RECOVERY and fen
    }
    assert debts == recoveries


def party_of(receiver: int) -> Party:
    """How the played WeChat knows a receiver."""
    if kind_of(receiver) is Kind.WALLET:
        return "PERSONAL_OPENID", f"o-{owner_of(receiver)}"
    if kind_of(receiver) is Kind.CUSTODY:
        return "MERCHANT_ID", "1900000001"
    return PAYEE_KINDS[owner_of(receiver)]


def fails(consumers: Iterable[int], reason: str = "RECEIVER_HIGH_RISK") -> Fate:
    """Lines of these persons fail, all others arrive."""
    persons = {account(Kind.WALLET, number) for number in consumers}
    return lambda leg: reason if leg.receiver_id in persons else "SUCCESS"


def _key(owner: str, key: str, request: str = "") -> IdempotencyKey:
    return idempotency_key(owner=owner, key=key, request=request.encode())

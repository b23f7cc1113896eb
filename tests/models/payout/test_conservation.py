"""Whatever is drawn, owed and refused: no fen is lost, none is made, all that is owed lies there.

The pure rules play whole lives of orders: plan, journal, results of every kind, rescue, unfreeze.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.ledger import Draft, Kind, account, kind_of
from models.payout import journals
from models.payout.answers import Ended, Moment, after
from models.payout.carrying import Carried, after_plans, late_fen
from models.payout.following import carried_after, just_ended, next_step
from models.payout.leg import PLATFORM, lines_of, wallet_of
from models.payout.lifecycle import State, Step
from models.payout.order import DueOrder, Packet
from models.payout.payout import Payout
from models.payout.plan import Means
from models.payout.purse import MOST_LINES
from models.payout.reasons import OWN, PENDING, SUCCESS
from models.payout.rules import plan, spend

START = datetime(2026, 3, 1, tzinfo=UTC)
STORE, US = ("MERCHANT_ID", "1900000109"), ("MERCHANT_ID", "1900000100")
PAYEES = [account(Kind.LOCKER, 1), account(Kind.BD, 2), account(Kind.AGENT, 3)]
PARTIES = {wallet_of(n): ("PERSONAL_OPENID", f"o-{n}") for n in range(1, 8)} | {
    PAYEES[0]: STORE,
    PAYEES[1]: ("PERSONAL_OPENID", "o-1"),
    PAYEES[2]: ("MERCHANT_ID", "1911"),
    PLATFORM: US,
}
PARTIES |= {account(Kind.MERCHANT, number): STORE for number in range(1, 6)}
FAILURES = ["RECEIVER_HIGH_RISK", "RECEIVER_REAL_NAME_NOT_VERIFIED", "NO_RELATION"]

packets = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 300)), max_size=20)
parts = st.lists(st.integers(0, 80), min_size=3, max_size=3)
refunds = st.tuples(st.integers(0, 90), st.integers(1, 7), st.integers(0, 90))
bills = st.lists(st.tuples(st.integers(0, 600), packets, parts, refunds), min_size=1, max_size=5)
QUEUE = account(Kind.RESERVE, 1)


class Books:
    """A market's balances, moved by journals alone."""

    def __init__(self) -> None:
        self.balances: Counter[int] = Counter()
        self.carried: dict[int, Carried] = {}
        self.debts: dict[int, dict[int, int]] = {}
        self.now = START
        self._ids = iter(range(1, 10_000))

    def post(self, draft: Draft | None) -> None:
        if draft:
            assert sum(draft.amounts) == 0
            for account_id, fen in zip(draft.accounts, draft.amounts, strict=True):
                self.balances[account_id] += fen
            for account_id in draft.accounts:
                place = kind_of(account_id) < Kind.WALLET
                assert self.balances[account_id] * (-1 if place else 1) >= 0, account_id

    def settle(self, number: int, bill: tuple) -> DueOrder:
        """An order whose packets may be larger than its discount: the reserve gave the rest."""
        discount_fen, drawn, shares, _ = bill
        claims = [Packet(number * 100 + n, who, fen) for n, (who, fen) in enumerate(drawn)]
        given = Counter({account(Kind.CLAIM, one.claim_no): one.fen for one in claims})
        given.update(dict(zip(PAYEES, shares, strict=True)))
        missing_fen = max(0, given.total() - discount_fen)
        self.balances[account(Kind.RESERVE, 1)] += missing_fen
        self.balances[PLATFORM] -= missing_fen
        given[account(Kind.RESERVE, 1)] = -missing_fen
        given[account(Kind.PLATFORM)] = discount_fen - given.total()
        frozen = account(Kind.FROZEN, number)
        accounts, amounts = [frozen, *given], [-discount_fen, *given.values()]
        self.post(Draft(1, number, accounts, amounts, "{}"))
        return DueOrder(
            market_code=330100,
            order_id=number,
            merchant_no=number,
            sub_mchid=STORE[1],
            transaction_id="42",
            paid_at=self.now,
            hold_seconds=60,
            discount_fen=discount_fen,
            packets=tuple(claims),
            parts=tuple((p, fen) for p, fen in zip(PAYEES, shares, strict=True) if fen),
        )

    def refund(self, number: int, owed_fen: int, who: int, overpaid_fen: int) -> None:
        """What refunds leave open: something owed to a store, somebody overpaid."""
        self.post(
            Draft(
                4,
                number,
                [account(Kind.MERCHANT, number), PLATFORM],
                [owed_fen, -owed_fen],
                "{}",
            )
        )
        debt, recovery = account(Kind.DEBT, 9_000 + number), account(Kind.RECOVERY, 9_000 + number)
        self.post(Draft(4, number, [debt, recovery], [-overpaid_fen, overpaid_fen], "{}"))
        self.debts.setdefault(wallet_of(who), {})[debt] = QUEUE

    def pay(self, order: DueOrder, data: st.DataObject) -> None:
        """The order's whole payout, with a fate for every line."""
        barred = {n: one.reason for n, one in self.carried.items() if one.bars(self.now)}
        overdue = {n: one.overdue_fen for n, one in self.carried.items()}
        means = Means(PARTIES, self.balances.copy(), overdue, barred, (), self.debts)
        planned = plan(order, means)
        lines = lines_of(planned.legs, PARTIES)
        assert len(lines) <= MOST_LINES
        assert STORE not in lines
        going = [leg for leg in planned.legs if leg.result in (PENDING, OWN)]
        assert sum(leg.fen for leg in going) == order.discount_fen
        spend(planned, means)
        for n, one in after_plans([planned], means, self.carried, self.now).items():
            self.carried[n] = one
            if not late_fen(n, means):
                del self.carried[n]
        self.post(journals.sent(1, planned.legs, "{}", planned.recovers))
        debts = (
            Kind.CLAIM,
            Kind.WALLET,
            Kind.LOCKER,
            Kind.BD,
            Kind.AGENT,
            Kind.DEBT,
            Kind.MERCHANT,
        )
        spent = {n: fen for n, fen in means.owed.items() if kind_of(n) in debts}
        assert spent == {n: self.balances[n] for n in spent}
        payout: Payout | None = Payout(
            market_code=330100,
            payout_id=next(self._ids),
            order_id=order.order_id,
            step=Step.SPLIT,
            round=1,
            state=State.PREPARED,
            merchant_no=order.merchant_no,
            sub_mchid=order.sub_mchid,
            transaction_id="42",
            closes_at=order.closes_at,
            legs=planned.legs,
        )
        while payout:
            payout = self._end(payout, data)

    def _end(self, payout: Payout, data: st.DataObject) -> Payout | None:
        fates = {}
        for party in lines_of(payout.legs, PARTIES):
            fine = payout.step is Step.UNFREEZE or payout.round > 2
            some = st.just(SUCCESS) if fine else st.sampled_from([SUCCESS, SUCCESS, *FAILURES])
            fates[party] = data.draw(some)
        results = [fates[PARTIES[leg.receiver_id]] for leg in payout.legs if leg.under_way]
        ended = after(payout, Ended(tuple(results)), Moment(self.now, self.now, 0))
        legs = just_ended(payout, ended)
        self.post(journals.finished(payout.payout_id, payout.merchant_no, legs, "{}"))
        failed = [leg for leg in legs if leg.result != SUCCESS]
        self.carried |= carried_after(failed, self.carried, self.now)
        return next_step(ended, legs, payout_id=next(self._ids), rest_until=self.now)


@settings(max_examples=200, deadline=None)
@given(bills=bills, data=st.data())
def test_no_fen_is_lost_and_none_is_made(bills: list, data: st.DataObject) -> None:
    books = Books()
    for number, bill in enumerate(bills, start=1):
        order = books.settle(number, bill)
        books.refund(number, *bill[3])
        before = {
            who: -sum(books.balances[debt] for debt in books.debts.get(wallet_of(who), {}))
            for who in range(1, 8)
        }
        books.pay(order, data)
        balances = books.balances
        assert balances.total() == 0
        assert balances[account(Kind.FROZEN, number)] == 0
        assert balances[account(Kind.PAYING)] == 0
        sent = [(one.consumer_no, one.fen) for one in order.packets]
        for who in {who for who, _ in sent}:
            debts = books.debts.get(wallet_of(who), {})
            left_fen = -sum(balances[debt] for debt in debts)
            assert not left_fen or before[who] - left_fen == sum(f for w, f in sent if w == who), (
                "whoever still owes something was sent nothing"
            )
        for number_before in range(1, number + 1):
            claim_no = 9_000 + number_before
            debt = balances[account(Kind.DEBT, claim_no)]
            assert debt == -balances[account(Kind.RECOVERY, claim_no)]
        claims = [fen for n, fen in balances.items() if kind_of(n) is Kind.CLAIM]
        assert not any(claims), "a packet is paid or in a wallet"
        for n, fen in balances.items():
            if kind_of(n) is Kind.WALLET:
                assert (fen > 0) == (n in books.carried), "who waits knows why"
            if n in PAYEES:
                known = books.carried.get(n)
                assert fen == (known.overdue_fen if known else 0)
        books.now += timedelta(days=data.draw(st.sampled_from([0, 1, 40])))

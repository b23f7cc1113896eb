"""Whatever filled a pool, was paid with coupons, refunded in parts: no fen is lost, none made."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from models import rulebook
from models.ledger import Kind, account, kind_of
from models.payout.leg import PLATFORM, wallet_of
from models.pool import PooledEvidence
from models.pool.own import Cut, OwnRecord
from models.refund.decision import Decision
from models.refund.facts import Bill, Facts, Line
from models.refund.rules import decide
from models.refund.shrinking import amount_of_cash, coupons_left, shrink
from models.rulebook.allocation import Allocation
from models.rulebook.parties import PARTIES
from models.settlement.rules import coupon_discount_fen

_AT = datetime(2026, 1, 1, tzinfo=UTC)
ALLOCATIONS = [
    rulebook.compile_allocation(make(market_code=330100, effective_at=_AT))
    for make in (rulebook.default_weekday_pool_book, rulebook.default_green_points_book)
]
STORE, PAYER, POOL = 11, 99, 3
PAYEES = (account(Kind.LOCKER, 1), account(Kind.BD, 2), 0, account(Kind.AGENT, 3), 0, 0)
RESERVE, WALLET, PURSE = account(Kind.RESERVE, POOL), wallet_of(PAYER), account(Kind.COUPON, PAYER)
REBATE, OWED = account(Kind.REBATE, PAYER), account(Kind.MERCHANT, STORE)
FROZEN, RECEIVABLE = account(Kind.FROZEN, STORE), account(Kind.RECEIVABLE, STORE)
NEVER_BELOW = (Kind.WALLET, Kind.COUPON, Kind.REBATE, Kind.MERCHANT, Kind.RESERVE, Kind.PLATFORM)


@dataclass
class World:
    """One bill, the accounts around it, and the caps that its records had from the whole bill."""

    allocation: Allocation
    facts: Facts
    caps_fen: tuple[int, ...]
    moved: dict[int, int] = field(default_factory=dict)

    def shrink(self, record: OwnRecord, _: PooledEvidence, cut: Cut) -> OwnRecord:
        cap_fen = self.caps_fen[record.record_no] * cut.after_fen // cut.amount_fen
        return structs.replace(record, cap_fen=cap_fen)

    def refund(self, amount_fen: int) -> Decision:
        """Refund a part, look at it, and go on from there."""
        decision = decide(
            self.facts,
            refund_id=1,
            amount_fen=amount_fen,
            allocation=self.allocation,
            packets_per_order=0,
            shrink_record=self.shrink,
        )
        self._is_sound(decision)
        for account_id, fen in decision.moves.items():
            self.moved[account_id] = self.moved.get(account_id, 0) + fen
        self.facts = _after(self.facts, decision)
        return decision

    def _is_sound(self, decision: Decision) -> None:
        evidence, moves = decision.evidence, decision.moves
        assert sum(moves.values()) == 0
        for account_id, fen in moves.items():
            if kind_of(account_id) in NEVER_BELOW:
                assert self.facts.balances.get(account_id, 0) + fen >= 0, kind_of(account_id)
        gone = shrink(self.facts.bill, evidence.amount_fen, self.allocation)
        assert gone.cash_fen >= 0
        assert gone.coupon_fen >= 0
        assert gone.by_wechat_fen >= 0
        assert gone.store_coupon_fen >= -1
        open_fen = evidence.coupon_open_fen + evidence.coupon_from_store_fen
        assert open_fen == max(0, gone.store_coupon_fen)
        for record, change in zip(self.facts.records, evidence.own, strict=True):
            left_fen = record.received_fen - change.taken_back_fen
            assert left_fen <= change.cap_after_fen <= change.cap_before_fen
            assert min(change.rebate_fen, change.from_holder_fen, change.debt_fen) >= 0


def _after(facts: Facts, decision: Decision) -> Facts:
    balances = dict(facts.balances)
    for account_id, fen in decision.moves.items():
        balances[account_id] = balances.get(account_id, 0) + fen
    evidence = decision.evidence
    back_fen = sum(fen for _, _, fen in evidence.returns)
    return structs.replace(
        facts,
        bill=structs.replace(facts.bill, left_fen=evidence.amount_after_fen),
        balances=balances,
        records=[
            structs.replace(
                record,
                cap_fen=change.cap_after_fen,
                received_fen=record.received_fen - change.taken_back_fen,
            )
            for record, change in zip(facts.records, evidence.own, strict=True)
        ],
        own_lines=[
            structs.replace(one, left_fen=one.left_fen - back_fen) for one in facts.own_lines
        ],
        carried_rebate_fen=facts.carried_rebate_fen
        - (evidence.rebate_fen if facts.phase == "split" else 0),
    )


@st.composite
def worlds(draw: Any, *, rich: bool = False) -> World:
    """A bill of a pool, however it was paid, and whatever its records have had."""
    allocation = draw(st.sampled_from(ALLOCATIONS))
    amount_fen = draw(st.integers(1, 300) | st.integers(1, 40_000))
    coupon_fen = draw(st.sampled_from([0, amount_fen]) | st.integers(0, amount_fen))
    discount_bp = draw(st.sampled_from([600, 1_000, 1_999]))
    whole = allocation.split(
        amount_fen=amount_fen,
        discount_bp=discount_bp,
        filled={party for party, payee in zip(PARTIES, PAYEES, strict=True) if payee},
    )
    netted_fen = draw(st.integers(0, whole.packets_fen // 2))
    pooled = PooledEvidence(
        program="green_points",
        book_no=1,
        order_id=5,
        day="2026-01-01",
        queue_id=POOL,
        amount_fen=amount_fen,
        coupon_fen=coupon_fen,
        discount_bp=discount_bp,
        discount_fen=whole.discount_fen,
        coupon_discount_fen=0,
        parts=whole.parts,
        platform_fen=whole.platform_fen,
        fund_fen=whole.packets_fen - netted_fen,
        instant_fen=whole.instant_fen,
        netted_fen=netted_fen,
        own_no=0,
        facts=msgspec.Raw(b"{}"),
    )
    bill = Bill(
        order_id=5,
        merchant_no=STORE,
        consumer_no=PAYER,
        amount_fen=amount_fen,
        left_fen=amount_fen,
        discount_bp=discount_bp,
        book_no=1,
        queue_id=POOL,
        parties=PAYEES,
        packets=(),
        netted_fen=netted_fen,
        coupon_fen=coupon_fen,
        pooled=pooled,
    )
    caps_fen = whole.discount_fen + draw(st.integers(0, 500)), draw(st.integers(0, 500))
    facts = _facts(draw, bill, whole.instant_fen, caps_fen, rich=rich)
    payees = dict(zip(PARTIES, PAYEES, strict=True))
    balances = facts.balances | {payees[party]: fen for party, fen in whole.parts}
    return World(allocation, structs.replace(facts, balances=balances), caps_fen)


def _facts(
    draw: Any, bill: Bill, instant_fen: int, caps_fen: tuple[int, int], *, rich: bool
) -> Facts:
    plenty = 10**9
    phase = draw(st.sampled_from(["held", "split"]))
    carried_fen = instant_fen if draw(st.booleans()) else 0
    wallet_fen = plenty if rich else draw(st.integers(0, 300)) + carried_fen
    discount_fen = bill.amount_fen * bill.discount_bp // 10_000 - coupon_discount_fen(
        amount_fen=bill.amount_fen, coupon_fen=bill.coupon_fen, discount_bp=bill.discount_bp
    )
    received = draw(st.integers(instant_fen, caps_fen[0])), draw(st.integers(0, caps_fen[1]))
    return Facts(
        bill=bill,
        phase=phase,
        claims={},
        balances={
            RESERVE: plenty if rich else draw(st.integers(0, 500)),
            account(Kind.PLATFORM): plenty,
            WALLET: wallet_fen,
            PURSE: plenty if rich else draw(st.integers(0, 300)),
            REBATE: instant_fen if phase == "held" else 0,
            OWED: plenty if rich else draw(st.integers(0, bill.coupon_fen)),
        },
        own_lines=[Line("split", PLATFORM, discount_fen)],
        custody_fen=plenty,
        records=[
            OwnRecord(record_no=0, holder_id=WALLET, cap_fen=caps_fen[0], received_fen=received[0]),
            OwnRecord(record_no=1, holder_id=PURSE, cap_fen=caps_fen[1], received_fen=received[1]),
        ],
        carried_rebate_fen=carried_fen if phase == "split" else 0,
    )


PARTS = st.lists(st.integers(1, 40_000), max_size=4)


def _in_parts(world: World, parts: list[int]) -> None:
    for part_fen in (*parts, world.facts.bill.amount_fen):
        if left_fen := world.facts.bill.left_fen:
            world.refund(min(part_fen, left_fen))


@settings(max_examples=200)
@given(world=worlds(), parts=PARTS)
def test_every_refund_is_sound_and_a_whole_one_gives_all_coupons_back(
    world: World, parts: list[int]
) -> None:
    bill = world.facts.bill
    came_back_fen = 0
    for part_fen in (*parts, bill.amount_fen):
        if left_fen := world.facts.bill.left_fen:
            came_back_fen += world.refund(min(part_fen, left_fen)).evidence.coupon_fen
    assert came_back_fen == bill.coupon_fen
    assert all(record.cap_fen == 0 == record.received_fen for record in world.facts.records)


@settings(max_examples=150)
@given(world=worlds(rich=True), parts=PARTS)
def test_partial_refunds_end_where_one_whole_refund_ends(world: World, parts: list[int]) -> None:
    at_once = World(world.allocation, world.facts, world.caps_fen)
    at_once.refund(world.facts.bill.left_fen)
    _in_parts(world, parts)
    ours, theirs = ({n: fen for n, fen in one.moved.items() if fen} for one in (world, at_once))
    assert ours == theirs


def test_a_whole_refund_of_a_held_bill_undoes_its_settlement() -> None:
    allocation = ALLOCATIONS[0]
    whole = allocation.split(amount_fen=10_000, discount_bp=1_000, filled=set())
    settled = {
        FROZEN: -600,
        PURSE: -4_000,
        OWED: 3_600,
        RESERVE: whole.packets_fen,
        REBATE: whole.instant_fen,
        account(Kind.PLATFORM): whole.platform_fen,
    }
    assert sum(settled.values()) == 0
    evidence = PooledEvidence(
        program="weekday_pool",
        book_no=1,
        order_id=5,
        day="2026-01-01",
        queue_id=POOL,
        amount_fen=10_000,
        coupon_fen=4_000,
        discount_bp=1_000,
        discount_fen=1_000,
        coupon_discount_fen=400,
        parts=(),
        platform_fen=whole.platform_fen,
        fund_fen=whole.packets_fen,
        instant_fen=whole.instant_fen,
        netted_fen=0,
        own_no=0,
        facts=msgspec.Raw(b"{}"),
    )
    bill = Bill(
        order_id=5,
        merchant_no=STORE,
        consumer_no=PAYER,
        amount_fen=10_000,
        left_fen=10_000,
        discount_bp=1_000,
        book_no=1,
        queue_id=POOL,
        parties=(0,) * 6,
        packets=(),
        coupon_fen=4_000,
        pooled=evidence,
    )
    record = OwnRecord(record_no=0, holder_id=WALLET, cap_fen=1_000, received_fen=whole.instant_fen)
    facts = Facts(bill=bill, phase="held", claims={}, balances=settled, records=[record])
    decision = World(allocation, facts, (1_000,)).refund(10_000)
    assert decision.moves == {number: -fen for number, fen in settled.items()}
    assert decision.evidence.cash_fen == 6_000
    (change,) = decision.evidence.own
    assert (change.rebate_fen, change.above_fen) == (whole.instant_fen, 0)


@given(
    amount_fen=st.integers(1, 10_000),
    share=st.floats(0, 1),
    refunded=st.floats(0, 0.99),
    paid=st.floats(0, 1),
)
def test_money_that_wechat_paid_back_tells_what_was_refunded(
    amount_fen: int, share: float, refunded: float, paid: float
) -> None:
    left_fen = amount_fen - int(amount_fen * refunded)
    bill = Bill(
        order_id=5,
        merchant_no=STORE,
        consumer_no=PAYER,
        amount_fen=amount_fen,
        left_fen=left_fen,
        discount_bp=1_000,
        book_no=1,
        queue_id=POOL,
        parties=(0,) * 6,
        packets=(),
        coupon_fen=int(amount_fen * share),
    )

    def cash(fen: int) -> int:
        return fen - coupons_left(bill, left_fen) + coupons_left(bill, left_fen - fen)

    cash_fen = max(1, int(cash(left_fen) * paid))
    fen = amount_of_cash(bill, cash_fen)
    if cash_fen > cash(left_fen):
        assert fen > left_fen, "more than there was is refused"
    elif cash_fen == cash(left_fen):
        assert fen == left_fen, "once no money is left, nothing of the bill is"
    else:
        assert cash(fen) == cash_fen > cash(fen - 1)

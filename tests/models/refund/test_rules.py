"""Whatever was settled, split, failed and refunded in parts: no fen is lost, none is made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from models import rulebook
from models.ledger import Kind, account, kind_of, owner_of
from models.payout.leg import PLATFORM, wallet_of
from models.refund.decision import Decision
from models.refund.facts import Bill, Claim, Facts, Line
from models.refund.rules import decide
from models.rulebook.allocation import AllocatedOrder, Allocation
from models.rulebook.book import Line as BookLine
from models.settlement.rules import PARTIES

_BOOK = rulebook.default_packet_chain_book(
    market_code=330100, effective_at=datetime(2026, 1, 1, tzinfo=UTC)
)
_LINES = (
    BookLine(party="locker", basis="discount", rate=1_000, unfilled_to="pool"),
    BookLine(party="bd", basis="turnover", rate=30, unfilled_to="platform"),
    BookLine(party="agent_city", basis="discount", rate=333, unfilled_to="platform"),
)
ALLOCATIONS = [
    rulebook.compile_allocation(_BOOK),
    rulebook.compile_allocation(structs.replace(_BOOK, packet_share_bp=3_333, lines=_LINES)),
]
PAYEES = (
    account(Kind.LOCKER, 1),
    account(Kind.BD, 2),
    0,
    account(Kind.AGENT, 3),
    account(Kind.AGENT, 3),
    account(Kind.INVITER, 4),
)
"""The city's and the district's agent are one and the same."""

QUEUE, STORE, ORDER, OWN_CLAIM, PAYER = 176, 11, 5, 90, 99
RESERVE, PLATFORM_PART = account(Kind.RESERVE, QUEUE), account(Kind.PLATFORM)
RECEIVABLE, OWED = account(Kind.RECEIVABLE, STORE), account(Kind.MERCHANT, STORE)
FROZEN, RETURNING = account(Kind.FROZEN, STORE), account(Kind.RETURNING)
PLENTY = 10**9


@dataclass
class World:
    """One settled bill and the accounts around it, moved by decisions alone."""

    allocation: Allocation
    facts: Facts
    moved: dict[int, int] = field(default_factory=dict)
    refunds: int = 0

    def refund(self, amount_fen: int) -> Decision:
        """Refund a part, and look at the facts again."""
        before = self.facts
        self.refunds += 1
        decision = decide(
            before,
            refund_id=self.refunds,
            amount_fen=amount_fen,
            allocation=self.allocation,
            packets_per_order=20,
        )
        _is_sound(before, decision)
        for account_id, fen in decision.moves.items():
            self.moved[account_id] = self.moved.get(account_id, 0) + fen
        self.facts = _after(before, decision)
        return decision


def _is_sound(facts: Facts, decision: Decision) -> None:
    assert sum(decision.moves.values()) == 0
    evidence = decision.evidence
    for account_id, fen in decision.moves.items():
        kind = kind_of(account_id)
        if kind in (Kind.WALLET, Kind.LOCKER, Kind.BD, Kind.AGENT, Kind.PLATFORM, Kind.RESERVE):
            assert facts.balances.get(account_id, 0) + fen >= 0, kind
        if kind in (Kind.WALLET, Kind.CLAIM, Kind.LOCKER, Kind.BD, Kind.AGENT):
            assert fen < 0, "a refund gives nobody anything"
        if kind in (Kind.RECEIVABLE, Kind.DEBT):
            assert fen < 0, "they only ever grow by a refund"
    for claim, _ in decision.claims.values():
        assert 0 <= claim.net_fen <= claim.cap_fen
        assert 0 <= claim.paid_fen <= claim.received_fen - claim.cut_fen
        assert 0 <= claim.taken_back_fen <= claim.paid_fen
        assert claim.received_fen == sum(claim.packet_fens)
        assert all(fen > 0 for fen in claim.packet_fens)
    d = evidence.discount_before_fen - evidence.discount_after_fen
    if facts.phase == "held":
        assert decision.moves.get(FROZEN, 0) == d
        assert not evidence.returns
    else:
        back = sum(fen for _, _, fen in evidence.returns)
        kept = sum(fen for _, fen in evidence.kept)
        assert back + kept + evidence.owed_fen == d
        assert decision.moves.get(RETURNING, 0) == back
        assert decision.moves.get(OWED, 0) == evidence.owed_fen >= 0
        own = sum(fen for _, who, fen in evidence.returns if who == PLATFORM)
        assert own <= facts.custody_fen
        assert evidence.receivers_fen == back - own


def _after(facts: Facts, decision: Decision) -> Facts:
    """The same bill a moment later: every return has arrived."""
    balances = dict(facts.balances)
    for account_id, fen in decision.moves.items():
        if account_id in balances:
            balances[account_id] += fen
    back = {(number, who): fen for number, who, fen in decision.evidence.returns}

    def less(lines: Sequence[Line]) -> list[Line]:
        asked = [back.get((one.out_order_no, one.receiver_id), 0) for one in lines]
        return [
            structs.replace(one, left_fen=one.left_fen - fen)
            for one, fen in zip(lines, asked, strict=True)
        ]

    carried = dict(facts.carried)
    taken = zip(decision.evidence.carried_claims, decision.evidence.carried_fen, strict=True)
    for claim_no, fen in taken:
        carried[claim_no] -= fen
    kept = dict(facts.kept_fen)
    for account_id, fen in decision.evidence.kept:
        kept[account_id] -= fen
    return structs.replace(
        facts,
        bill=structs.replace(facts.bill, left_fen=decision.evidence.amount_after_fen),
        balances=balances,
        claims=dict(facts.claims) | {n: claim for n, (claim, _) in decision.claims.items()},
        carried=carried,
        kept_fen=kept,
        overdue_fen={
            n: fen - decision.settled_fen.get(n, 0) for n, fen in facts.overdue_fen.items()
        },
        own_lines=less(facts.own_lines),
        payee_lines={n: less(lines) for n, lines in facts.payee_lines.items()},
        custody_fen=facts.custody_fen
        - sum(fen for _, who, fen in decision.evidence.returns if who == PLATFORM),
    )


@st.composite
def worlds(draw, *, rich: bool = False) -> World:
    """A bill with whatever packets, and whatever became of them."""
    allocation = draw(st.sampled_from(ALLOCATIONS))
    amount_fen = draw(st.integers(1, 300) | st.integers(1, 40_000))
    discount_bp = draw(st.sampled_from([600, 1_000, 1_999, 3_000]))
    present = draw(st.sets(st.sampled_from(range(6))))
    parties = [payee if n in present else 0 for n, payee in enumerate(PAYEES)]
    filled = {party for party, payee in zip(PARTIES, parties, strict=True) if payee}
    whole = allocation.split(amount_fen=amount_fen, discount_bp=discount_bp, filled=filled)
    netted_fen = draw(st.integers(0, whole.packets_fen // 2))
    fund_fen = whole.packets_fen - netted_fen
    given_fen = fund_fen + draw(st.integers(0, fund_fen))
    packets = _packets(draw, given_fen)
    bill = Bill(
        order_id=ORDER,
        merchant_no=STORE,
        consumer_no=PAYER,
        amount_fen=amount_fen,
        left_fen=amount_fen,
        discount_bp=discount_bp,
        book_no=1,
        queue_id=QUEUE,
        parties=parties,
        packets=packets,
        own_claim_no=draw(st.sampled_from([0, OWN_CLAIM])),
        own_cap_fen=amount_fen,
        netted_fen=netted_fen,
    )
    phase = draw(st.sampled_from(["held", "split"]))
    return World(allocation, _facts(draw, bill, whole, phase, rich=rich))


def _packets(draw, given_fen: int) -> list[tuple[int, int]]:
    packets, left_fen = [], given_fen
    for claim_no in range(1, draw(st.integers(0, 20)) + 1):
        if left_fen:
            fen = draw(st.integers(1, left_fen))
            packets.append((claim_no, fen))
            left_fen -= fen
    return packets


def _facts(draw, bill: Bill, whole: AllocatedOrder, phase: str, *, rich: bool) -> Facts:
    def some(most: int) -> int:
        return most if rich else draw(st.integers(0, most))

    balances = {RESERVE: PLENTY if rich else draw(st.integers(0, 500)), PLATFORM_PART: PLENTY}
    claims, carried = {}, {}
    for claim_no, fen in bill.packets:
        claims[claim_no], carried[claim_no] = _claim(draw, claim_no, fen, phase)
        wallet = wallet_of(claims[claim_no].consumer_no)
        balances[wallet] = balances.get(wallet, 0) + (PLENTY if rich else some(fen))
    claims[OWN_CLAIM] = _own_claim(draw, bill.amount_fen)
    balances[wallet_of(PAYER)] = draw(st.integers(0, 300))
    parts: dict[int, int] = {}
    for party, fen in whole.parts:
        payee = bill.parties[PARTIES.index(party)]
        parts[payee] = parts.get(payee, 0) + fen
    overdue, kept, lines = {}, {}, {}
    for payee, fen in parts.items():
        balances[payee] = fen if phase == "held" else some(fen)
        fate = draw(st.sampled_from(["late", "kept", "returned", "gone"]))
        overdue[payee] = balances[payee] if fate == "late" else 0
        kept[payee] = some(fen) if fate == "kept" else 0
        lines[payee] = [Line("split", payee, some(fen))] if fate == "returned" else []
    own_fen = some(whole.discount_fen)
    return Facts(
        bill=bill,
        phase=phase,
        claims=claims,
        balances=balances,
        overdue_fen=overdue,
        carried=carried,
        own_lines=[Line("split", PLATFORM, own_fen), Line("rescue", PLATFORM, own_fen // 2)],
        payee_lines=lines,
        kept_fen=kept,
        custody_fen=PLENTY if rich else draw(st.integers(0, 2 * own_fen)),
        may_return=rich or draw(st.booleans()),
    )


def _claim(draw, claim_no: int, fen: int, phase: str) -> tuple[Claim, int]:
    """A claim with the bill's packet and others; what of the packet lies in the wallet."""
    other_fen = draw(st.integers(0, 100))
    orders = (ORDER - 1, ORDER) if other_fen else (ORDER,)
    fens = (other_fen, fen) if other_fen else (fen,)
    received_fen = other_fen + fen
    paid_fen = received_fen if phase == "split" else draw(st.integers(0, other_fen))
    cut_fen = 0
    if phase == "held":
        cut_fen = draw(st.sampled_from([0, 0, draw(st.integers(0, received_fen - paid_fen))]))
    claim = Claim(
        claim_no=claim_no,
        consumer_no=claim_no % 7 + 1,
        cap_fen=received_fen + draw(st.integers(0, 50)),
        received_fen=received_fen,
        paid_fen=paid_fen,
        cut_fen=cut_fen,
        packet_orders=orders,
        packet_fens=fens,
    )
    return claim, fen if phase == "split" and draw(st.booleans()) else 0


def _own_claim(draw, amount_fen: int) -> Claim:
    further_fen = draw(st.sampled_from([0, 700]))
    received_fen = draw(st.integers(0, amount_fen + further_fen))
    paid_fen = draw(st.integers(0, received_fen))
    return Claim(
        claim_no=OWN_CLAIM,
        consumer_no=PAYER,
        cap_fen=amount_fen + further_fen,
        received_fen=received_fen,
        paid_fen=paid_fen,
        packet_orders=(ORDER + 1,) if received_fen else (),
        packet_fens=(received_fen,) if received_fen else (),
    )


PARTS = st.lists(st.integers(1, 40_000), max_size=4)


def _in_parts(world: World, parts: list[int]) -> None:
    for part_fen in parts:
        left_fen = world.facts.bill.left_fen
        if left_fen:
            world.refund(min(part_fen, left_fen))
    if world.facts.bill.left_fen:
        world.refund(world.facts.bill.left_fen)


@settings(max_examples=300)
@given(world=worlds(), parts=PARTS)
def test_every_refund_is_sound_and_all_of_them_give_everything_back(
    world: World, parts: list[int]
) -> None:
    whole = world.facts
    _in_parts(world, parts)
    own = world.facts.claims[OWN_CLAIM]
    if whole.bill.own_claim_no:
        assert own.cap_fen == whole.claims[OWN_CLAIM].cap_fen - whole.bill.own_cap_fen
    else:
        assert own == whole.claims[OWN_CLAIM]
    if world.facts.phase == "held" and all(claim.cut_fen == 0 for claim in whole.claims.values()):
        assert all(world.facts.claims[n].packet_of(ORDER) == 0 for n, _ in whole.bill.packets)


@settings(max_examples=200)
@given(world=worlds(rich=True), parts=PARTS)
def test_partial_refunds_end_where_one_whole_refund_ends(world: World, parts: list[int]) -> None:
    at_once = World(world.allocation, world.facts)
    at_once.refund(world.facts.bill.left_fen)
    _in_parts(world, parts)
    assert {n: fen for n, fen in world.moved.items() if fen} == {
        n: fen for n, fen in at_once.moved.items() if fen
    }
    assert world.facts.claims == at_once.facts.claims


def test_a_whole_refund_of_a_held_bill_undoes_its_settlement() -> None:
    packets = [(1, 40), (2, 60), (3, 100)]
    bill = Bill(
        order_id=ORDER,
        merchant_no=STORE,
        consumer_no=PAYER,
        amount_fen=2_000,
        left_fen=2_000,
        discount_bp=1_000,
        book_no=1,
        queue_id=QUEUE,
        parties=(0, 0, 0, 0, 0, 0),
        packets=packets,
        own_claim_no=OWN_CLAIM,
        own_cap_fen=2_000,
    )
    claims = {
        n: Claim(
            claim_no=n,
            consumer_no=n,
            cap_fen=1_000,
            received_fen=fen,
            packet_orders=(ORDER,),
            packet_fens=(fen,),
        )
        for n, fen in packets
    }
    claims[OWN_CLAIM] = Claim(claim_no=OWN_CLAIM, consumer_no=PAYER, cap_fen=2_000, received_fen=0)
    facts = Facts(bill=bill, phase="held", claims=claims, balances={RESERVE: 0, PLATFORM_PART: 100})
    decision = decide(
        facts,
        refund_id=1,
        amount_fen=2_000,
        allocation=ALLOCATIONS[0],
        packets_per_order=20,
    )
    assert decision.moves == {
        FROZEN: 200,
        **{account(Kind.CLAIM, n): -fen for n, fen in packets},
        PLATFORM_PART: -100,
        RESERVE: 100,
    }, "the reserve had lent half of what the packets were"
    assert decision.claims[OWN_CLAIM][1], "closed"
    assert [decision.claims[n][0].packet_fens for n in (1, 2, 3)] == [(), (), ()]
    assert {owner_of(n) for n in decision.moves if kind_of(n) is Kind.CLAIM} == {1, 2, 3}

"""Refunds in the book: before and after settlement and split, in parts and whole, of anybody."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from models import refund
from models.database import Database
from models.ledger import Kind
from models.packet_chain.evidence import read_evidence
from models.payout.lifecycle import State as PayoutState
from models.refund.lifecycle import MoveIllegal
from models.refund.refusals import BeyondPaid, PreviewChanged, UnderWay
from models.settlement import settle_batch
from tests.refunding import Market, fails, fresh_id, open_refunding, unfrozen
from tests.settling import MERCHANT, NOW, START, Paid, add_bills, queue_of, seeds, settle

BILL = 10_000
"""¥100 at 10 %: 500 packets, 100 locker, 60 BD, 30 and 30 agents, 280 platform."""

QUEUE = queue_of(Paid(1, 1, BILL))


def bills(first: int, last: int, amount_fen: int = BILL) -> list[Paid]:
    """One bill each of the consumers of those numbers, a minute apart."""
    return [Paid(number, number, amount_fen, minute=number) for number in range(first, last + 1)]


@pytest.fixture
async def market(database: Database) -> AsyncIterator[Market]:
    """A market of its own; whatever a test does with it, an audit finds nothing afterwards."""
    market = await open_refunding(database)
    yield market
    await market.audit()


async def _given_by(market: Market, order_id: int) -> dict[int, int]:
    """What an order's packets are by now, by claim."""
    rows = await market.rows(
        "SELECT claim_no, p.fen FROM claims, unnest(packet_orders, packet_fens) AS p (number, fen)"
        " WHERE market_code = $1 AND p.number = $2",
        order_id,
    )
    return dict(rows)  # type: ignore[arg-type]


async def test_a_held_bill_refunded_whole_is_as_if_it_had_funded_nothing(market: Market) -> None:
    await market.settle(*bills(1, 5))
    before = dict(await market.rows("SELECT account_id, balance_fen FROM balances"
                                    " WHERE market_code = $1"))  # fmt: skip
    await market.settle(*bills(6, 6))
    assert sum((await _given_by(market, 6)).values()) == 250, "1000 for a quarter of the places"
    told = await market.preview(6, BILL)
    assert (told.final, told.phase, told.discount_fen) == (True, "held", 1_000)
    assert (told.packets_count, told.packets_fen) == (5, 250)
    assert (told.reserve_fen, told.covered_fen) == (250, 0), "half of its fund lies there"
    refund_id = await market.give(6, BILL, shown=told.digest)
    await market.check()
    after = dict(await market.rows("SELECT account_id, balance_fen FROM balances"
                                   " WHERE market_code = $1 AND balance_fen <> 0"))  # fmt: skip
    assert after == before
    assert await _given_by(market, 6) == {}
    own = await market.claim(6)
    assert (own["cap_fen"], own["closed"], own["frozen"]) == (0, True, False)
    evidence = await market.evidence(refund_id)
    assert (evidence.phase, evidence.shortfall_fen, evidence.own_claim_no) == (
        "held",
        0,
        own["claim_no"],
    )
    assert await market.pay_out(6) == 0
    await market.finish(refund_id)
    assert await market.pay_out(6) == 0, "nothing is left of it"
    assert await market.pay_out(5) == 1


async def test_parts_of_a_held_bill_and_what_is_split_of_the_rest(market: Market) -> None:
    await market.settle(*bills(1, 6))
    packets = await _given_by(market, 6)
    for part_fen, left_fen in ((3_000, 7_000), (2_000, 5_000)):
        told = await market.preview(6, part_fen)
        assert (told.left_fen, told.cap_before_fen - told.cap_after_fen) == (left_fen, part_fen)
        refund_id = await market.give(6, part_fen, shown=told.digest)
        await market.check()
        assert await market.pay_out(6) == 0, "an order that is being refunded is not split"
        await market.finish(refund_id)
    assert await _given_by(market, 6) == {
        claim_no: fen - (fen - fen * 350 // 500) - (fen * 350 // 500 - fen * 250 // 500)
        for claim_no, fen in packets.items()
    }
    assert await market.balance(Kind.FROZEN, MERCHANT) == -5_500
    assert await market.pay_out(6) == 1
    await market.check()
    assert await market.balance(Kind.FROZEN, MERCHANT) == -5_000, "500 of bill 6 have left"
    (arrived,) = await market.rows(
        "SELECT sum(fen) FROM payouts, unnest(amounts, results) AS leg (fen, result)"
        " WHERE market_code = $1 AND order_id = 6 AND result = 'SUCCESS'"
    )
    assert arrived == (500,)


async def test_after_the_split_what_lies_on_merchant_accounts_comes_back(market: Market) -> None:
    await market.settle(*bills(1, 6))
    packets = await _given_by(market, 6)
    assert await market.pay_out(6, fate=fails([2])) == 1
    await market.check()
    custody_fen = -await market.balance(Kind.CUSTODY)
    reserve_fen = await market.balance(Kind.RESERVE, QUEUE)
    told = await market.preview(6, BILL)
    assert told.phase == "split"
    assert (told.packets_count, told.packets_fen) == (1, packets[2]), "carried, not delivered"
    assert told.kept_fen == 30, "the store is one of its own bill's agents"
    parts = dict(told.returns)
    assert (parts["locker"], parts["agent"]) == (100, 30)
    assert parts["platform"] == min(1_000 - 30 - 130, custody_fen)
    refund_id = await market.give(6, BILL, shown=told.digest)
    await market.check()
    evidence = await market.evidence(refund_id)
    paid_fen = sum(packets.values()) - packets[2]
    lacking_fen = 1_000 - 30 - 130 - packets[2] - 280
    assert evidence.reserve_change_fen == -lacking_fen, "the fund's rest and what persons had"
    assert lacking_fen == 60 + 500 - packets[2]
    assert paid_fen < lacking_fen
    assert await market.balance(Kind.RESERVE, QUEUE) == reserve_fen - lacking_fen
    assert await market.balance(Kind.WALLET, 2) == 0
    assert (await market.claim(2))["taken_back_fen"] == packets[2]
    assert await market.balance(Kind.RETURNING) == told.returns_fen
    assert await market.balance(Kind.MERCHANT, MERCHANT) == told.owed_fen
    assert await market.balance(Kind.RECEIVABLE, MERCHANT) == -130, "until the payees' has come"
    kinds = await market.rows(
        "SELECT kind, receiver_id, amount_fen FROM refund_steps WHERE market_code = $1"
    )
    assert {kind for kind, _, _ in kinds} == {"return"}
    assert sum(fen for _, _, fen in kinds) == told.returns_fen  # type: ignore[misc]


async def test_what_nobody_can_give_back_is_covered_by_later_bills(market: Market) -> None:
    await market.settle(*bills(1, 12))
    await market.pay_out(*range(1, 13))
    reserve_fen = await market.balance(Kind.RESERVE, QUEUE)
    owed = []
    for order_id in range(12, 2, -1):
        told = await market.preview(order_id, BILL)
        await market.finish(await market.give(order_id, BILL, shown=told.digest))
        owed.append(told.receivable_fen)
        await market.check()
    assert reserve_fen > 0 == await market.balance(Kind.RESERVE, QUEUE)
    assert owed[0] == 0 < owed[-1], "the reserve first, then later bills"
    before_fen = await market.balance(Kind.RECEIVABLE, MERCHANT)
    await market.settle(*bills(30, 30))
    assert await market.balance(Kind.RECEIVABLE, MERCHANT) == before_fen + 250
    told = await market.preview(30, BILL)
    assert told.receivable_fen >= 250, "a refunded bill covers nothing any more"
    await market.give(30, BILL)
    await market.check()
    assert await market.balance(Kind.RECEIVABLE, MERCHANT) <= before_fen


async def test_no_returns_after_half_a_year_and_no_refund_after_a_year(market: Market) -> None:
    await market.settle(*bills(1, 6))
    await market.pay_out(6)
    market.now = START.replace(month=8, day=29)
    told = await market.preview(6, BILL)
    assert (told.returns, told.owed_fen) == ((), 970)
    market.now = START.replace(year=START.year + 1, month=4)
    with pytest.raises(refund.refusals.TooLate):
        await market.preview(6, BILL)


async def test_before_the_settlement_it_waits_for_the_book(market: Market) -> None:
    await market.settle(*bills(1, 5))
    await add_bills(market.database, market.code, bills(6, 6))
    told = await market.preview(6, 4_000)
    assert (told.final, told.discount_fen, told.packets_count) == (False, 400, 0)
    refund_id = await market.give(6, 4_000, shown=told.digest)
    assert await _promised(market) == {("refund.drive", refund_id)}
    assert await market.post_waiting(refund_id) == []
    await settle(market.database, market.code, memories=[market.memory])
    assert await market.pay_out(6) == 0, "nobody splits what is about to be refunded"
    assert await market.post_waiting(refund_id) == [refund_id]
    assert await market.post_waiting(refund_id) == []
    await market.check()
    assert (await market.evidence(refund_id)).discount_after_fen == 600
    assert ("payout.send", 6) not in await _promised(market)


async def _promised(market: Market) -> set[tuple[object, ...]]:
    rows = await market.rows("SELECT job, subject_id FROM promises WHERE market_code = $1")
    return {row for row in rows if row[0] == "refund.drive" or row[1] == 6}


async def test_a_payout_under_way_is_waited_for(market: Market) -> None:
    await market.settle(*bills(1, 6))
    await market.pay_out(6, ends=False)
    told = await market.preview(6, BILL)
    assert not told.final
    refund_id = await market.give(6, BILL, shown=told.digest)
    assert (await market.claim(6))["frozen"]
    assert await market.post_waiting(refund_id) == []
    await market.hear_all()
    assert await market.post_waiting(refund_id) == [refund_id]
    assert not (await market.claim(6))["frozen"]
    assert (await market.evidence(refund_id)).phase == "split"
    await market.check()


async def test_a_payout_that_came_too_late_leaves_the_bill_held(market: Market) -> None:
    await market.settle(*bills(1, 6))
    market.now = START.replace(month=5)
    await market.pay_out(6)
    states = await market.rows("SELECT state FROM payouts WHERE market_code = $1")
    assert states == [(PayoutState.DEAD_LETTER.value,)]
    assert (await market.preview(6, BILL)).phase == "held"
    await market.give(6, BILL)
    await market.check()


async def test_what_wechat_gave_the_store_by_itself_is_forgiven_and_not_given_twice(
    market: Market,
) -> None:
    await market.settle(*bills(1, 6))
    await market.pay_out(6, fate=unfrozen)
    open_fen = -await market.balance(Kind.RECEIVABLE, MERCHANT)
    assert open_fen > 0
    await market.check()
    for part_fen in (BILL // 4, BILL - BILL // 4):
        told = await market.preview(6, part_fen)
        refund_id = await market.give(6, part_fen, shown=told.digest)
        assert (await market.evidence(refund_id)).forgiven_fen > 0
        await market.finish(refund_id)
        await market.check()
    assert await market.balance(Kind.MERCHANT, MERCHANT) == 0
    assert (
        await market.rows("SELECT FROM refund_steps WHERE market_code = $1 AND kind = 'return'")
        == []
    )
    assert -await market.balance(Kind.RECEIVABLE, MERCHANT) < open_fen
    await market.audit()


async def test_a_bill_that_joined_a_claim_takes_its_own_part_of_the_cap(market: Market) -> None:
    await market.settle(*bills(1, 3), Paid(50, 2, 4_000, minute=50), *bills(5, 6))
    claim = await market.claim(2)
    assert claim["cap_fen"] == 14_000
    told = await market.preview(50, 1_000)
    assert (told.cap_before_fen, told.cap_after_fen) == (14_000, 13_000)
    await market.finish(await market.give(50, 1_000))
    await market.give(50, 3_000)
    await market.check()
    claim = await market.claim(2)
    assert (claim["cap_fen"], claim["closed"]) == (10_000, False)


async def test_what_a_claim_had_above_its_cap_is_cut_then_carried_money_then_a_debt(
    market: Market,
) -> None:
    await market.settle(*bills(1, 4))
    await market.pay_out(2, 3, fate=fails([1], "RECEIVER_HIGH_RISK"))
    await market.settle(*bills(5, 6))
    own = await market.claim(1)
    wallet_fen = await market.balance(Kind.WALLET, 1)
    unpaid_fen = own["received_fen"] - own["paid_fen"]  # type: ignore[operator]
    assert own["paid_fen"] == wallet_fen > 0 < unpaid_fen
    reserve_fen = await market.balance(Kind.RESERVE, QUEUE)
    # Bill 1 is what everybody's packets were not funded by: only its claim is at stake.
    told = await market.preview(1, BILL)
    assert (told.cut_fen, told.from_wallet_fen, told.debt_fen) == (unpaid_fen, wallet_fen, 0)
    await market.give(1, BILL, shown=told.digest)
    await market.check()
    assert await market.balance(Kind.WALLET, 1) == 0
    assert await market.rows("SELECT FROM carried WHERE market_code = $1") == []
    own = await market.claim(1)
    assert (own["cap_fen"], own["closed"], own["cut_fen"]) == (0, True, unpaid_fen)
    grown_fen = await market.balance(Kind.RESERVE, QUEUE) - reserve_fen
    assert grown_fen == unpaid_fen + wallet_fen - 500, "its own fund was all reserve"
    paid = await market.claim(2)
    await market.pay_out(4, 5, 6)
    paid = await market.claim(2)
    told = await market.preview(2, BILL)
    assert told.debt_fen == paid["paid_fen"] > 0  # type: ignore[operator]
    await market.give(2, BILL)
    await market.check()
    assert await market.balance(Kind.DEBT, paid["claim_no"]) == -told.debt_fen  # type: ignore[arg-type]


async def test_a_packet_that_its_claim_has_lost_is_covered_by_the_reserve(market: Market) -> None:
    await market.settle(*bills(1, 4))
    packets = await _given_by(market, 4)
    await market.give(1, BILL)  # cuts what bill 4 gave to claim 1
    assert (await market.claim(1))["cut_fen"] > 0
    reserve_fen = await market.balance(Kind.RESERVE, QUEUE)
    refund_id = await market.give(4, BILL)
    await market.check()
    evidence = await market.evidence(refund_id)
    assert (evidence.claims, evidence.packets_fen) == ([2, 3], sum(packets.values()))
    taken_fen = sum(evidence.taken_fen)
    assert evidence.packets_fen - taken_fen == packets[1]
    assert await market.balance(Kind.RESERVE, QUEUE) == reserve_fen - (500 - taken_fen)


async def test_a_claim_that_is_open_again_waits_where_it_stood(market: Market) -> None:
    await market.settle(Paid(1, 1, 3, minute=1), *bills(2, 4))
    assert (await market.claim(1))["closed"]
    (gave,) = await market.rows(
        "SELECT packet_orders[1] FROM claims WHERE market_code = $1 AND order_id = 1"
    )
    await market.give(gave[0], BILL)  # type: ignore[arg-type]
    await market.check()
    first = await market.claim(1)
    assert not first["closed"]
    await _same_with_and_without_memory(market, *bills(7, 9))
    evidence = await _settled(market, 7)
    assert evidence.claims[0] == first["claim_no"], "it came first, and comes first again"
    await market.check()


async def _settled(market: Market, order_id: int) -> object:
    rows = await market.rows(
        "SELECT evidence::text FROM journals WHERE market_code = $1 AND kind = 1"
        " AND subject_id = $2",
        order_id,
    )
    return read_evidence(rows[0][0])  # type: ignore[arg-type]


async def _same_with_and_without_memory(market: Market, *more: Paid) -> None:
    """A settler who remembers decides as one who reads everything."""
    question = "SELECT seq, hash FROM journals WHERE market_code = $1 ORDER BY seq"
    await add_bills(market.database, market.code, more)
    async with market.database.connection() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await settle_batch(connection, market.code, most=500, now=market.now, seeds=seeds)
        afresh = await connection.fetch(question, market.code)
        await transaction.rollback()
    await settle(market.database, market.code, now=market.now, memories=[market.memory])
    assert await market.rows(question) == [tuple(row) for row in afresh]


async def test_asking_holds_the_claim_and_thinking_better_of_it_frees_it(market: Market) -> None:
    await market.settle(*bills(1, 4))
    first = await market.ask(2, 2, BILL)
    with pytest.raises(UnderWay):
        await market.ask(2, 2, 1)
    with pytest.raises(UnderWay):
        await market.give(2, 1)
    assert (await market.claim(2))["frozen"]
    await _same_with_and_without_memory(market, *bills(5, 6))
    assert 2 not in (await _settled(market, 6)).claims  # type: ignore[attr-defined]
    async with market.database.transaction() as connection:
        await refund.withdraw(
            connection,
            market_code=market.code,
            refund_id=first,
            consumer_no=2,
            now=NOW,
        )
    await _same_with_and_without_memory(market, *bills(7, 8))
    assert (await _settled(market, 8)).claims[1] == 2  # type: ignore[attr-defined]
    second = await market.ask(2, 2, 5_000)
    async with market.database.transaction() as connection:
        await refund.decline(
            connection,
            market_code=market.code,
            refund_id=second,
            merchant_no=MERCHANT,
            answer="已经用完",
            now=NOW,
        )
        told = await refund.history.of_consumer(connection, market.code, 2, limit=5)
        store = await refund.history.of_merchant(connection, market.code, MERCHANT, limit=5)
    assert [(one.refund_id, one.state) for one in told] == [
        (second, "declined"),
        (first, "withdrawn"),
    ]
    assert store == told
    assert not (await market.claim(2))["frozen"]
    with pytest.raises(MoveIllegal):
        await market.approve(second)


async def test_two_who_approve_at_once_refund_once(market: Market) -> None:
    await market.settle(*bills(1, 4))
    refund_id = await market.ask(3, 3, BILL)
    told = await market.preview(3, BILL, refund_id=refund_id)
    ends = await asyncio.gather(
        *(market.approve(refund_id, shown=told.digest) for _ in range(4)), return_exceptions=True
    )
    assert sum(end is True for end in ends) == 1
    assert sum(isinstance(end, MoveIllegal) for end in ends) == 3
    gifts = await asyncio.gather(*(market.give(4, 6_000) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(end, int) for end in gifts) == 1
    assert sum(isinstance(end, UnderWay) for end in gifts) == 3
    same = await asyncio.gather(*(market.give(2, 600, key="the-same-key") for _ in range(4)))
    assert len(set(same)) == 1
    await market.check()
    assert await market.rows(
        "SELECT order_id, refunded_fen FROM orders WHERE market_code = $1 AND refunded_fen > 0"
        " ORDER BY order_id"
    ) == [(2, 600), (3, BILL), (4, 6_000)]


async def test_a_preview_that_no_longer_holds_is_refused(market: Market) -> None:
    await market.settle(*bills(1, 4))
    told = await market.preview(2, 5_000)
    await market.finish(await market.give(2, 1_000))
    with pytest.raises(PreviewChanged) as caught:
        await market.give(2, 5_000, shown=told.digest)
    assert caught.value.detail["digest"] == (await market.preview(2, 5_000)).digest
    with pytest.raises(BeyondPaid) as beyond:
        await market.give(2, 9_001)
    assert beyond.value.detail["most_fen"] == 9_000


async def test_what_wechat_s_bill_shows_is_taken_in_and_finished(market: Market) -> None:
    await market.settle(*bills(1, 4))
    async with market.database.transaction() as connection:
        posted = await refund.adopt(
            connection,
            market_code=market.code,
            order_id=4,
            refund_id=(refund_id := fresh_id()),
            amount_fen=BILL,
            reason="微信商户平台退款",
            now=NOW,
            fresh_id=fresh_id,
        )
        one = await refund.history.one(connection, market.code, refund_id)
    assert (posted, one.state, one.asked_by) == (True, "finished", "bill")
    assert await market.rows("SELECT FROM refund_steps WHERE market_code = $1") == []
    await market.check()


@pytest.mark.parametrize("seed", range(3))
async def test_lives_of_many_bills_end_with_right_books(database: Database, seed: int) -> None:
    market = await open_refunding(database)
    dice = random.Random(seed)
    life = Life(market, dice)
    for _ in range(8):
        await life.bills()
        await life.payouts()
        for order_id in dice.sample(sorted(life.left), min(4, len(life.left))):
            await life.refunds(order_id)
            await market.check()
    await market.hear_all()
    await market.post_waiting(*life.waiting)
    await market.audit()


class Life:
    """Bills, payouts and refunds of one store by the roll of dice."""

    def __init__(self, market: Market, dice: random.Random) -> None:
        self.market, self.dice = market, dice
        self.left: dict[int, int] = {}
        self.payers: dict[int, int] = {}
        self.asked: dict[int, int] = {}
        self.waiting: list[int] = []

    async def bills(self) -> None:
        """Up to eight bills of nine shoppers, some of a few fen; all but one are settled."""
        some = []
        for _ in range(self.dice.randint(2, 8)):
            number, consumer = len(self.left) + 1, self.dice.randint(1, 9)
            least, most = self.dice.choice([(1, 60), (500, 20_000)])
            amount_fen = self.dice.randint(least, most)
            tier = 0 if amount_fen <= BILL else 1
            some.append(Paid(number, consumer, amount_fen, tier=tier, minute=number))
            self.left[number], self.payers[number] = amount_fen, consumer
        await add_bills(self.market.database, self.market.code, some)
        memories = [self.market.memory]
        await settle(self.market.database, self.market.code, now=self.market.now, memories=memories)

    async def payouts(self) -> None:
        """A third of the bills are paid out, if they may be; some lines fail, some are silent."""
        dice = self.dice
        unlucky = fails(dice.sample(range(1, 10), 3))
        some = dice.sample(sorted(self.left), len(self.left) // 3)
        await self.market.pay_out(*some[1:], fate=dice.choice([unlucky, unlucky, unfrozen]))
        await self.market.pay_out(*some[:1], ends=False)
        if dice.random() < 0.3:
            await self.market.hear_all()
            for refund_id in await self.market.post_waiting(*self.waiting):
                await self.market.finish(refund_id)

    async def refunds(self, order_id: int) -> None:
        """Somebody asks, or thinks better of it, or the store gives a part or all."""
        if order_id in self.asked:
            await self._answer(order_id)
        elif self.left[order_id]:
            amount_fen = self.dice.choice([self.left[order_id], 1 + self.left[order_id] // 3])
            try:
                await self._begin(order_id, amount_fen)
            except UnderWay:
                assert self.waiting

    async def _begin(self, order_id: int, amount_fen: int) -> None:
        market = self.market
        told = await market.preview(order_id, amount_fen)
        if self.dice.random() < 0.3:
            self.asked[order_id] = await market.ask(order_id, self.payers[order_id], amount_fen)
            return
        await self._given(await market.give(order_id, amount_fen, shown=told.digest), told)

    async def _answer(self, order_id: int) -> None:
        market, refund_id = self.market, self.asked.pop(order_id)
        if self.dice.random() < 0.5:
            async with market.database.transaction() as connection:
                await refund.withdraw(
                    connection,
                    market_code=market.code,
                    refund_id=refund_id,
                    consumer_no=self.payers[order_id],
                    now=market.now,
                )
            return
        async with market.database.connection() as connection:
            one = await refund.history.one(connection, market.code, refund_id)
        told = await market.preview(order_id, one.amount_fen, refund_id=refund_id)
        assert await market.approve(refund_id, shown=told.digest) == told.final
        await self._given(refund_id, told)

    async def _given(self, refund_id: int, told: refund.Preview) -> None:
        """The outcome is what the preview said."""
        self.left[told.order_id] -= told.amount_fen
        if not told.final:
            self.waiting.append(refund_id)
            return
        evidence = await self.market.evidence(refund_id)
        assert evidence.phase == told.phase
        assert sum(fen for _, _, fen in evidence.returns) == told.returns_fen
        assert sum((*evidence.taken_fen, *evidence.carried_fen)) == told.packets_fen
        assert (evidence.cut_fen, evidence.debt_fen) == (told.cut_fen, told.debt_fen)
        assert evidence.owed_fen == told.owed_fen
        await self.market.finish(refund_id)

"""Leaving: a rail carries what it can, and the last fens stay with shoppers, by consent."""

from collections import Counter

from deploy.close_market import close_market
from models.ledger import Kind
from models.payout.transfer import TransferTerms
from tests.workers.payout.conftest import MARKET
from tests.workers.transfer.conftest import Person, Shop


async def _close(person: Person, **body: object) -> dict:
    answer = await person.ask("POST", "/account/closure", body)
    assert answer.status == 200, answer
    return dict(answer.body)


async def _newest_queue(shop: Shop, person: Person) -> int:
    return int(
        await shop.world.value(
            "SELECT queue_id FROM claims WHERE consumer_no = $1 ORDER BY claim_no DESC LIMIT 1",
            person.consumer_no,
        )
    )


async def _state(shop: Shop) -> bytes | None:
    return await shop.world.value("SELECT state FROM queue_states WHERE market_code = $1", MARKET)


async def test_what_a_rail_can_carry_is_offered_first(shop: Shop) -> None:
    ann = await shop.person(carried_fen=40)
    first = await _close(ann)
    assert (first["stage"], first["transfer"]["amount_fen"]) == ("transfer", 40)
    again = await _close(ann, give_up_fen=40)
    assert again["transfer"]["transfer_id"] == first["transfer"]["transfer_id"]
    assert (await ann.confirm(first["transfer"])).status == 200
    await shop.finish(ann, first["transfer"])
    assert (await _close(ann))["stage"] == "closed"
    assert await ann.in_hand() == 40


async def test_the_last_fens_go_to_a_queue_by_consent(shop: Shop) -> None:
    ann = await shop.person(carried_fen=7)
    queue_id, state = await _newest_queue(shop, ann), await _state(shop)
    reserve = await shop.world.balance(Kind.RESERVE, queue_id)
    platform = await shop.world.balance(Kind.PLATFORM)
    asked = await _close(ann)
    assert (asked["stage"], asked["give_up_fen"]) == ("confirm", 7)
    wrong = await ann.ask("POST", "/account/closure", {"give_up_fen": 6})
    assert (wrong.status, wrong.body["code"]) == (409, "sweep.differs")
    assert wrong.body["detail"]["carried_fen"] == 7
    done = await _close(ann, give_up_fen=7)
    assert (done["stage"], done["swept_fen"]) == ("closed", 7)
    assert await shop.world.balance(Kind.RESERVE, queue_id) == reserve + 7
    assert await shop.world.balance(Kind.PLATFORM) == platform
    assert await _state(shop) not in (None, state), "a settler's memory of the queues is stale"
    assert await shop.world.carried(ann.consumer_no) == {}
    wallet = await ann.wallet()
    assert (wallet["carried_fen"], wallet["swept_fen"]) == (0, 7)
    (moved,) = (await ann.ask("GET", "/wallet/history?limit=1")).body["movements"]
    assert (moved["kind"], moved["amount_fen"], moved["result"]) == ("sweep", 7, "account_closed")
    assert (await _close(ann, give_up_fen=7))["stage"] == "closed"


async def test_nothing_is_given_up_while_more_can_come(shop: Shop) -> None:
    ann = await shop.person(carried_fen=5)
    await shop.world.order(await shop.world.store(), 100, [(ann.consumer_no, 12)])
    pending = await _close(ann, give_up_fen=5)
    assert (pending["stage"], pending["pending_fen"]) == ("pending", 12)
    shop.world.pass_time(days=1)
    await shop.world.finish()
    assert await ann.in_hand() == 17, "the next packet took along what was carried"
    assert (await _close(ann))["stage"] == "closed"


async def test_a_market_closes_and_leaves_to_persons_what_is_theirs(shop: Shop) -> None:
    small, large = await shop.person(carried_fen=3), await shop.person(carried_fen=30)
    queue_id = await _newest_queue(shop, small)

    async def close(sweep: bool) -> tuple[Counter[str], Counter[str]]:
        house = shop.world.house
        return await close_market(
            house.database,
            MARKET,
            sweep=sweep,
            terms=TransferTerms(),
            clock=house.clock,
            fresh_id=house.fresh_id,
        )

    wallets, fen = await close(sweep=False)
    assert wallets["sweepable"] >= 1
    assert fen["withdrawable"] >= 30
    assert await shop.world.balance(Kind.WALLET, small.consumer_no) == 3
    swept, swept_fen = await close(sweep=True)
    assert (swept["swept"], swept_fen["swept"]) == (wallets["sweepable"], fen["sweepable"])
    assert await shop.world.balance(Kind.RESERVE, queue_id) == 3
    assert await shop.world.balance(Kind.WALLET, large.consumer_no) == 30
    (moved,) = (await small.ask("GET", "/wallet/history?limit=1")).body["movements"]
    assert (moved["kind"], moved["result"]) == ("sweep", "market_closed")
    asked = await large.withdraw()
    assert (await large.confirm(asked)).status == 200
    assert (await shop.finish(large, asked))["result"] == "SUCCESS"

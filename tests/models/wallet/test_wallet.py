"""Where a wallet's money is, read from claims, payouts and the ledger as they stand."""

from datetime import UTC, date, datetime

import pytest
from msgspec import structs

from models import people, wallet
from models.database import Connection, Database
from models.ledger import Kind, account
from tests.market import MARKET, SEAL, enrol, open_market

NOW = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
CLAIM_NO = 7
# One packet from each bill, and how the bill's split ended for it (None: not prepared).
RESULTS = {
    11: None,
    12: "PENDING",
    13: "SUCCESS",
    14: "ACCOUNT_ABNORMAL",
    15: "no_room",
    16: "debt",
}


@pytest.fixture(scope="module")
async def consumer_no(database: Database) -> int:
    await open_market(database)
    store = await enrol(database, "noodles")
    async with database.transaction() as connection:
        number = await people.consumer_with_openid(connection, seal=SEAL, openid="o-wallet", at=NOW)
        await _write_claim(connection, number, store.merchant_no)
        for seq, (order_id, result) in enumerate(RESULTS.items(), start=1):
            await _write_journal(connection, seq, order_id)
            if result:
                await _write_split(connection, order_id, number, result)
        await connection.execute(
            "INSERT INTO balances VALUES ($1, $2, $3)",
            *(MARKET, account(Kind.WALLET, number), 14 + 15),
        )
        # A refund took back 20 fen of what was paid: 16 were covered since, 4 are still owed.
        await connection.execute(
            "INSERT INTO balances VALUES ($1, $2, -4)", MARKET, account(Kind.DEBT, CLAIM_NO)
        )
        await connection.execute("UPDATE claims SET taken_back_fen = 20")
    return number


async def _write_claim(connection: Connection, consumer_no: int, merchant_no: int) -> None:
    fens = list(RESULTS)
    await connection.execute(
        "INSERT INTO claims (market_code, claim_no, queue_id, consumer_no, order_id, opened_on,"
        " cap_fen, received_fen, paid_fen, packet_count, packet_orders, packet_fens)"
        " VALUES ($1, $2, $3, $4, 1, $5, 1000, $6, $7, $8, $9::bigint[], $9::bigint[]::integer[])",
        *(MARKET, CLAIM_NO, merchant_no * 16, consumer_no, date(2026, 3, 5)),
        *(sum(fens), sum(fens) - 11, len(fens), fens),
    )


async def _write_journal(connection: Connection, seq: int, order_id: int) -> None:
    await connection.execute(
        "INSERT INTO journals VALUES ($1, $2, 1, $3, $4, '{}', '{}', '{}', $5)",
        *(MARKET, seq, order_id, NOW, bytes(32)),
    )


async def _write_split(
    connection: Connection, order_id: int, consumer_no: int, result: str
) -> None:
    await connection.execute(
        "INSERT INTO payouts (market_code, payout_id, order_id, step, round, state, merchant_no,"
        " sub_mchid, transaction_id, closes_at, accounts, receivers, amounts, results, created_at)"
        " VALUES ($1, $2, $2, 'split', 1, 'sent', 1, 's', 't', $3, $4, $5, $6, $7, $3)",
        *(MARKET, order_id, NOW, [account(Kind.CLAIM, CLAIM_NO)]),
        *([account(Kind.WALLET, consumer_no)], [order_id], [result]),
    )


async def test_every_fen_is_in_one_place(database: Database, consumer_no: int) -> None:
    async with database.connection() as connection:
        found = await wallet.totals(connection, market_code=MARKET, consumer_no=consumer_no)
    assert found == wallet.Totals(
        won_fen=sum(RESULTS),
        distributed_fen=0,
        pending_fen=11,
        paying_fen=12,
        paid_fen=13,
        carried_fen=14 + 15,
        swept_fen=0,
        given_back_fen=16,
        debt_fen=4,
    )
    gone = found.swept_fen + found.given_back_fen
    held = found.pending_fen + found.paying_fen + found.paid_fen + found.carried_fen
    assert found.won_fen == held + gone


async def test_each_packet_says_where_it_is(database: Database, consumer_no: int) -> None:
    async with database.connection() as connection:
        packets = await wallet.packets_page(
            connection, market_code=MARKET, consumer_no=consumer_no, limit=10
        )
    assert {one.order_id: one.state for one in packets} == {
        11: "pending",
        12: "paying",
        13: "paid",
        14: "carried",
        15: "carried",
        16: "covered",
    }
    assert {one.store_name for one in packets} == {"西湖面馆"}


async def test_packets_come_in_pages(database: Database, consumer_no: int) -> None:
    seen: list[int] = []
    after = None
    async with database.connection() as connection:
        while page := await wallet.packets_page(
            connection, market_code=MARKET, consumer_no=consumer_no, limit=2, after=after
        ):
            seen += [one.order_id for one in page]
            after = wallet.PacketKey(page[-1].order_id, page[-1].claim_no)
    assert seen == [16, 15, 14, 13, 12, 11]


async def test_a_stranger_s_wallet_is_empty(database: Database, consumer_no: int) -> None:
    async with database.connection() as connection:
        found = await wallet.totals(connection, market_code=MARKET, consumer_no=consumer_no + 1)
        packets = await wallet.packets_page(
            connection, market_code=MARKET, consumer_no=consumer_no + 1, limit=10
        )
    assert set(structs.asdict(found).values()) == {0}
    assert packets == []

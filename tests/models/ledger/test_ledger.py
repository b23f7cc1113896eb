"""The ledger: chained, balanced, on the right side of zero, and written once."""

import hashlib
from datetime import UTC, datetime

import asyncpg
import pytest

from models import ledger
from models.database import Connection, Database
from models.ledger import Draft, Head, JournalKind, Kind, account, kind_of, owner_of
from models.ledger.journal import FIRST_HASH, link
from models.refusal import Refusal

AT = datetime(2026, 3, 2, 4, 0, 0, 250_000, tzinfo=UTC)
FROZEN = account(Kind.FROZEN, 7)
RESERVE = account(Kind.RESERVE, 112)
PLATFORM = account(Kind.PLATFORM)
CLAIM = account(Kind.CLAIM, 3)


def _draft(subject_id: int, legs: dict[int, int], evidence: str = '{"why": "测试"}') -> Draft:
    return Draft(JournalKind.SETTLEMENT, subject_id, list(legs), list(legs.values()), evidence)


def _discount(subject_id: int, fen: int = 100) -> Draft:
    return _draft(subject_id, {FROZEN: -fen, RESERVE: fen // 2, PLATFORM: fen - fen // 2})


async def _post(database: Database, market_code: int, *drafts: Draft) -> Head:
    async with database.transaction() as connection:
        await ledger.open_books(connection, market_code)
        head = await ledger.lock_head(connection, market_code)
        return await ledger.post(connection, market_code, head, drafts, posted_at=AT)


async def _balances(connection: Connection, market_code: int) -> dict[int, int]:
    return await ledger.balances_of(connection, market_code, [FROZEN, RESERVE, PLATFORM, CLAIM])


def test_an_account_says_its_kind_and_owner() -> None:
    assert (kind_of(RESERVE), owner_of(RESERVE)) == (Kind.RESERVE, 112)
    assert RESERVE == 11 << 48 | 112
    assert owner_of(account(Kind.WALLET, 2**48 - 1)) == 2**48 - 1
    for owner in (-1, 2**48):
        with pytest.raises(ValueError, match="does not fit"):
            account(Kind.WALLET, owner)


def test_the_hash_is_the_one_documented() -> None:
    draft = _draft(9, {FROZEN: -5, PLATFORM: 5}, '{"a":1}')
    text = f'330100\n2\n1\n9\n1772424000250000\n{{{FROZEN},{PLATFORM}}}\n{{-5,5}}\n{{"a":1}}'
    previous = hashlib.sha256(b"before").digest()
    expected = hashlib.sha256(previous + text.encode()).digest()
    assert link(330100, 2, AT, draft, previous) == expected


async def test_journals_are_numbered_and_chained(database: Database) -> None:
    first = await _post(database, 1, _discount(1), _discount(2))
    second = await _post(database, 1, _discount(3))
    assert (first.seq, second.seq) == (2, 3)
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT seq, posted_at, evidence::text AS evidence, hash FROM journals"
            " WHERE market_code = 1 ORDER BY seq"
        )
        assert await ledger.lock_head(connection, 1) == second
    previous = FIRST_HASH
    for subject_id, row in enumerate(rows, start=1):
        previous = link(1, row["seq"], row["posted_at"], _discount(subject_id), previous)
        assert (row["seq"], row["hash"]) == (subject_id, previous)
        assert row["evidence"] == '{"why": "测试"}', "evidence comes back byte for byte"
    assert second.hash == previous


async def test_any_change_of_a_journal_changes_its_hash() -> None:
    draft = _discount(1)
    whole = link(1, 1, AT, draft, FIRST_HASH)
    others = [
        link(2, 1, AT, draft, FIRST_HASH),
        link(1, 2, AT, draft, FIRST_HASH),
        link(1, 1, AT.replace(microsecond=250_001), draft, FIRST_HASH),
        link(1, 1, AT, _discount(2), FIRST_HASH),
        link(1, 1, AT, _discount(1, 102), FIRST_HASH),
        link(1, 1, AT, _draft(1, {FROZEN: -100, RESERVE: 50, CLAIM: 50}), FIRST_HASH),
        link(
            1,
            1,
            AT,
            _draft(1, dict(zip(draft.accounts, draft.amounts, strict=True)), "{}"),
            FIRST_HASH,
        ),
        link(1, 1, AT, draft, whole),
    ]
    assert len({whole, *others}) == len(others) + 1


async def test_balances_are_the_sum_of_postings(database: Database) -> None:
    await _post(database, 2, _discount(1), _discount(2, 31))
    await _post(database, 2, _draft(3, {FROZEN: -10, RESERVE: -20, CLAIM: 30}))
    async with database.connection() as connection:
        balances = await _balances(connection, 2)
        postings = await connection.fetch(
            "SELECT account, sum(amount)::bigint AS fen FROM journals,"
            " unnest(accounts, amounts) AS leg (account, amount) WHERE market_code = 2 GROUP BY 1"
        )
    assert balances == {FROZEN: -141, RESERVE: 45, PLATFORM: 66, CLAIM: 0}
    expected = {row["account"]: row["fen"] for row in postings}
    assert expected.pop(CLAIM) == 30, "a claim keeps its own balance"
    assert expected == {known: fen for known, fen in balances.items() if known != CLAIM}


async def test_nothing_to_post_moves_nothing(database: Database) -> None:
    head = await _post(database, 3, _discount(1))
    assert await _post(database, 3) == head


@pytest.mark.parametrize(
    "draft",
    [
        _draft(9, {FROZEN: -100, PLATFORM: 99}),
        Draft(JournalKind.SETTLEMENT, 9, [FROZEN, PLATFORM], [-100], "{}"),
    ],
    ids=["unbalanced", "a leg without an amount"],
)
async def test_what_does_not_add_up_is_refused(database: Database, draft: Draft) -> None:
    with pytest.raises((asyncpg.CheckViolationError, ValueError)):
        await _post(database, 4, draft)


@pytest.mark.parametrize(
    ("accounts", "amounts"),
    [("{1,2}", "{-100,99}"), ("{1,2}", "{100}"), ("{1}", "{NULL}"), ("{1,2,3}", "{1,NULL,-1}")],
)
async def test_the_table_itself_refuses_what_does_not_add_up(
    database: Database, accounts: str, amounts: str
) -> None:
    async with database.connection() as connection:
        with pytest.raises(asyncpg.CheckViolationError) as refused:
            await connection.execute(
                "INSERT INTO journals VALUES (5, 1, 1, 1, now(), $1::text::bigint[],"
                " $2::text::bigint[], '{}', decode(repeat('00', 32), 'hex'))",
                accounts,
                amounts,
            )
    assert refused.value.constraint_name == "journal_balanced"


@pytest.mark.parametrize(
    "legs",
    [
        {FROZEN: 100, CLAIM: -100},
        {RESERVE: -1, FROZEN: -99, PLATFORM: 100},
        {PLATFORM: -5, CLAIM: 5},
        {account(Kind.WALLET, 1): -5, account(Kind.PAYING): 5},
        {account(Kind.CUSTODY): 5, CLAIM: -5},
    ],
    ids=["a place above zero", "no reserve", "no platform money", "no wallet", "custody"],
)
async def test_no_balance_crosses_to_the_wrong_side(
    database: Database, legs: dict[int, int]
) -> None:
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await _post(database, 6, _draft(1, legs))
    assert refused.value.constraint_name == "balance_keeps_its_sign"
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM journals WHERE market_code=6") == 0


async def test_a_balance_may_go_to_zero_and_not_below(database: Database) -> None:
    await _post(database, 7, _discount(1))
    await _post(database, 7, _draft(2, {RESERVE: -50, CLAIM: 50}))
    with pytest.raises(asyncpg.CheckViolationError):
        await _post(database, 7, _draft(3, {RESERVE: -1, CLAIM: 1}))
    async with database.connection() as connection:
        assert (await _balances(connection, 7))[RESERVE] == 0


async def test_a_subject_is_posted_once_a_kind(database: Database) -> None:
    head = await _post(database, 8, _discount(1))
    with pytest.raises(asyncpg.UniqueViolationError) as refused:
        await _post(database, 8, _discount(1))
    assert refused.value.constraint_name == "journal_once"
    with pytest.raises(asyncpg.UniqueViolationError):
        await _post(database, 8, _discount(2), _discount(2))
    assert await _post(database, 8) == head
    other = Draft(JournalKind.PAYOUT_SENT, 1, [FROZEN, RESERVE], [-1, 1], "{}")
    assert (await _post(database, 8, other)).seq == 2
    assert (await _post(database, 9, _discount(1))).seq == 1, "and another market is another book"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journals SET amounts = amounts WHERE market_code = 10",
        "UPDATE journals SET evidence = '{}'",
        "DELETE FROM journals WHERE market_code = 10",
        "TRUNCATE journals",
        "UPDATE draw_days SET commitment = decode(repeat('00', 32), 'hex')",
        "DELETE FROM draw_days",
        "TRUNCATE draw_days",
    ],
)
async def test_what_was_written_stays(database: Database, change: str) -> None:
    async with database.connection() as connection:
        if not await connection.fetchval("SELECT count(*) FROM journals WHERE market_code = 10"):
            await _post(database, 10, _discount(1))
            await connection.execute(
                "INSERT INTO draw_days VALUES (10, '2026-03-02', decode(repeat('11', 32), 'hex'),"
                " now())"
            )
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute(change)


async def test_books_open_once(database: Database) -> None:
    head = await _post(database, 11, _discount(1))
    async with database.connection() as connection:
        await ledger.open_books(connection, 11)
        assert await ledger.lock_head(connection, 11) == head


async def test_a_market_without_books_has_no_head(database: Database) -> None:
    async with database.connection() as connection:
        with pytest.raises(Refusal) as refused:
            await ledger.lock_head(connection, 12)
    assert refused.value.code == "ledger.market_unknown"


async def test_a_stale_head_can_not_be_posted_behind(database: Database) -> None:
    head = await _post(database, 13, _discount(1))
    await _post(database, 13, _discount(2))
    with pytest.raises(asyncpg.UniqueViolationError):
        async with database.transaction() as connection:
            await ledger.post(connection, 13, head, [_discount(3)], posted_at=AT)

"""`python -m deploy.close_market 330100 [--sweep]`: what wallets still hold when a market closes.

Without `--sweep` it only tells. With it, every wallet that holds less than any rail carries, and to
which nothing more can come, goes to the reserve of a queue, where it stays with shoppers. Whatever
a rail can still carry is left to its person, who has to be asked to withdraw it. It reads the same
settings as the product; the exit status is 1 while anything is left.
"""

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence

from models import wallet
from models.clock import Clock, market_clock
from models.database import Connection, Database, close_database, open_database
from models.ids import FreshId, fresh_ids
from models.payout import transfer
from models.payout.transfer import TransferTerms, terms_from
from models.settings import settings_from

KINDS = {
    "swept": "归入红包池 swept to queues",
    "sweepable": "可归入红包池 can be swept",
    "withdrawable": "须本人提现 to be withdrawn by its person",
    "coming": "还有款项在途 more is still to come",
}


async def main(asked: Namespace) -> int:
    """Tell, sweep if wanted, and print what became of how many wallets and fen."""
    settings = settings_from(os.environ)
    database = await open_database(settings.database_url, pool_size=2)
    try:
        clock = market_clock(settings.market_clock)
        async with database.connection() as connection:
            number = await connection.fetchval("SELECT nextval('process_numbers')")
        wallets, fen = await close_market(
            database,
            asked.market,
            sweep=asked.sweep,
            terms=terms_from(settings),
            clock=clock,
            fresh_id=fresh_ids(clock, number),
        )
    finally:
        await close_database(database)
    for kind, words in KINDS.items():
        print(f"{words:40} {wallets[kind]:>8,} 钱包 wallets {fen[kind]:>12,} 分 fen")
    return 1 if wallets.total() > wallets["swept"] else 0


async def close_market(
    database: Database,
    market_code: int,
    *,
    sweep: bool,
    terms: TransferTerms,
    clock: Clock,
    fresh_id: FreshId,
) -> tuple[Counter[str], Counter[str]]:
    """Go through all wallets of a market; counts wallets and fen by what became of them."""
    wallets: Counter[str] = Counter()
    fen: Counter[str] = Counter()

    async def close(connection: Connection, consumer_no: int) -> tuple[str, int]:
        facts = await transfer.facts_of(connection, market_code, consumer_no, now=clock())
        sums = await wallet.totals(connection, market_code=market_code, consumer_no=consumer_no)
        if not wallet.may_sweep(facts, sums, terms):
            small = facts.carried_fen < terms.least_fen
            return ("coming" if small else "withdrawable"), facts.carried_fen
        if sweep:
            await wallet.sweep(
                connection,
                market_code=market_code,
                consumer_no=consumer_no,
                agreed_fen=facts.carried_fen,
                why="market_closed",
                sweep_id=fresh_id(),
                terms=terms,
                now=clock(),
            )
        return ("swept" if sweep else "sweepable"), facts.carried_fen

    async with database.connection() as connection:
        carrying = await wallet.sweepable(connection, market_code)
    for consumer_no in carrying:
        kind, amount_fen = await database.in_transaction(
            lambda connection, number=consumer_no: close(connection, number)  # type: ignore[misc]
        )
        wallets[kind] += 1
        fen[kind] += amount_fen
    return wallets, fen


def _asked(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser("python -m deploy.close_market")
    parser.add_argument("market", type=int, help="six-digit code of the market")
    parser.add_argument("--sweep", action="store_true", help="sweep; otherwise only tell")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(_asked(sys.argv[1:]))))

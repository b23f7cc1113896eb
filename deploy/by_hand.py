"""`python -m deploy.by_hand MARKET`: what was given up, and what a person may do about it.

Without more it lists every dead letter, and the orders that nothing can settle (these are tried
again by themselves). `--redrive NUMBER` takes a dead letter up again under its own number;
`--settle NUMBER --words …` ends one that WeChat can't end any more: a refund that its payer had
otherwise, or a transfer that WeChat has forgotten (`--arrived` where the bill of our operation
account shows that its person had it). It reads the same settings as the product; the exit status is
1 for a refusal, whose code it prints.
"""

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import datetime

from models import payout, refund, settlement, shipping
from models.clock import market_clock
from models.database import Connection, close_database, open_database
from models.ids import read_id, write_id
from models.money import format_yuan
from models.payout import transfer
from models.refusal import Refusal
from models.settings import settings_from

_MOST = 1000


async def main(asked: Namespace) -> int:
    """List, or do what is asked, in one transaction."""
    settings = settings_from(os.environ)
    database = await open_database(settings.database_url, pool_size=1)
    now = market_clock(settings.market_clock)()
    try:
        if asked.redrive:
            await database.in_transaction(lambda c: redrive(c, asked.market, asked.redrive, now))
        elif asked.settle:
            await database.in_transaction(lambda c: settle(c, asked, now))
        async with database.connection() as connection:
            for line in await dead_letters(connection, asked.market):
                print(line)
    except Refusal as refusal:
        print(f"{refusal.code} {refusal.detail}", file=sys.stderr)
        return 1
    finally:
        await close_database(database)
    return 0


async def dead_letters(connection: Connection, market_code: int) -> list[str]:
    """Every dead letter of a market in a line: its number, its amount if any, and why."""
    payouts = await payout.history.dead_letters(connection, market_code, limit=_MOST)
    steps = await refund.steps.history.dead_letters(connection, market_code, limit=_MOST)
    transfers = await transfer.history.dead_letters(connection, market_code, limit=_MOST)
    shipments = await shipping.dead_letters(connection, market_code)
    apart = await settlement.orders_apart(connection, market_code)
    return [
        *(_line("pay", one.payout_id, one.amount_fen, one.last_error) for one in payouts),
        *(_line("ref", one.refund_id, one.amount_fen, one.last_error) for one in steps),
        *(_line("trf", one.transfer_id, one.fen, one.last_error) for one in transfers),
        *(_line("ord", order_id, None, why) for order_id, why in (*shipments, *apart)),
    ]


def _line(kind: str, number: int, fen: int | None, why: str | None) -> str:
    amount = "–" if fen is None else format_yuan(fen)
    return f"{write_id(kind, number)}  {amount:>12}  {why}"


async def redrive(connection: Connection, market_code: int, number: str, now: datetime) -> None:
    """Take up what was given up: `pay_…`, `ref_…`, `trf_…`, or the `ord_…` of a shipment."""
    if number.startswith("ref"):
        await refund.steps.redrive(connection, market_code, read_id("ref", number), now=now)
    elif number.startswith("trf"):
        await transfer.redrive(connection, market_code, read_id("trf", number), now=now)
    elif number.startswith("ord"):
        await shipping.try_again(connection, market_code, read_id("ord", number), at=now)
    else:
        await payout.redrive(connection, market_code, read_id("pay", number), now=now)


async def settle(connection: Connection, asked: Namespace, now: datetime) -> None:
    """End the refund or the transfer that `asked.settle` names."""
    if asked.settle.startswith("ref"):
        number = read_id("ref", asked.settle)
        await refund.steps.settle_by_hand(
            connection, asked.market, number, words=asked.words, now=now
        )
    else:
        number = read_id("trf", asked.settle)
        await transfer.settle_by_hand(
            connection, asked.market, number, arrived=asked.arrived, words=asked.words, now=now
        )


def _asked(arguments: Sequence[str]) -> Namespace:
    parser = ArgumentParser("python -m deploy.by_hand")
    parser.add_argument("market", type=int, help="six-digit code of the market")
    deed = parser.add_mutually_exclusive_group()
    deed.add_argument("--redrive", metavar="NUMBER", help="take a dead letter up again")
    deed.add_argument("--settle", metavar="NUMBER", help="end what WeChat can't end any more")
    parser.add_argument("--words", help="how it was paid, or where it was seen; kept")
    parser.add_argument("--arrived", action="store_true", help="a transfer's person had the money")
    asked = parser.parse_args(arguments)
    if asked.settle and not asked.words:
        parser.error("--settle needs --words")
    return asked


if __name__ == "__main__":
    sys.exit(asyncio.run(main(_asked(sys.argv[1:]))))

"""`python -m deploy.roles WHAT …`: what an operator does about those who sell.

    appoint REGION PAYEE [--until DAY]       let a payee look after a region
    end REGION                               its agent's term ends, and nobody follows
    merge REGION SUCCESSOR                   a code was given up for another
    bounty MARKET FEN BILLS CONSUMERS LEAST  the bounty for whoever joins later (market 0: all)
    nature PAYEE NATURE                      what a payee's income is to those who tax it
    withholding NATURE BP                    how much of such an income would be withheld
    statement MARKET PAYEE MONTH             a payee's earnings of a month (2026-03), as CSV

`--at DAY` (2026-03-01, its midnight in market time) says from when a change applies; without it,
from now on. It reads the same settings as the product. A refusal ends it with exit status 1.
"""

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from datetime import date, datetime, time

from deploy.roles.changes import CHANGES
from deploy.roles.sheet import write_statement
from models import role
from models.clock import MARKET_ZONE, market_clock
from models.database import close_database, open_database
from models.refusal import Refusal
from models.settings import settings_from


async def main(asked: Namespace) -> int:
    """Do what was asked for."""
    settings = settings_from(os.environ)
    database = await open_database(settings.database_url, pool_size=2)
    try:
        if asked.what == "statement":
            period = role.period.month(*map(int, asked.month.split("-")))
            await write_statement(database, asked.market, asked.payee, period, sys.stdout)
            return 0
        now = market_clock(settings.market_clock)()
        work = CHANGES[asked.what]
        await database.in_transaction(lambda connection: work(connection, asked, now))
    except Refusal as refusal:
        print(refusal.code, refusal.detail, file=sys.stderr)
        return 1
    finally:
        await close_database(database)
    return 0


def read_arguments(arguments: Sequence[str]) -> Namespace:
    """What was asked for; a wrong word ends the program."""
    parser = ArgumentParser(
        "python -m deploy.roles", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    whats = parser.add_subparsers(dest="what", required=True)
    for what, numbers, words in (
        ("appoint", ("region", "payee"), ()),
        ("end", ("region",), ()),
        ("merge", ("region", "successor"), ()),
        ("bounty", ("market", "fen", "bills", "consumers", "least"), ()),
        ("nature", ("payee",), ("nature",)),
        ("withholding", (), ("nature",)),
        ("statement", ("market", "payee"), ("month",)),
    ):
        one = whats.add_parser(what)
        for name in numbers:
            one.add_argument(name, type=int)
        for name in words:
            one.add_argument(name)
        one.add_argument("--at", type=_midnight)
        if what == "withholding":
            one.add_argument("bp", type=int)
        if what == "appoint":
            one.add_argument("--until", type=_midnight)
        if what == "nature":
            one.add_argument("--by", default=os.environ.get("USER", "operator"))
    return parser.parse_args(arguments)


def _midnight(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(), MARKET_ZONE)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(read_arguments(sys.argv[1:]))))

"""`python -m deploy.channel MARKET …`: shops outside, the stores they may name, and their keys.

    … --add "钱塘商城" --kind own_mall --stores noodles tea     a new channel with its first key
    … --key 3                                                  a further key for channel 3
    … --retire 0123456789abcdef                                let a key count no more

A secret is printed once and kept sealed. Two keys may be active, so that a channel changes over
without a pause: add the second, let the shop use it, retire the first. Without more it lists the
channels of the market. Exit status 1 for a refusal, whose code it prints.
"""

import asyncio
import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime

from models import channel, merchant
from models.clock import market_clock
from models.database import Connection, close_database, open_database
from models.people import Seal
from models.refusal import Refusal
from models.settings import settings_from

KINDS = ("own_mall", "brand_mall", "supermarket")


async def main(asked: Namespace) -> int:
    """Do what is asked in one transaction, and list what then stands."""
    settings = settings_from(os.environ)
    seal = Seal(keys=settings.seal_keys, index_key=settings.seal_index_key)
    now = market_clock(settings.market_clock)()
    database = await open_database(settings.database_url, pool_size=1)
    try:
        for line in await database.in_transaction(lambda c: act(c, asked, seal, now)):
            print(line)
    except Refusal as refusal:
        print(f"{refusal.code} {refusal.detail}", file=sys.stderr)
        return 1
    finally:
        await close_database(database)
    return 0


async def act(connection: Connection, asked: Namespace, seal: Seal, now: datetime) -> list[str]:
    """Do what is asked; returns what to print."""
    if asked.retire:
        done = await channel.retire_key(connection, key_id=asked.retire, at=now)
        return [f"{asked.retire} {'retired' if done else 'was not active'}"]
    number = await _add(connection, asked, now) if asked.add else asked.key
    if number:
        key = await channel.add_key(connection, channel_no=number, seal=seal, at=now)
        return [f"channel {number}", f"key    {key.key_id}", f"secret {key.secret}"]
    return await _list(connection, asked.market)


async def _add(connection: Connection, asked: Namespace, now: datetime) -> int:
    stores = [await merchant.by_scene(connection, scene=one, at=now) for one in asked.stores]
    return await channel.add_channel(
        connection,
        market_code=asked.market,
        name=asked.add,
        kind=asked.kind,
        requests_per_minute=asked.per_minute,
        merchant_nos=[one.merchant_no for one in stores],
        at=now,
    )


async def _list(connection: Connection, market_code: int) -> list[str]:
    rows = await connection.fetch(
        "SELECT channel_no, kind, name, open, requests_per_minute,"
        " (SELECT string_agg(key_id, ' ' ORDER BY created_at) FROM channel_keys AS k"
        "  WHERE k.channel_no = c.channel_no AND retired_at IS NULL) AS keys"
        " FROM channels AS c WHERE market_code = $1 ORDER BY channel_no",
        market_code,
    )
    return [
        f"{row[0]:>4}  {row[1]:<12} {row[2]}  {'open' if row[3] else 'closed'}"
        f"  {row[4]}/min  keys {row[5] or 'none'}"
        for row in rows
    ]


def _asked() -> Namespace:
    parser = ArgumentParser(prog="python -m deploy.channel", description=__doc__)
    parser.add_argument("market", type=int)
    parser.add_argument("--add", metavar="NAME")
    parser.add_argument("--kind", choices=KINDS, default="own_mall")
    parser.add_argument("--stores", nargs="+", default=[], metavar="SCENE")
    parser.add_argument("--per-minute", type=int, default=300)
    parser.add_argument("--key", type=int, metavar="CHANNEL")
    parser.add_argument("--retire", metavar="KEY")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(_asked())))

"""The rules of the demo's market, and the commitments to its draws."""

from datetime import datetime, time, timedelta

from deploy.demo.options import MARKET, Options
from deploy.demo.programs import SIGN_OFF, demo_book
from deploy.demo.receipts import Receipts
from deploy.demo.stack import Stack
from models import merchant, packet_chain, rulebook
from models.clock import MARKET_ZONE
from models.database import Database

_DAYS_AFTER = 60


async def publish_rules(
    database: Database, stack: Stack, options: Options, receipts: Receipts
) -> rulebook.Book:
    """Publish rules the day before they bind, and commit to every day's draw; the clock then stands
    where they begin."""
    published_at = stack.clock()
    first = published_at.astimezone(MARKET_ZONE).date() + timedelta(days=1)
    book = demo_book(
        options.program,
        market_code=MARKET,
        effective_at=datetime.combine(first, time(), MARKET_ZONE),
        hold_s=options.hold_s,
    )
    last = receipts.chosen[-1].at.date() + timedelta(days=_DAYS_AFTER)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    async with database.transaction() as connection:
        await merchant.open_market(connection, market_code=MARKET)
        await rulebook.publish(
            connection,
            book,
            at=published_at,
            points_switched_on=options.points,
            sign_off=SIGN_OFF if options.points else None,
        )
        await packet_chain.commit_to_draws(
            connection,
            market_code=MARKET,
            days=days,
            root_key=options.secret("draw"),
            at=published_at,
        )
    stack.clock.drive(book.effective_at)
    return book

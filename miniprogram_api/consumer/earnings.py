"""What a person has earned by those they brought, or in whatever role they have."""

from miniprogram_api.earnings import Earnings, PeriodsInMarket
from miniprogram_api.earnings_page import earnings_page
from miniprogram_api.route import Call
from models import merchant, people


async def own_earnings(call: Call[PeriodsInMarket]) -> Earnings:
    """One's own earnings in a market, in a day or a month."""
    async with call.house.database.connection() as connection:
        market = await merchant.market_or_only(connection, call.asked.market or None)
        payee_no = await people.known_payee(connection, consumer_no=call.number)
    return await earnings_page(call, market, [payee_no] if payee_no else [], call.asked)

"""`green_points`: the points that a bill brings, and what may become of them.

What comes without any growth is said first, and larger than the ceiling: nobody can count on more,
and of that only as much as the pool then holds.
"""

from msgspec import structs

from models import green_points
from models.database import Connection
from models.green_points.text import hundredths
from models.money import format_yuan
from models.quote.base import Asked, allocate
from models.quote.pooled import PooledQuote, caveat_sentence, quote_pooled, source_sentences
from models.rulebook import GreenPointsBook
from models.rulebook.schedule import UNIT, reaches


class GreenQuote(PooledQuote, frozen=True, kw_only=True):
    """What a bill can bring as coupons; points in hundredths, as many for its store.

    Without growth `first_fen` is scheduled a period, `without_growth_fen` in all after `periods`.
    Of what the last period scheduled for everybody (`last_scheduled_fen`), `last_released_fen` was
    there; both 0 before the first.
    """

    points: int
    first_fen: int
    without_growth_fen: int
    periods: int
    last_scheduled_fen: int
    last_released_fen: int


async def quote_green_points(connection: Connection, asked: Asked) -> GreenQuote:
    """Quote a bill: its points are worth its discount, and their cap is a multiple of that."""
    book, market_code = asked.book(GreenPointsBook), asked.store.market_code
    points = allocate(asked).discount_fen
    pooled = await quote_pooled(connection, asked, cap_fen=points * book.cap_multiple)
    last = await green_points.periods_of(connection, market_code, 0, limit=1)
    flat = [points * reach // UNIT for reach in _flat(book)]
    return GreenQuote(
        **structs.asdict(pooled),
        points=points,
        first_fen=flat[0],
        without_growth_fen=flat[-1],
        periods=book.most_periods,
        last_scheduled_fen=last[0].all_scheduled_fen if last else 0,
        last_released_fen=last[0].all_released_fen if last else 0,
    )


def _flat(book: GreenPointsBook) -> list[int]:
    """The reach after each period if the inflow never grows."""
    return list(
        reaches(
            initial_release_bp=book.initial_release_bp,
            growth_bp=0,
            cap_multiple=book.cap_multiple,
            periods=book.most_periods,
        )
    )


def green_sentences(quote: GreenQuote, *, english: bool) -> list[str]:
    """The quote in words: what comes without growth, then the ceiling, beside what there is."""
    said = (_english if english else _chinese)(quote)
    return [
        *source_sentences(quote, english=english),
        *said,
        caveat_sentence(english=english),
    ]


def _chinese(quote: GreenQuote) -> list[str]:
    last = (
        f"上一期全部计划共{format_yuan(quote.last_scheduled_fen)}，"
        f"资金池实际支付{format_yuan(quote.last_released_fen)}。"
        if quote.last_scheduled_fen
        else "还没有任何一期释放过。"
    )
    return [
        f"您得{hundredths(quote.points)}积分，商家也得同样多；积分不是钱，只分期释放为消费券。",
        f"若流入不增长：每期计划{hundredths(quote.first_fen)}张券，{quote.periods}期合计"
        f"{hundredths(quote.without_growth_fen)}张，且须资金池有钱。",
        f"无论怎样增长，最多值{format_yuan(quote.cap_fen)}的券：这是上限，不是承诺。",
        f"资金池现有{format_yuan(quote.funded_fen)}，属于所有人；{last}",
    ]


def _english(quote: GreenQuote) -> list[str]:
    last = (
        f"All schedules of the last period came to {format_yuan(quote.last_scheduled_fen)};"
        f" {format_yuan(quote.last_released_fen)} was there and was released."
        if quote.last_scheduled_fen
        else "No period has released anything yet."
    )
    return [
        f"You get {hundredths(quote.points)} points and the store as many; points are not money,"
        " they are only released as coupons, period by period.",
        f"If the inflow does not grow: {hundredths(quote.first_fen)} coupons a period are"
        f" scheduled, {hundredths(quote.without_growth_fen)} in all after {quote.periods} periods,"
        " and only as far as the pool has the money.",
        f"However much it grows, coupons for {format_yuan(quote.cap_fen)} at most: a ceiling, not a"
        " promise.",
        f"The pool holds {format_yuan(quote.funded_fen)} now, for everybody together. {last}",
    ]

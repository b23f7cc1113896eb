"""`appreciating_points`: how many points a bill brings, at what price, and what backs them."""

from msgspec import structs

from models.appreciating_points import Holder, mint, read_pool, redeem, text
from models.database import Connection
from models.money import bp_of, format_yuan
from models.quote.base import Asked
from models.quote.pooled import (
    PooledQuote,
    caveat_sentence,
    ceiling_sentence,
    quote_pooled,
    source_sentences,
)
from models.rulebook import AppreciatingPointsBook
from models.rulebook.spell import hundredths


class PointsQuote(PooledQuote, frozen=True, kw_only=True):
    """What a bill can bring in points, if it were settled now.

    It would mint `points` (hundredths) at `quoted_e8` (10⁻⁸ fen a point), which counts its own
    inflow. All of them would redeem for `today_fen` as the pool then stands, after the fee.
    """

    points: int
    quoted_e8: int
    today_fen: int


async def quote_appreciating_points(connection: Connection, asked: Asked) -> PointsQuote:
    """Quote a bill: redemptions are capped by what was spent."""
    book = asked.book(AppreciatingPointsBook)
    cap_fen = bp_of(asked.amount_fen, book.cap_bp)
    pooled = await quote_pooled(connection, asked, cap_fen=cap_fen)
    pool, _ = await read_pool(connection, asked.store.market_code)
    minted = mint(
        pool,
        Holder(),
        amount_fen=asked.amount_fen,
        inflow_fen=pooled.pool_fund_fen,
        book=book,
    )
    today_fen = 0
    if minted.points:
        done = redeem(minted.pool, minted.holder, points=minted.points, book=book)
        today_fen = done.paid_fen
    return PointsQuote(
        **structs.asdict(pooled),
        points=minted.points,
        quoted_e8=minted.price_e8,
        today_fen=today_fen,
    )


def points_sentences(quote: PointsQuote, *, english: bool) -> list[str]:
    """The quote in words: what is backed today first, the quoted price beside it."""
    points, today = hundredths(quote.points), format_yuan(quote.today_fen)
    price = text.write_price(quote.quoted_e8)
    if english:
        said = (
            f"It brings {points} points, which would redeem for {today} today, after the fee. They"
            f" are quoted at {price} each: the result of a formula, not what you can redeem."
        )
    else:
        said = (
            f"本单可得{points}个积分，按今天的资金池，扣手续费后能换{today}。"
            f"每个积分报价{price}：这是公式的结果，不是您能换到的钱。"
        )
    return [
        *source_sentences(quote, english=english),
        said,
        ceiling_sentence(quote, english=english),
        caveat_sentence(english=english),
    ]

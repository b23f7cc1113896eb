"""`weekday_pool`: what a bill puts into the pool, and how far it may go there."""

from datetime import date

from msgspec import structs

from models import weekday_pool
from models.clock import market_day
from models.database import Connection
from models.money import bp_of, format_percent, format_yuan
from models.quote.base import Asked, allocate
from models.quote.pooled import PooledQuote, caveat_sentence, quote_pooled, source_sentences
from models.rulebook import WeekdayPoolBook


class WeekdayQuote(PooledQuote, frozen=True, kw_only=True):
    """What a bill can bring out of the weekday pool, if it were paid now.

    `cap_fen` counts the payer's `partners`, this store included; further partners can raise it to
    `whole_cap_fen`. The last release found `waiting_claims` claims that lacked `lacking_fen`
    together; the next one is at the midnight of `next_release_on`: `next_release_bp` of the pool.
    """

    partners: int
    whole_cap_fen: int
    waiting_claims: int
    lacking_fen: int
    next_release_on: date
    next_release_bp: int


async def quote_weekday_pool(connection: Connection, asked: Asked) -> WeekdayQuote:
    """Quote a bill with the partners that its payer has now; with none for nobody in particular."""
    book, market_code = asked.book(WeekdayPoolBook), asked.store.market_code
    foreseen = await weekday_pool.foresee(
        connection,
        market_code=market_code,
        consumer_no=asked.consumer_no,
        merchant_no=asked.store.merchant_no,
        amount_fen=asked.amount_fen,
        discount_fen=allocate(asked).discount_fen,
        book=book,
        at=asked.at,
    )
    pooled = await quote_pooled(connection, asked, cap_fen=foreseen.cap_fen)
    standing = await weekday_pool.standing(connection, market_code)
    next_day = weekday_pool.next_release(book, market_day(asked.at))
    return WeekdayQuote(
        **structs.asdict(pooled),
        partners=foreseen.partners,
        whole_cap_fen=bp_of(asked.amount_fen, book.cap_bp),
        waiting_claims=standing.waiting_claims,
        lacking_fen=standing.lacking_fen,
        next_release_on=next_day,
        next_release_bp=book.weekday_release_bp[next_day.weekday()],
    )


def weekday_sentences(quote: WeekdayQuote, *, english: bool) -> list[str]:
    """The quote in words: the ceiling, what is funded now, and for how many."""
    said = (_cap_english if english else _cap_chinese)(quote)
    return [
        *source_sentences(quote, english=english),
        *said,
        caveat_sentence(english=english),
    ]


def _cap_chinese(quote: WeekdayQuote) -> list[str]:
    cap, whole = format_yuan(quote.cap_fen), format_yuan(quote.whole_cap_fen)
    partners = f"目前有{quote.partners}家伙伴商家" if quote.partners > 1 else "目前只算这一家商家"
    return [
        f"本单全部返还合计不超过{cap}：让利乘以伙伴商家的个数，{partners}；以后在更多商家消费，"
        f"上限最多提高到{whole}。这是上限，不是承诺。",
        f"资金池现有{format_yuan(quote.funded_fen)}，属于所有人；最近一次释放时，"
        f"{quote.waiting_claims}份资格离上限共差{format_yuan(quote.lacking_fen)}。",
        f"下次释放在{quote.next_release_on.isoformat()}零点：当时余额的"
        f"{format_percent(quote.next_release_bp)}，按份额分给所有未达上限的资格。",
    ]


def _cap_english(quote: WeekdayQuote) -> list[str]:
    cap, whole = format_yuan(quote.cap_fen), format_yuan(quote.whole_cap_fen)
    count = quote.partners
    partners = f"{count} partner stores so far" if count > 1 else "only this store so far"
    return [
        f"All that this bill brings back is at most {cap}: the discount times the partner stores,"
        f" {partners}; purchases at further stores can raise that to {whole}. It is a ceiling, not"
        " a promise.",
        f"The pool holds {format_yuan(quote.funded_fen)} now, for everybody together; at the last"
        f" release {quote.waiting_claims} claims lacked {format_yuan(quote.lacking_fen)} to their"
        " caps.",
        f"The next release is at the midnight that begins {quote.next_release_on.isoformat()}:"
        f" {format_percent(quote.next_release_bp)} of what the pool then holds, shared among all"
        " claims below their caps.",
    ]

"""What the quotes of all programs with a pool say alike, in figures and in words."""

from models.database import Connection
from models.ledger import Kind, account, balances_of
from models.money import format_yuan
from models.pool import pool_account
from models.quote.base import Asked, Quote, allocate
from models.rulebook.netting import netted_fen


class PooledQuote(Quote, frozen=True, kw_only=True):
    """What a bill can bring out of a pool.

    `pool_fund_fen` enters the market's pool, `instant_fen` is the payer's at once; `funded_fen` is
    what lies in the pool now, for everybody.
    """

    pool_fund_fen: int
    instant_fen: int


async def quote_pooled(connection: Connection, asked: Asked, *, cap_fen: int) -> PooledQuote:
    """Divide a bill between its payer and the pool; `cap_fen` is the program's to say."""
    version, allocated = asked.store.version, allocate(asked)
    pool = pool_account(version.book.program)
    receivable = account(Kind.RECEIVABLE, asked.store.merchant_no)
    balances = await balances_of(connection, asked.store.market_code, {pool, receivable})
    netted = netted_fen(allocated.packets_fen, -balances[receivable], version.book.netting_bp)
    return PooledQuote(
        program=version.book.program,
        amount_fen=asked.amount_fen,
        discount_fen=allocated.discount_fen,
        netted_fen=netted,
        cap_fen=cap_fen,
        funded_fen=balances[pool],
        pool_fund_fen=allocated.packets_fen - netted,
        instant_fen=allocated.instant_fen,
        book_no=version.book_no,
        book_hash=version.hash,
    )


def source_sentences(quote: PooledQuote, *, english: bool) -> list[str]:
    """Where the bill's discount goes."""
    given, fund = format_yuan(quote.discount_fen), format_yuan(quote.pool_fund_fen)
    instant = format_yuan(quote.instant_fen) if quote.instant_fen else ""
    if english:
        at_once = f" {instant} of it is yours at once," if instant else ""
        said = f"The store gives up {given} of this bill;{at_once} {fund} enters the market's pool."
    else:
        at_once = f"其中{instant}马上记给您，" if instant else ""
        said = f"商家为本单让利{given}，{at_once}{fund}进入本市场的资金池。"
    return [said, *_covers(quote, english=english)]


def ceiling_sentence(quote: PooledQuote, *, english: bool) -> str:
    """The ceiling, and beside it what is funded."""
    cap, pool = format_yuan(quote.cap_fen), format_yuan(quote.funded_fen)
    if english:
        return (
            f"This bill can bring back {cap} at most: a ceiling, not a promise. The pool holds"
            f" {pool} now, for everybody together."
        )
    return f"本单最多带回{cap}：这是上限，不是承诺。资金池现有{pool}，属于所有人。"


def caveat_sentence(*, english: bool) -> str:
    """What no quote may leave unsaid."""
    if english:
        return "The pool is filled by later bills only; how much comes and when is not certain."
    return "资金池只来自以后的账单；多少、何时，都不确定。"


def _covers(quote: PooledQuote, *, english: bool) -> list[str]:
    if not quote.netted_fen:
        return []
    netted = format_yuan(quote.netted_fen)
    if english:
        return [
            f"Bills of this store were refunded after their rebates had been paid out: another"
            f" {netted} meant for the pool covers that first."
        ]
    return [f"这家店有账单退了款，已发出的返还尚未补足：原定进入资金池的{netted}先用于弥补。"]

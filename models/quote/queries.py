"""Quoting one bill at one store, by the program of the rule book in force there."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from models.database import Connection
from models.merchant import Store
from models.money import require_amount
from models.quote.appreciating_points import points_sentences, quote_appreciating_points
from models.quote.base import Asked, Quote
from models.quote.chain import quote_chain
from models.quote.chain_text import chain_sentences
from models.quote.green_points import green_sentences, quote_green_points
from models.quote.weekday_pool import quote_weekday_pool, weekday_sentences


class _Program(NamedTuple):
    quote: Callable[[Connection, Asked], Awaitable[Quote]]
    sentences: Callable[..., list[str]]


_PROGRAMS: Final[Mapping[str, _Program]] = {
    "packet_chain": _Program(quote_chain, chain_sentences),
    "weekday_pool": _Program(quote_weekday_pool, weekday_sentences),
    "green_points": _Program(quote_green_points, green_sentences),
    "appreciating_points": _Program(quote_appreciating_points, points_sentences),
}


async def quote_for(
    connection: Connection,
    *,
    store: Store,
    amount_fen: int,
    at: datetime,
    consumer_no: int | None = None,
) -> Quote:
    """Quote a bill of `amount_fen` at `store` at `at` (market time); raises `AmountRefused`.

    Returns the quote of the program, which for a known consumer knows what that consumer has there.
    """
    asked = Asked(
        store=store, amount_fen=require_amount(amount_fen), at=at, consumer_no=consumer_no
    )
    return await _PROGRAMS[store.version.book.program].quote(connection, asked)


def sentences(quote: Quote, *, english: bool) -> list[str]:
    """The quote in a few sentences, Chinese or English."""
    return _PROGRAMS[quote.program].sentences(quote, english=english)

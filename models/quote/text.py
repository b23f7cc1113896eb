"""The quote in words: what is certain, what is the ceiling, and that nothing is promised."""

from models.money import format_yuan
from models.quote.queries import Quote


def sentences(quote: Quote, *, english: bool) -> list[str]:
    """The quote in four sentences, Chinese or English."""
    return _english(quote) if english else _chinese(quote)


def _chinese(quote: Quote) -> list[str]:
    return [
        f"商家为本单让利{format_yuan(quote.discount_fen)}，"
        f"其中{format_yuan(quote.packet_fund_fen)}作为红包，发给此前在这里消费的顾客。",
        f"您由此排队，最多可得{quote.packets_at_most}个红包，合计不超过"
        f"{format_yuan(quote.cap_fen)}。这是上限，不是承诺。",
        f"同档账单今天已为红包出资{format_yuan(quote.funded_today_fen)}，"
        f"您前面还有{quote.open_claims_ahead}份在排队。",
        "红包只来自以后到店的账单：没有新的账单，就没有红包；多少、何时，都不确定。",
    ]


def _english(quote: Quote) -> list[str]:
    ahead = quote.open_claims_ahead
    return [
        f"The store gives up {format_yuan(quote.discount_fen)} of this bill;"
        f" {format_yuan(quote.packet_fund_fen)} of it goes in packets to those who paid here"
        " before you.",
        f"You join the queue for at most {quote.packets_at_most} packets, together no more than"
        f" {format_yuan(quote.cap_fen)}. That is a ceiling, not a promise.",
        f"Bills of this tier have put {format_yuan(quote.funded_today_fen)} into packets today;"
        f" {ahead} {'claim is' if ahead == 1 else 'claims are'} ahead of you.",
        "Packets come only from later bills here: no further bills, no packets; how much and"
        " when is not certain.",
    ]

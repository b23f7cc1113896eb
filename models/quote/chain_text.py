"""The quote of a packet chain in words: the certain, the ceiling, and that nothing is promised."""

from models.money import format_yuan
from models.quote.chain import ChainQuote


def chain_sentences(quote: ChainQuote, *, english: bool) -> list[str]:
    """The quote in five sentences or six, Chinese or English."""
    return _english(quote) if english else _chinese(quote)


def _chinese(quote: ChainQuote) -> list[str]:
    most, cap = quote.packets_at_most, format_yuan(quote.cap_fen)
    if quote.joins_claim is None:
        place = f"您由此排队，最多可得{most}个红包，合计不超过{cap}。"
    elif most:
        place = f"您今天在这里已有一份资格，本单并入它：上限增加{cap}，最多还可得{most}个红包。"
    else:
        place = "您今天在这一档的红包已经领满，本单不再带来红包。"
    fund = format_yuan(quote.packet_fund_fen)
    use = (
        f"其中{fund}作为红包，发给此前在这里消费的顾客。"
        if quote.joins_claim is None
        else f"其中{fund}进入队列储备，供以后的红包使用。"
    )
    count = quote.packets_per_order
    return [
        f"商家为本单让利{format_yuan(quote.discount_fen)}，{use}",
        *_covers_chinese(quote),
        f"{place}这是上限，不是承诺。" if most else place,
        f"同档账单今天已为红包出资{format_yuan(quote.funded_today_fen)}，队列储备现有"
        f"{format_yuan(quote.funded_fen)}；您前面还有{quote.open_claims_ahead}份在排队。",
        "同档再有其他顾客付款，才可能有您的红包。"
        if quote.open_claims_ahead < count
        else f"每笔账单发给最早的{count}份，要等前面少于{count}份，才可能轮到您。",
        "红包只来自以后到店的账单：没有新的账单，就没有红包；多少、何时，都不确定。",
    ]


def _covers_chinese(quote: ChainQuote) -> list[str]:
    if not quote.netted_fen:
        return []
    return [
        f"这家店有账单退了款，已发出的红包尚未补足：本单原定的红包中，{format_yuan(quote.netted_fen)}"
        "先用于弥补，不进入红包。下面今天的出资，没有扣除这样弥补的和退款收回的部分。"
    ]


def _english(quote: ChainQuote) -> list[str]:
    ahead, count = quote.open_claims_ahead, quote.packets_per_order
    most, cap = quote.packets_at_most, format_yuan(quote.cap_fen)
    if quote.joins_claim is None:
        place = f"You join the queue for at most {most} packets, together no more than {cap}."
    elif most:
        place = (
            f"It joins the claim that you opened here today: its ceiling rises by {cap}, and at"
            f" most {most} more packets can come."
        )
    else:
        place = "You have had today's packets in this tier, so this bill brings none."
    use = (
        "goes in packets to those who paid here before you."
        if quote.joins_claim is None
        else "goes to the queue's reserve, for later packets."
    )
    return [
        f"The store gives up {format_yuan(quote.discount_fen)} of this bill;"
        f" {format_yuan(quote.packet_fund_fen)} of it {use}",
        *_covers_english(quote),
        f"{place} That is a ceiling, not a promise." if most else place,
        f"Bills of this tier have put {format_yuan(quote.funded_today_fen)} into packets today,"
        f" and {format_yuan(quote.funded_fen)} lies in the queue's reserve;"
        f" {ahead} {'claim is' if ahead == 1 else 'claims are'} ahead of you.",
        "Only when another shopper pays in this tier can a packet come to you."
        if ahead < count
        else f"Each bill serves the {count} oldest claims, so none can come to you before fewer"
        f" than {count} are ahead.",
        "Packets come only from later bills here: no further bills, no packets; how much and"
        " when is not certain.",
    ]


def _covers_english(quote: ChainQuote) -> list[str]:
    if not quote.netted_fen:
        return []
    return [
        f"Bills of this store were refunded after their packets had been paid out: another"
        f" {format_yuan(quote.netted_fen)} meant for packets covers that first and goes into none."
        " Today's sum below leaves out neither such cover nor what refunds took back."
    ]

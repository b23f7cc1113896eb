"""A rule book in English. Every figure comes from the book."""

from models.money import bp_of, format_percent, format_yuan
from models.rulebook import shared_en as shared
from models.rulebook.book import PacketChainBook


def packet_chain(book: PacketChainBook) -> list[tuple[str, list[str]]]:
    """Write out the rules of a packet chain, section by section."""
    return [
        (book.title.en, [_opening(book)]),
        ("Where the money comes from", [_source(book)]),
        ("Where the money goes", _destinations(book)),
        ("How red packets are drawn", _draw(book)),
        ("Tiers", _tiers(book)),
        ("The cap", [_cap(book)]),
        ("Several bills on one day", [_JOINING]),
        ("When it is paid", [_hold(book)]),
        ("Refunds and disputes", [_REFUND, _netting(book), _DISPUTE]),
        ("How to check", [_VERIFY, *shared.disclosed(book), shared.VERSIONS]),
    ]


def _opening(book: PacketChainBook) -> str:
    return (
        f"{shared.heading(book)} When you have paid, your bill joins a queue;"
        " as later shoppers pay at the same store, you may receive red packets."
    )


def _source(book: PacketChainBook) -> str:
    return (
        f"{shared.discount(book)} Every red packet and commission is paid out of that discount"
        " and out of nothing else; not a fen is paid that no merchant gave."
    )


def _destinations(book: PacketChainBook) -> list[str]:
    packets = f"Red packets: {format_percent(book.packet_share_bp)} of the discount."
    return shared.destinations(book, [packets], "the red packets")


def _draw(book: PacketChainBook) -> list[str]:
    count = book.packets_per_order
    return [
        f"Each payment gives up to {count} red packets to the bills that have waited longest in"
        " its queue, one to each; your own payment never pays you. A random draw decides the size"
        " of each packet, which is at least one fen.",
        f"While fewer than {count} bills wait, only their part is given out, and the remainder"
        " stays with the queue as a reserve: a later payment may draw on it for as much again as"
        " its own part for packets."
        f" A bill leaves the queue with {count} packets or at its cap; what would go beyond the"
        " cap joins the reserve.",
    ]


def _tiers(book: PacketChainBook) -> list[str]:
    bounds = [format_yuan(bound) for bound in book.tiers_fen]
    steps = []
    for below, bound in zip([None, *bounds], [*bounds, None], strict=True):
        over = [f"over {below}"] if below else []
        upto = [f"up to {bound}"] if bound else []
        steps.append(" ".join([*over, *upto]) or "one tier for all")
    who = (
        "A merchant may set bounds that suit its own bills; those shown in the store count."
        if book.tiers_adjustable
        else "The bounds are the same for all merchants."
    )
    return [
        f"Bills are sorted by amount: {'; '.join(steps)}.",
        f"Bills of one store and one tier wait in one queue. {who}",
    ]


def _cap(book: PacketChainBook) -> str:
    least, most = (
        format_percent(bp_of(rate, book.packet_share_bp))
        for rate in (book.discount_min_bp, book.discount_max_bp)
    )
    return (
        f"All red packets of a bill together never pass {format_percent(book.cap_bp)} of what you"
        " paid. That is a ceiling, never a promise: it can be much less, or nothing."
        f" On average {least} to {most} of a bill is what goes into red packets."
        " Wherever the cap is shown, what is funded now is shown beside it."
    )


def _hold(book: PacketChainBook) -> str:
    return (
        f"A red packet goes to your WeChat balance {shared.hold(book)} after the"
        " payment that brought it; the wait is for refunds and checks. Where a merchant accepts"
        " the risk in writing it may be shorter, though never shorter than WeChat allows."
        " What WeChat can't deliver for the moment is kept, stays visible and does not lapse."
    )


def _netting(book: PacketChainBook) -> str:
    first = (
        "What a refunded bill had put into red packets is taken out of packets not paid yet and of"
        " the queue's reserve; what was paid out stays with those who have it."
    )
    if not book.netting_bp:
        return f"{first} Nothing is taken from later bills for it."
    return (
        f"{first} What is then missing is covered out of later bills of the same store: at most"
        f" {format_percent(book.netting_bp)} of what a bill puts into red packets, until it is"
        " covered. While that lasts, you are told so before you pay."
    )


_JOINING = (
    "A shopper has one claim a day in a queue. A further bill of the day joins it: its cap grows,"
    " its count of packets does not start again; once the count is used up, nothing is added that"
    " day. The packets' part of a further bill is not drawn at once but goes to the queue's"
    " reserve. The rule is there so that splitting a bill does not pay."
)
_REFUND = (
    "A refund lowers the cap in proportion; after a full refund the bill leaves the queue. What it"
    " received above the new cap is kept as a debt, taken from later red packets only and never"
    " from any other money of yours."
)
_DISPUTE = (
    "A disputed bill keeps its place, receives nothing until the dispute is settled, and then"
    " waits on where it stood."
)
_VERIFY = (
    "Before each day begins we publish the fingerprint of that day's secret, and when the day has"
    " ended the secret itself. Anyone can then compute every red packet again by a public method,"
    " and see why there was a packet, or why there was none."
)

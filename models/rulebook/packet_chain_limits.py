"""What WeChat and plain arithmetic allow a packet chain to be."""

from collections.abc import Iterator

from models.rulebook.book import PacketChainBook
from models.rulebook.limits import check_cap, check_reach
from models.rulebook.objection import Objection

MOST_RECEIVERS = 50
"""WeChat's receivers per split request; an order is split by one request."""


def check_packet_chain(book: PacketChainBook) -> Iterator[Objection]:
    """Everything that is against this packet chain beside what any book must be."""
    yield from check_caps(book)
    yield from check_packets(book)
    yield from check_tiers(book.tiers_fen)
    yield from check_reach(book, book.packet_share_bp, book.packets_per_order)


def check_caps(book: PacketChainBook) -> Iterator[Objection]:
    """A cap of nothing, or packets of nothing, is not a program."""
    yield from check_cap(book.cap_bp)
    if book.packet_share_bp < 1:
        yield Objection(
            code="rulebook.nothing_to_give",
            zh="红包份额须大于零。",
            en="The packets' share must be above zero.",
            numbers={"packet_share_bp": book.packet_share_bp},
        )


def check_packets(book: PacketChainBook) -> Iterator[Objection]:
    """One split request must hold every packet, every party and the platform."""
    if not 1 <= book.packets_per_order <= MOST_RECEIVERS:
        yield Objection(
            code="rulebook.packets_per_order",
            zh=f"每单红包须为1至{MOST_RECEIVERS}个，现为{book.packets_per_order}个。",
            en=f"1 to {MOST_RECEIVERS} packets an order, not {book.packets_per_order}.",
            numbers={"packets_per_order": book.packets_per_order, "most": MOST_RECEIVERS},
        )
        return
    receivers = book.packets_per_order + len(book.lines) + 1
    if receivers > MOST_RECEIVERS:
        yield Objection(
            code="rulebook.too_many_receivers",
            zh=f"一笔订单最多要付给{receivers}方，微信一次分账最多{MOST_RECEIVERS}方。",
            en=f"An order can have {receivers} receivers; WeChat splits to {MOST_RECEIVERS}.",
            numbers={"receivers": receivers, "most": MOST_RECEIVERS},
        )


def check_tiers(tiers_fen: tuple[int, ...]) -> Iterator[Objection]:
    """Upper bounds rise from above zero; also what a merchant's own tiers must satisfy."""
    if any(low >= high for low, high in zip((0, *tiers_fen), tiers_fen, strict=False)):
        yield Objection(
            code="rulebook.tiers_not_rising",
            zh="分档的界线必须大于零并逐档升高。",
            en="The bounds of the tiers must be above zero and rise.",
        )

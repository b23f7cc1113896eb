"""What WeChat, the clock and plain arithmetic allow a packet chain to be."""

from collections.abc import Iterator
from datetime import datetime

from models.money import WHOLE_BP, format_percent
from models.rulebook.book import PacketChainBook
from models.rulebook.objection import Objection

WECHAT_RATIO_BP = 3_000
"""WeChat's largest share of an order that may be split, unless a merchant is granted more."""

MOST_RECEIVERS = 50
"""WeChat's receivers per split request; an order is split by one request."""

LEAST_HOLD_SECONDS = 60
"""WeChat splits no order younger than a minute."""

MOST_HOLD_SECONDS = 29 * 86_400
"""WeChat unfreezes what is not split after 30 days; the last day is for paying out."""


def check_ratio(book: PacketChainBook, *, granted_ratio_bp: int) -> Iterator[Objection]:
    """A merchant can't give by split more than WeChat lets leave the order."""
    if book.discount_max_bp > granted_ratio_bp:
        most, granted = format_percent(book.discount_max_bp), format_percent(granted_ratio_bp)
        yield Objection(
            code="rulebook.above_wechat_ratio",
            zh=f"让利最高{most}，超过微信允许的分账比例{granted}。",
            en=f"The discount goes up to {most}, above WeChat's split ratio of {granted}.",
            numbers={"discount_max_bp": book.discount_max_bp, "granted_ratio_bp": granted_ratio_bp},
        )


def check_caps(book: PacketChainBook) -> Iterator[Objection]:
    """Nobody gets back more than they paid, and a cap of nothing is not a program."""
    if book.cap_bp > WHOLE_BP:
        yield Objection(
            code="rulebook.uncapped",
            zh=f"上限为实付金额的{format_percent(book.cap_bp)}，最多只能是百分之百。",
            en=f"The cap is {format_percent(book.cap_bp)} of the amount paid; the most is 100%.",
            numbers={"cap_bp": book.cap_bp, "most_bp": WHOLE_BP},
        )
    if book.cap_bp < 1 or book.packet_share_bp < 1:
        yield Objection(
            code="rulebook.nothing_to_give",
            zh="红包份额与上限都须大于零。",
            en="Both the packets' share and the cap must be above zero.",
            numbers={"cap_bp": book.cap_bp, "packet_share_bp": book.packet_share_bp},
        )


def check_netting(book: PacketChainBook) -> Iterator[Objection]:
    """Refunded bills are covered out of a bill's packets, so at most by all of them."""
    if book.netting_bp > WHOLE_BP:
        yield Objection(
            code="rulebook.netting_beyond_packets",
            zh=f"用于弥补退款的部分为红包的{format_percent(book.netting_bp)}，最多只能是百分之百。",
            en=f"Refunds may take {format_percent(book.netting_bp)} of a bill's red packets; the"
            " most is 100%.",
            numbers={"netting_bp": book.netting_bp, "most_bp": WHOLE_BP},
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


def check_hold(book: PacketChainBook) -> Iterator[Objection]:
    """Money rests long enough to be split at all, and not until WeChat lets go of it."""
    if not LEAST_HOLD_SECONDS <= book.hold_seconds <= MOST_HOLD_SECONDS:
        yield Objection(
            code="rulebook.hold_out_of_bounds",
            zh=f"到账等待须在{LEAST_HOLD_SECONDS}秒至{MOST_HOLD_SECONDS}秒之间。",
            en=f"The hold must be {LEAST_HOLD_SECONDS} to {MOST_HOLD_SECONDS} seconds.",
            numbers={
                "hold_seconds": book.hold_seconds,
                "least_seconds": LEAST_HOLD_SECONDS,
                "most_seconds": MOST_HOLD_SECONDS,
            },
        )


def check_tiers(tiers_fen: tuple[int, ...]) -> Iterator[Objection]:
    """Upper bounds rise from above zero; also what a merchant's own tiers must satisfy."""
    if any(low >= high for low, high in zip((0, *tiers_fen), tiers_fen, strict=False)):
        yield Objection(
            code="rulebook.tiers_not_rising",
            zh="分档的界线必须大于零并逐档升高。",
            en="The bounds of the tiers must be above zero and rise.",
        )


def check_start(book: PacketChainBook, *, published_at: datetime) -> Iterator[Objection]:
    """Rules work forward only."""
    if book.effective_at <= published_at:
        yield Objection(
            code="rulebook.effective_too_early",
            zh=f"生效时间{book.effective_at.isoformat()}不晚于公布时间：规则只向后生效。",
            en=f"It takes effect at {book.effective_at.isoformat()}, not after its publication:"
            " rules work forward only.",
        )

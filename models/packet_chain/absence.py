"""Why a claim received nothing today, in words: from facts that stand in the book, no others."""

from enum import StrEnum

from msgspec import Struct

from models.money import format_yuan
from models.packet_chain.evidence import Evidence


class Reason(StrEnum):
    """Why no packet came, or why none is missing."""

    REFUNDED = "refunded"
    CLOSED_AT_CAP = "closed_at_cap"
    CLOSED_AT_PACKETS = "closed_at_packets"
    FROZEN = "frozen"
    RECEIVED = "received"
    NO_BILL = "no_bill"
    PART_TOO_SMALL = "part_too_small"
    OLDER_FIRST = "older_first"


class Standing(Struct, frozen=True, kw_only=True):
    """How a claim stands, and what happened in its queue on one market day.

    `bills` counts the settled bills of others that came after the claim, `packets` those of them
    that gave it a packet; `last` is the evidence of the latest. `ahead` are open older claims.
    """

    cap_fen: int
    received_fen: int
    packet_count: int
    packets_at_most: int
    frozen: bool
    closed: bool
    ahead: int
    bills: int
    packets: int
    last: Evidence | None


class Absence(Struct, frozen=True):
    """The reason, and the sentences that tell it."""

    reason: Reason
    sentences: list[str]


def why_nothing(standing: Standing, *, english: bool) -> Absence:
    """Why the claim received nothing on the day; `received` where it did."""
    reason = _reason(standing)
    tell = _in_english if english else _in_chinese
    return Absence(reason, [sentence for sentence in tell(standing, reason) if sentence])


def _reason(standing: Standing) -> Reason:
    if standing.closed and not standing.cap_fen:
        return Reason.REFUNDED
    if standing.closed:
        full = standing.received_fen == standing.cap_fen
        return Reason.CLOSED_AT_CAP if full else Reason.CLOSED_AT_PACKETS
    if standing.frozen:
        return Reason.FROZEN
    if standing.packets:
        return Reason.RECEIVED
    if standing.last is None:
        return Reason.NO_BILL
    served = len(standing.last.claims)
    few = served == standing.last.part_fen and served < standing.packets_at_most
    return Reason.PART_TOO_SMALL if few else Reason.OLDER_FIRST


def _in_chinese(standing: Standing, reason: Reason) -> list[str]:
    count, most = standing.packet_count, standing.packets_at_most
    part = format_yuan(standing.last.part_fen) if standing.last else ""
    told = {
        Reason.REFUNDED: "这笔账单已全部退款，资格随之结束。",
        Reason.CLOSED_AT_CAP: f"这份资格已收满上限{format_yuan(standing.cap_fen)}，排队结束。",
        Reason.CLOSED_AT_PACKETS: f"这份资格已收到{count}个红包，达到个数上限，排队结束。",
        Reason.FROZEN: "这份资格因争议或退款申请暂停：保留原来的位置，解决之后接着排队。",
        Reason.RECEIVED: f"今天已收到{standing.packets}个红包。",
        Reason.NO_BILL: "今天同档还没有其他顾客的账单完成结算；没有新的账单，就没有红包。",
        Reason.PART_TOO_SMALL: f"最近一笔账单只够发出{part}，每份一分，先给了更早的资格。",
        Reason.OLDER_FIRST: "最近一笔账单的红包先给了排在您前面的资格。",
    }[reason]
    if standing.closed:
        return [told]
    return [
        told,
        f"您前面还有{standing.ahead}份在排队，每笔账单发给最早的{most}份。",
        f"已收到{count}个，共{format_yuan(standing.received_fen)}；上限"
        f"{format_yuan(standing.cap_fen)}，不是承诺。",
    ]


def _in_english(standing: Standing, reason: Reason) -> list[str]:
    count, most = standing.packet_count, standing.packets_at_most
    part = format_yuan(standing.last.part_fen) if standing.last else ""
    told = {
        Reason.REFUNDED: "The bill was refunded whole, and its claim ended with it.",
        Reason.CLOSED_AT_CAP: f"This claim has reached its cap of {format_yuan(standing.cap_fen)}"
        " and has left the queue.",
        Reason.CLOSED_AT_PACKETS: f"This claim has had its {count} packets and has left the queue.",
        Reason.FROZEN: "A dispute or a request for a refund holds this claim: it keeps its"
        " place and waits on afterwards.",
        Reason.RECEIVED: f"Packets that came today: {standing.packets}.",
        Reason.NO_BILL: "No other shopper's bill of this tier was settled today; without a bill"
        " there is no packet.",
        Reason.PART_TOO_SMALL: f"The latest bill had only {part} to give, one fen each, and older"
        " claims came first.",
        Reason.OLDER_FIRST: "The packets of the latest bill went to claims ahead of yours.",
    }[reason]
    if standing.closed:
        return [told]
    return [
        told,
        f"Open claims ahead of yours: {standing.ahead}. Each bill serves the {most} oldest.",
        f"Packets so far: {count}, {format_yuan(standing.received_fen)} together. The cap of"
        f" {format_yuan(standing.cap_fen)} is not a promise.",
    ]

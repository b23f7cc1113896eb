"""Why this packet, in words, from the evidence of the bill that funded it."""

from models.money import format_yuan
from models.wallet import ExplainedPacket


def why(packet: ExplainedPacket, place: int, *, english: bool) -> list[str]:
    """What happened, step by step; `place` counts from 0."""
    evidence = packet.evidence
    drawn_fen, remaining_fen = evidence.drawn_fen[place], evidence.remaining_fen[place]
    fund, part = format_yuan(evidence.fund_fen), format_yuan(evidence.part_fen)
    drawn, got = format_yuan(drawn_fen), format_yuan(packet.fen)
    recipients = len(evidence.claims)
    if english:
        told = [
            f"A later bill at {packet.store_name} put {fund} into packets.",
            f"{part} was drawn among the {recipients} oldest open claims of the queue; yours was"
            f" number {place + 1}.",
            f"The draw gave {drawn}.",
        ]
        cut = f"Your claim had {format_yuan(remaining_fen)} left to its ceiling, so {got} arrived."
    else:
        told = [
            f"之后在{packet.store_name}的一笔账单，为红包出资{fund}。",
            f"其中{part}在队列中最早的{recipients}份资格里抽取分配，您排第{place + 1}位。",
            f"抽得{drawn}。",
        ]
        cut = f"您的资格距上限还有{format_yuan(remaining_fen)}，因此实得{got}。"
    return [*told, cut] if packet.fen < drawn_fen else told

"""Why this packet, in words: from the evidence of the bill that funded it and nothing else."""

from models.money import format_percent, format_yuan
from models.packet_chain.evidence import Evidence


def why_packet(evidence: Evidence, *, place: int, store_name: str, english: bool) -> list[str]:
    """What happened, step by step, to the packet at `place` (from 0) of a settled bill."""
    return (_in_english if english else _in_chinese)(evidence, place, store_name)


def what_became(
    evidence: Evidence, *, place: int, left_fen: int, covered_fen: int, english: bool
) -> list[str]:
    """What refunds made of a packet since: `left_fen` is left of it, of which `covered_fen` covered
    what its person had been overpaid; no sentence where there is nothing to tell."""
    told = []
    if left_fen < evidence.paid_fen[place]:
        left = format_yuan(left_fen)
        told.append(
            f"That bill was refunded later, so the packet shrank to {left}."
            if english
            else f"这笔账单后来退了款，红包随之减少到{left}。"
        )
    if covered_fen:
        covered = format_yuan(covered_fen)
        told.append(
            f"{covered} of it covered what you had received for a bill of yours that was refunded."
            if english
            else f"其中{covered}先抵扣了您因退款账单多得的红包。"
        )
    return told


def _in_chinese(evidence: Evidence, place: int, store_name: str) -> list[str]:
    told = [
        f"之后在{store_name}有一笔账单，商家按{format_percent(evidence.discount_bp)}"
        f"让利{format_yuan(evidence.discount_fen)}，其中{format_yuan(evidence.fund_fen)}作为红包。"
    ]
    if evidence.netted_fen:
        told.append(f"另有{format_yuan(evidence.netted_fen)}先弥补了这家店已退款的账单。")
    if evidence.reserve_taken_fen:
        told.append(f"队列的储备为它加发{format_yuan(evidence.reserve_taken_fen)}。")
    told += [
        f"当时排在最前的{len(evidence.claims)}份资格分得其中{format_yuan(evidence.part_fen)}，"
        f"其余{format_yuan(_kept_fen(evidence))}留作储备。",
        f"您排在第{place + 1}位，抽得{format_yuan(evidence.drawn_fen[place])}。",
    ]
    if evidence.paid_fen[place] < evidence.drawn_fen[place]:
        told.append(
            f"您的资格距上限只差{format_yuan(evidence.remaining_fen[place])}，"
            f"因此实得{format_yuan(evidence.paid_fen[place])}，多出的进入储备。"
        )
    return told


def _in_english(evidence: Evidence, place: int, store_name: str) -> list[str]:
    told = [
        f"On a later bill at {store_name} the store gave up {format_yuan(evidence.discount_fen)}"
        f" ({format_percent(evidence.discount_bp)}); {format_yuan(evidence.fund_fen)} of it went"
        " into packets."
    ]
    if evidence.netted_fen:
        netted = format_yuan(evidence.netted_fen)
        told.append(f"Another {netted} first covered refunded bills of the store.")
    if evidence.reserve_taken_fen:
        told.append(f"The queue's reserve added {format_yuan(evidence.reserve_taken_fen)}.")
    told += [
        f"{format_yuan(evidence.part_fen)} was drawn among the {len(evidence.claims)} claims at"
        f" the head of the queue; {format_yuan(_kept_fen(evidence))} stayed in the reserve.",
        f"Yours was number {place + 1} and drew {format_yuan(evidence.drawn_fen[place])}.",
    ]
    if evidence.paid_fen[place] < evidence.drawn_fen[place]:
        told.append(
            f"It had {format_yuan(evidence.remaining_fen[place])} left to its ceiling, so"
            f" {format_yuan(evidence.paid_fen[place])} arrived and the rest went to the reserve."
        )
    return told


def _kept_fen(evidence: Evidence) -> int:
    """What of fund and reserve was not drawn at all."""
    return evidence.fund_fen + evidence.reserve_taken_fen - evidence.part_fen

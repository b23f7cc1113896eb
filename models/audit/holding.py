"""Which claims were held when a bill passed: no journal says so, but the bill's packets do.

A claim is held while somebody asks to have its bill back. A held claim is passed over; one that is
free and old enough gets its packet. So of the claims that were ever asked for, each is set to what
the packets show; whoever was never asked for counts as free, whatever a journal shows.
"""

from collections.abc import Callable, Collection, Sequence

import msgspec

from models.packet_chain.evidence import Evidence, read_evidence
from models.packet_chain.rules import Bill, Claim, Terms, recipients


def set_held(
    asked: Sequence[Claim],
    waiting: Callable[[], Collection[Claim]],
    bill: Bill,
    terms: Terms,
    evidence: str,
) -> None:
    """Hold or free the `asked` claims of a queue, oldest first, as the stored evidence shows."""
    candidates = [one for one in asked if not one.closed and one.consumer_no != bill.consumer_no]
    if not candidates:
        return
    try:
        told = read_evidence(evidence)
    except msgspec.MsgspecError:
        return
    served, youngest = set(told.claims), max(told.claims, default=0)
    for claim in candidates:
        claim.frozen = claim.claim_no not in served
    beyond = [claim for claim in candidates if claim.claim_no > youngest]
    if beyond and not told.further_bill:
        _set_beyond(beyond, waiting(), bill, terms, told)


def _set_beyond(
    beyond: Sequence[Claim], waiting: Collection[Claim], bill: Bill, terms: Terms, told: Evidence
) -> None:
    """Behind the last packet only the number of those who waited shows: it made the part."""
    give_fen = told.fund_fen + told.reserve_taken_fen
    for claim in (None, *beyond):
        if claim is not None:
            claim.frozen = False
        waited = len(recipients(waiting, bill.consumer_no, terms.packets_per_order))
        if give_fen * waited // terms.packets_per_order == told.part_fen:
            return

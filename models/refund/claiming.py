"""What a refund does to claims. Pure: claims in, claims out."""

from msgspec import Struct, structs

from models.refund.facts import Claim


class OwnClaim(Struct, frozen=True):
    """The bill's own claim once its cap has fallen, and where what stood above it came from."""

    claim: Claim
    cut_fen: int
    from_wallet_fen: int
    debt_fen: int


def lower_cap(claim: Claim, less_fen: int, wallet_fen: int) -> OwnClaim:
    """Take a refunded bill's cap out of its claim; `wallet_fen` is what its person's wallet holds.

    What was received above the new cap is cut from what is unpaid, then taken from the wallet; what
    was paid out already is a debt.
    """
    cap_fen = max(0, claim.cap_fen - less_fen)
    above_fen = max(0, claim.net_fen - cap_fen)
    cut_fen = min(above_fen, claim.unpaid_fen)
    from_wallet_fen = min(above_fen - cut_fen, wallet_fen)
    debt_fen = above_fen - cut_fen - from_wallet_fen
    lowered = structs.replace(
        claim,
        cap_fen=cap_fen,
        cut_fen=claim.cut_fen + cut_fen,
        taken_back_fen=claim.taken_back_fen + from_wallet_fen + debt_fen,
    )
    return OwnClaim(lowered, cut_fen, from_wallet_fen, debt_fen)


def take_packet(claim: Claim, order_id: int, most_fen: int) -> tuple[Claim, int]:
    """Shrink the packet of that order by up to `most_fen` of what is unpaid; returns how much."""
    taken_fen = min(most_fen, claim.unpaid_fen, claim.packet_of(order_id))
    left = [
        (number, fen - taken_fen if number == order_id else fen)
        for number, fen in zip(claim.packet_orders, claim.packet_fens, strict=True)
        if number != order_id or fen > taken_fen
    ]
    shrunk = structs.replace(
        claim,
        received_fen=claim.received_fen - taken_fen,
        packet_orders=tuple(number for number, _ in left),
        packet_fens=tuple(fen for _, fen in left),
    )
    return shrunk, taken_fen

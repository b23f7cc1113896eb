"""What the stores of a batch have still to cover for refunded bills, while its bills pass."""

from collections.abc import Mapping

from models.rulebook.netting import netted_fen


class Receivables:
    """What each store has still to cover, in fen; a store with nothing open is left out."""

    def __init__(self, open_fen: Mapping[int, int]) -> None:
        self.open_fen = dict(open_fen)

    def cover(self, merchant_no: int, fund_fen: int, netting_bp: int) -> int:
        """Let a bill's packet fund cover what it may; returns how much leaves the fund."""
        open_fen = self.open_fen.get(merchant_no, 0)
        if not open_fen:
            return 0
        covered_fen = netted_fen(fund_fen, open_fen, netting_bp)
        self.open_fen[merchant_no] = open_fen - covered_fen
        return covered_fen

    def grow(self, merchant_no: int, fen: int) -> None:
        """A refund left more open."""
        self.open_fen[merchant_no] = self.open_fen.get(merchant_no, 0) + fen

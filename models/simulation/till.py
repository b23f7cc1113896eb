"""What happens at the till in every program: the discount is divided and booked."""

from collections import Counter

from models.rulebook import Book, compile_allocation
from models.rulebook.allocation import AllocatedOrder
from models.rulebook.netting import netted_fen
from models.simulation.run import Month, Run
from models.simulation.town import Town, TownBill


class Till:
    """Divides the discounts of a town's bills; every party is there, which is worst for the
    platform."""

    def __init__(self, book: Book, town: Town, run: Run) -> None:
        self.run = run
        self.month = Month("")
        self._open_fen: Counter[int] = Counter()
        self._netting_bp = book.netting_bp
        self._allocation = compile_allocation(book)
        self._filled = frozenset(line.party for line in book.lines)
        self._rates = {
            merchant: min(max(rate, book.discount_min_bp), book.discount_max_bp)
            for merchant, rate in town.discount_bp.items()
        }

    def split(self, bill: TownBill) -> AllocatedOrder:
        """Divide one bill's discount."""
        return self._allocation.split(
            amount_fen=bill.amount_fen,
            discount_bp=self._rates[bill.merchant],
            filled=self._filled,
        )

    def ring(self, bill: TownBill) -> AllocatedOrder:
        """Divide one bill's discount, and book what it means for its consumer and the month."""
        order = self.split(bill)
        run, month = self.run, self.month
        run.spent_fen[bill.consumer] += bill.amount_fen
        run.gave_fen[bill.consumer] += order.discount_fen
        run.first_day.setdefault(bill.consumer, bill.day)
        month.turnover_fen += bill.amount_fen
        month.discount_fen += order.discount_fen
        month.into_fund_fen += order.packets_fen + order.instant_fen
        month.platform_fen += order.platform_fen
        for party, part_fen in order.parts:
            month.parties_fen += part_fen
            if party == "locker":
                run.locker_fen[bill.consumer] += part_fen
        return order

    def refund(self, bill: TownBill) -> None:
        """Take a refunded bill out of what its consumer spent."""
        order = self.split(bill)
        self.run.spent_fen[bill.consumer] -= bill.amount_fen
        self.run.gave_fen[bill.consumer] -= order.discount_fen
        self.month.turnover_fen -= bill.amount_fen
        self.month.discount_fen -= order.discount_fen

    def leave_open(self, bill: TownBill, fen: int) -> None:
        """A refund of this bill could not take so much back: its store has it to cover."""
        self._open_fen[bill.merchant] += fen

    def cover(self, bill: TownBill, fund_fen: int) -> int:
        """Return what is left of a bill's fund once it has covered refunded bills of its store."""
        covered_fen = netted_fen(fund_fen, self._open_fen[bill.merchant], self._netting_bp)
        self._open_fen[bill.merchant] -= covered_fen
        self.run.returned_fen += covered_fen
        return fund_fen - covered_fen

    def end_month(self, name: str, *, funded_fen: int, owed_at_most_fen: int) -> None:
        """Close the month and open the next."""
        self.month.month = name
        self.month.funded_fen = funded_fen
        self.month.owed_at_most_fen = owed_at_most_fen
        self.run.months.append(self.month)
        self.month = Month("")

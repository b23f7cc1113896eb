"""Who gets how much of one order's discount, to the fen.

The discount is floored from the amount, every line is floored from its basis, and the platform
takes the rest, so the parts always add up to the discount exactly. A book is compiled once; an
order then costs a handful of integer operations.
"""

from collections.abc import Set

from msgspec import Struct

from models.money import WHOLE_BP, require_amount
from models.refusal import Refusal
from models.rulebook.base import RuleBook
from models.rulebook.funding import require_funded

Terms = tuple[tuple[str, bool, int, bool], ...]
"""Per line: the party, whether its basis is the discount, its rate, whether unfilled is pooled."""


class DiscountOutsideBook(Refusal):
    """A discount rate that the rule book does not admit; nothing can be computed for it."""

    code = "rulebook.discount_outside"


class AllocatedOrder(Struct, frozen=True, gc=False):
    """One order's discount, divided: packets, instant, platform and parts add up to it.

    `parts` names the parties present, in the book's order, zeros included; `packets_fen` is the
    program's fund (packets, or the market's pool) with what absent parties leave to it;
    `instant_fen` is paid back to the payer at once. All amounts are fen, none is negative.
    """

    amount_fen: int
    discount_fen: int
    packets_fen: int
    platform_fen: int
    parts: tuple[tuple[str, int], ...]
    instant_fen: int = 0


class AllocationStep(Struct, frozen=True):
    """One line of the explanation: `part_fen` is `rate_bp` of `of_fen`, floored.

    `basis` is `discount`, `turnover`, or `rest` (what is left; no rate). `goes_to` is `party`,
    `platform` or `pool`.
    """

    party: str
    basis: str
    rate_bp: int | None
    of_fen: int
    part_fen: int
    goes_to: str


class Allocation:
    """A book made ready for many orders; see `compile_allocation`. It never changes."""

    __slots__ = ("_fund", "_least_bp", "_most_bp", "_terms_by_rate")

    def __init__(self, book: RuleBook) -> None:
        self._least_bp = book.discount_min_bp
        self._most_bp = book.discount_max_bp
        self._fund = book.fund
        self._terms_by_rate = _terms_by_rate(book)

    def split(self, *, amount_fen: int, discount_bp: int, filled: Set[str]) -> AllocatedOrder:
        """Divide the discount of one paid bill among its fund, the parties in `filled`, platform.

        Raises `DiscountOutsideBook` and `money.AmountRefused`.
        """
        terms = self._terms_at(discount_bp)
        discount_fen = require_amount(amount_fen) * discount_bp // WHOLE_BP
        basis, fund_bp, instant_bp = self._fund
        fund_of_fen = discount_fen if basis == "discount" else amount_fen
        packets_fen = fund_of_fen * fund_bp // WHOLE_BP
        instant_fen = discount_fen * instant_bp // WHOLE_BP
        rest_fen = discount_fen - packets_fen - instant_fen
        parts = []
        for party, of_discount, rate_bp, pooled in terms:
            part_fen = (discount_fen if of_discount else amount_fen) * rate_bp // WHOLE_BP
            if party in filled:
                parts.append((party, part_fen))
                rest_fen -= part_fen
            elif pooled:
                packets_fen += part_fen
                rest_fen -= part_fen
        return AllocatedOrder(
            amount_fen, discount_fen, packets_fen, rest_fen, tuple(parts), instant_fen
        )

    def explain(
        self, *, amount_fen: int, discount_bp: int, filled: Set[str]
    ) -> tuple[AllocationStep, ...]:
        """Return how `split` comes to its figures, step by step: fund, lines, platform.

        An unfilled line that falls to the platform is listed with what it would have been; the
        platform's own step is what is left after everything that goes elsewhere.
        """
        order = self.split(amount_fen=amount_fen, discount_bp=discount_bp, filled=filled)
        bases = {"discount": order.discount_fen, "turnover": amount_fen}
        fund = self._fund
        steps = [_step("packets", fund.basis, fund.rate_bp, bases[fund.basis], "pool")]
        if fund.instant_bp:
            steps.append(_step("payer", "discount", fund.instant_bp, order.discount_fen, "party"))
        for party, of_discount, rate_bp, pooled in self._terms_at(discount_bp):
            basis = "discount" if of_discount else "turnover"
            of_fen = bases[basis]
            goes_to = "party" if party in filled else "pool" if pooled else "platform"
            steps.append(_step(party, basis, rate_bp, of_fen, goes_to))
        rest_fen = order.platform_fen
        last = AllocationStep("platform", "rest", None, order.discount_fen, rest_fen, "platform")
        return (*steps, last)

    def _terms_at(self, discount_bp: int) -> Terms:
        if not self._least_bp <= discount_bp <= self._most_bp:
            raise DiscountOutsideBook(
                discount_bp=discount_bp, least_bp=self._least_bp, most_bp=self._most_bp
            )
        return self._terms_by_rate[discount_bp - self._least_bp]


def compile_allocation(book: RuleBook) -> Allocation:
    """Make a book ready for `split`; raises `RuleBookRefused` for one that could overspend."""
    require_funded(book)
    return Allocation(book)


def _terms_by_rate(book: RuleBook) -> list[Terms]:
    shared: dict[Terms, Terms] = {}
    by_rate = []
    for discount_bp in range(book.discount_min_bp, book.discount_max_bp + 1):
        terms = tuple(
            (
                line.party,
                line.basis == "discount",
                line.rate_at(discount_bp),
                line.unfilled_to == "pool",
            )
            for line in book.lines
        )
        by_rate.append(shared.setdefault(terms, terms))
    return by_rate


def _step(party: str, basis: str, rate_bp: int, of_fen: int, goes_to: str) -> AllocationStep:
    return AllocationStep(party, basis, rate_bp, of_fen, of_fen * rate_bp // WHOLE_BP, goes_to)

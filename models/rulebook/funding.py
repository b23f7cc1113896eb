"""The proof that a book can never hand out more than the merchant gave.

Let W = 10,000, a the amount in fen, d the discount rate in bp, D = ⌊a·d/W⌋ the discount. At one d
the lines on the discount, with what consumers get of it (`Fund`), have rates that add up to S,
those on turnover to T, a fund of the turnover included. The platform is left with
D − Σ⌊D·sᵢ/W⌋ − Σ⌊a·tⱼ/W⌋.

*Claim:* for all whole a ≥ 1 this is never negative if, and up to a = W² only if,
    margin(d) = d·(W − S) − W·T ≥ 0.

*If:* let σ = S/W and x = a·d/W = D + φ with 0 ≤ φ < 1. A negative margin aside, S ≤ W and
a·T/W ≤ x·(1 − σ). The floors of parts add up to at most the floor of their sum, so all lines take
at most ⌊Dσ⌋ + ⌊(D + φ)(1 − σ)⌋. With Dσ = m + ε, m whole and 0 ≤ ε < 1, the second floor is
D − m + ⌊φ(1 − σ) − ε⌋, and as φ(1 − σ) < 1 that is at most D − m. Together: at most D.

*Only if:* at a = W² = 100,000,000 fen, which is the largest bill (`MAX_AMOUNT_FEN`), every
division above is exact and the rest *is* margin(d). A negative margin shows there at the latest.

Between two neighbouring bracket bounds S and T are constant and the margin is linear in d, so its
least value is at an end. Hence the ends are all that must be looked at: a proof, not a sample.
Absent parties only move money to the platform or the packets, they never add any.
"""

from models.money import MAX_AMOUNT_FEN, WHOLE_BP, bp_of, format_percent, format_yuan
from models.rulebook.base import RuleBook
from models.rulebook.lines import check_lines
from models.rulebook.objection import Objection, refuse
from models.rulebook.shape import check_shape


def check_money(book: RuleBook) -> list[Objection]:
    """Return everything against computing with this book; empty means it can't overspend."""
    found = check_shape(book) or [*_check_range(book), *check_lines(book)]
    return found or _check_margin(book)


def require_funded(book: RuleBook) -> None:
    """Raise `RuleBookRefused` unless the book is proven never to overspend."""
    refuse(check_money(book))


def corner_rates_bp(book: RuleBook) -> list[int]:
    """Return the admitted discount rates, in order, among which the least margin must be."""
    corners = {book.discount_min_bp, book.discount_max_bp}
    for line in book.lines:
        for bracket in () if isinstance(line.rate, int) else line.rate:
            if bracket.below_bp is not None:
                corners |= {bracket.below_bp - 1, bracket.below_bp}
    return sorted(rate for rate in corners if book.discount_min_bp <= rate <= book.discount_max_bp)


def margin(book: RuleBook, discount_bp: int) -> int:
    """Return what the platform keeps of the largest bill in fen if everybody else is present."""
    fund = book.fund
    of_discount = fund.instant_bp + (fund.rate_bp if fund.basis == "discount" else 0)
    of_turnover = fund.rate_bp if fund.basis == "turnover" else 0
    for line in book.lines:
        if line.basis == "discount":
            of_discount += line.rate_at(discount_bp)
        else:
            of_turnover += line.rate_at(discount_bp)
    return discount_bp * (WHOLE_BP - of_discount) - WHOLE_BP * of_turnover


def _check_range(book: RuleBook) -> list[Objection]:
    least_bp, most_bp = book.discount_min_bp, book.discount_max_bp
    if 1 <= least_bp <= most_bp <= WHOLE_BP:
        return _check_shares(book)
    return [
        Objection(
            code="rulebook.discount_range",
            zh="让利比例的下限须大于零，且不高于上限，上限不超过百分之百。",
            en="The least discount must be above zero and not above the most, at most 100%.",
            numbers={"discount_min_bp": least_bp, "discount_max_bp": most_bp},
        )
    ]


def _check_shares(book: RuleBook) -> list[Objection]:
    if book.fund.rate_bp >= 0:
        return []
    return [
        Objection(
            code="rulebook.shares_beyond_discount",
            zh="服务费与即时返还相加超过让利的百分之百，没有剩余可以进入资金池。",
            en="The service fee and the immediate rebate are more than the discount together.",
            numbers={"missing_bp": -book.fund.rate_bp},
        )
    ]


def _check_margin(book: RuleBook) -> list[Objection]:
    least, discount_bp = min((margin(book, rate), rate) for rate in corner_rates_bp(book))
    if least >= 0:
        return []
    amounts = (WHOLE_BP, 100 * WHOLE_BP, MAX_AMOUNT_FEN)
    amount_fen = next(fen for fen in amounts if _rest_fen(book, fen, discount_bp) < 0)
    discount_fen = bp_of(amount_fen, discount_bp)
    short_fen = -_rest_fen(book, amount_fen, discount_bp)
    bill, rate = format_yuan(amount_fen), format_percent(discount_bp)
    given, spent = format_yuan(discount_fen), format_yuan(discount_fen + short_fen)
    return [
        Objection(
            code="rulebook.overspends",
            zh=f"让利{rate}时，一笔{bill}的账单让出{given}，却要付出{spent}。",
            en=f"At a discount of {rate}, a bill of {bill} gives {given} but would pay {spent}.",
            numbers={
                "discount_bp": discount_bp,
                "amount_fen": amount_fen,
                "discount_fen": discount_fen,
                "short_fen": short_fen,
            },
        )
    ]


def _rest_fen(book: RuleBook, amount_fen: int, discount_bp: int) -> int:
    discount_fen = bp_of(amount_fen, discount_bp)
    fund = book.fund
    fund_of_fen = discount_fen if fund.basis == "discount" else amount_fen
    rest_fen = discount_fen - bp_of(fund_of_fen, fund.rate_bp)
    rest_fen -= bp_of(discount_fen, fund.instant_bp)
    for line in book.lines:
        basis_fen = discount_fen if line.basis == "discount" else amount_fen
        rest_fen -= bp_of(basis_fen, line.rate_at(discount_bp))
    return rest_fen

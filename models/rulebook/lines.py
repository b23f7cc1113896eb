"""Are the lines of a book lines at all: known parties, real sales, rates for every discount?"""

from collections.abc import Iterator

from models.rulebook.base import Bracket, Line, RuleBook
from models.rulebook.objection import Objection
from models.rulebook.parties import DEEPER, GROUNDS, MOST_LEVELS, NEVER_LISTED, longest_pay_chain

BASES = ("discount", "turnover")
PAID_ENTRY = ("entry_fee", "membership", "deposit", "purchase")
UNFILLED_TO = ("platform", "pool")


def check_lines(book: RuleBook) -> list[Objection]:
    """Return what is wrong with the lines one by one, and with all of them together."""
    found = [objection for line in book.lines for objection in _check_line(line)]
    parties = [line.party for line in book.lines]
    found += [_twice(party) for party in sorted(set(parties)) if parties.count(party) > 1]
    levels = longest_pay_chain(parties, {**GROUNDS, **DEEPER})
    if levels > MOST_LEVELS:
        found.append(_too_deep(levels))
    return found


def _check_line(line: Line) -> Iterator[Objection]:
    if line.party in NEVER_LISTED:
        yield _never_listed(line.party)
    elif line.party not in GROUNDS and line.party not in DEEPER:
        yield _unknown(line.party)
    if line.basis in PAID_ENTRY:
        yield _paid_entry(line)
    elif line.basis not in BASES:
        yield _not_a_sale(line)
    if line.unfilled_to not in UNFILLED_TO:
        yield Objection(
            code="rulebook.unfilled_to_unknown",
            zh=f"“{line.party}”无人领取的部分只能归平台（platform）或红包（pool）。",
            en=f"What nobody takes of '{line.party}' can go to 'platform' or 'pool' only.",
        )
    if not isinstance(line.rate, int) and not _covers(line.rate):
        yield Objection(
            code="rulebook.brackets_broken",
            zh=f"“{line.party}”的分段必须界线递增，且最后一段不设界线。",
            en=f"The brackets of '{line.party}' must rise, and the last one has no bound.",
        )


def _covers(brackets: tuple[Bracket, ...]) -> bool:
    bounds = [bracket.below_bp for bracket in brackets]
    if not bounds or bounds.pop() is not None:
        return False
    known = [bound for bound in bounds if bound is not None]
    rising = all(low < high for low, high in zip([0, *known], known, strict=False))
    return rising and len(known) == len(bounds)


def _never_listed(party: str) -> Objection:
    return Objection(
        code="rulebook.party_never_listed",
        zh=f"“{party}”不能写成一行：红包按份额计，平台得剩余部分。",
        en=f"'{party}' takes no line: packets have their share, the platform takes the rest.",
    )


def _unknown(party: str) -> Objection:
    return Objection(
        code="rulebook.party_unknown",
        zh=f"不认识“{party}”：只能付给{'、'.join(GROUNDS)}。推荐只有一级。",
        en=f"No such party as '{party}', only {', '.join(GROUNDS)}: one level of referral.",
    )


def _twice(party: str) -> Objection:
    return Objection(
        code="rulebook.party_twice",
        zh=f"“{party}”出现了不止一次：每一方最多一行。",
        en=f"'{party}' is listed more than once: one line for each party.",
    )


def _not_a_sale(line: Line) -> Objection:
    return Objection(
        code="rulebook.not_a_sale",
        zh=f"“{line.party}”按“{line.basis}”计酬：只能按真实消费的让利或营业额，绝不按人头。",
        en=f"'{line.party}' is paid by '{line.basis}': only the discount or the turnover of real"
        " sales can be a basis, never a headcount.",
    )


def _paid_entry(line: Line) -> Objection:
    return Objection(
        code="rulebook.paid_entry",
        zh=f"“{line.party}”按“{line.basis}”计酬：任何身份都不能以缴费或购买为代价。",
        en=f"'{line.party}' is paid by '{line.basis}': no fee or purchase is the price of a role.",
    )


def _too_deep(levels: int) -> Objection:
    return Objection(
        code="rulebook.referral_too_deep",
        zh=f"报酬依赖{levels}级推荐，最多{MOST_LEVELS}级。",
        en=f"Pay depends on {levels} levels of recruits; the most is {MOST_LEVELS}.",
        numbers={"levels": levels, "most": MOST_LEVELS},
    )

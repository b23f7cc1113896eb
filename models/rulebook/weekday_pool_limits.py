"""What plain arithmetic allows a weekday pool to be."""

from collections.abc import Iterator

from models.money import WHOLE_BP, format_percent
from models.rulebook.book import WeekdayPoolBook
from models.rulebook.limits import check_above_zero, check_cap, check_reach, check_shares
from models.rulebook.objection import Objection


def check_weekday_pool(book: WeekdayPoolBook) -> Iterator[Objection]:
    """Everything that is against this pool beside what any book must be."""
    yield from check_cap(book.cap_bp)
    yield from check_shares(
        service_fee_bp=book.service_fee_bp,
        instant_share_bp=book.instant_share_bp,
        partner_spend_bp=book.partner_spend_bp,
        weekday_release_bp=max(book.weekday_release_bp),
    )
    yield from check_above_zero(
        partner_spend_bp=book.partner_spend_bp,
        window_days=book.window_days,
        weekday_release_bp=max(book.weekday_release_bp),
    )
    yield from check_reach(book, book.instant_share_bp, 1)
    yield from _check_instant(book)
    yield from _check_industries(book)


def _check_instant(book: WeekdayPoolBook) -> Iterator[Objection]:
    """What is paid back at once is never above a bill's cap, whatever the discount."""
    instant_bp = -(-book.discount_max_bp * book.instant_share_bp // WHOLE_BP)
    if 0 < book.cap_bp < instant_bp:
        instant, cap = format_percent(instant_bp), format_percent(book.cap_bp)
        yield Objection(
            code="rulebook.instant_beyond_cap",
            zh=f"即时返还可达账单的{instant}，超过上限{cap}。",
            en=f"The immediate rebate can come to {instant} of a bill, above the cap of {cap}.",
            numbers={"instant_bp": instant_bp, "cap_bp": book.cap_bp},
        )


def _check_industries(book: WeekdayPoolBook) -> Iterator[Objection]:
    names = [industry.name.zh for industry in book.industries]
    if len({*names}) != len(names):
        yield Objection(
            code="rulebook.industry_twice",
            zh="同一行业写了不止一次。",
            en="An industry is listed more than once.",
        )
    for industry in book.industries:
        if not book.discount_min_bp <= industry.discount_bp <= book.discount_max_bp:
            yield Objection(
                code="rulebook.industry_outside",
                zh=f"{industry.name.zh}的让利{format_percent(industry.discount_bp)}不在范围之内。",
                en=f"{industry.name.en} gives {format_percent(industry.discount_bp)}, outside the"
                " bounds.",
                numbers={"discount_bp": industry.discount_bp},
            )

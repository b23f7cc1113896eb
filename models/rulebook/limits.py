"""What WeChat and the clock allow the book of any program to be."""

from collections.abc import Iterator
from datetime import datetime

from models.money import WHOLE_BP, bp_of, format_percent, format_yuan
from models.rulebook.base import RuleBook
from models.rulebook.objection import Objection

WECHAT_RATIO_BP = 3_000
"""WeChat's largest share of an order that may be split, unless a merchant is granted more."""

LEAST_HOLD_SECONDS = 60
"""WeChat splits no order younger than a minute."""

MOST_HOLD_SECONDS = 29 * 86_400
"""WeChat unfreezes what is not split after 30 days; the last day is for paying out."""

YARDSTICK_FEN = 10_000
"""The bill (¥100) by which it is judged whether a payment can reach WeChat's least."""

LEAST_LINE_FEN = 1
"""WeChat's smallest line of a split."""


def check_ratio(book: RuleBook, *, granted_ratio_bp: int) -> Iterator[Objection]:
    """A merchant can't give by split more than WeChat lets leave the order."""
    if book.discount_max_bp > granted_ratio_bp:
        most, granted = format_percent(book.discount_max_bp), format_percent(granted_ratio_bp)
        yield Objection(
            code="rulebook.above_wechat_ratio",
            zh=f"让利最高{most}，超过微信允许的分账比例{granted}。",
            en=f"The discount goes up to {most}, above WeChat's split ratio of {granted}.",
            numbers={"discount_max_bp": book.discount_max_bp, "granted_ratio_bp": granted_ratio_bp},
        )


def check_hold(book: RuleBook) -> Iterator[Objection]:
    """Money rests long enough to be split at all, and not until WeChat lets go of it."""
    if not LEAST_HOLD_SECONDS <= book.hold_seconds <= MOST_HOLD_SECONDS:
        yield Objection(
            code="rulebook.hold_out_of_bounds",
            zh=f"到账等待须在{LEAST_HOLD_SECONDS}秒至{MOST_HOLD_SECONDS}秒之间。",
            en=f"The hold must be {LEAST_HOLD_SECONDS} to {MOST_HOLD_SECONDS} seconds.",
            numbers={
                "hold_seconds": book.hold_seconds,
                "least_seconds": LEAST_HOLD_SECONDS,
                "most_seconds": MOST_HOLD_SECONDS,
            },
        )


def check_netting(book: RuleBook) -> Iterator[Objection]:
    """Refunded bills are covered out of a bill's fund, so at most by all of it."""
    if book.netting_bp > WHOLE_BP:
        yield Objection(
            code="rulebook.netting_beyond_fund",
            zh=f"用于弥补退款的部分为返还资金的{format_percent(book.netting_bp)}，最多只能是百分之百。",
            en=f"Refunds may take {format_percent(book.netting_bp)} of a bill's fund; the most is"
            " 100%.",
            numbers={"netting_bp": book.netting_bp, "most_bp": WHOLE_BP},
        )


def check_start(book: RuleBook, *, published_at: datetime) -> Iterator[Objection]:
    """Rules work forward only."""
    if book.effective_at <= published_at:
        yield Objection(
            code="rulebook.effective_too_early",
            zh=f"生效时间{book.effective_at.isoformat()}不晚于公布时间：规则只向后生效。",
            en=f"It takes effect at {book.effective_at.isoformat()}, not after its publication:"
            " rules work forward only.",
        )


def check_cap(cap_bp: int) -> Iterator[Objection]:
    """Nobody gets back more than they paid, and a cap of nothing is not a program."""
    if cap_bp > WHOLE_BP:
        yield Objection(
            code="rulebook.uncapped",
            zh=f"上限为实付金额的{format_percent(cap_bp)}，最多只能是百分之百。",
            en=f"The cap is {format_percent(cap_bp)} of the amount paid; the most is 100%.",
            numbers={"cap_bp": cap_bp, "most_bp": WHOLE_BP},
        )
    if cap_bp < 1:
        yield Objection(
            code="rulebook.nothing_to_give",
            zh="上限须大于零。",
            en="The cap must be above zero.",
            numbers={"cap_bp": cap_bp},
        )


def check_reach(book: RuleBook, share_bp: int, payments: int) -> Iterator[Objection]:
    """The least discount of a bill of ¥100 must bring each payment to WeChat's least line."""
    paid_fen = bp_of(bp_of(YARDSTICK_FEN, book.discount_min_bp), share_bp)
    if share_bp and book.discount_min_bp and paid_fen < payments * LEAST_LINE_FEN:
        bill = format_yuan(YARDSTICK_FEN)
        yield Objection(
            code="rulebook.below_wechat_least",
            zh=f"{bill}的账单只有{paid_fen}分可付{payments}笔，每笔不到微信的最低额。",
            en=f"A bill of {bill} has {paid_fen} fen for {payments} payments, each below WeChat's"
            " least.",
            numbers={"paid_fen": paid_fen, "payments": payments, "least_fen": LEAST_LINE_FEN},
        )


def check_shares(**shares_bp: int) -> Iterator[Objection]:
    """Parts of a whole are at most the whole."""
    for name, share_bp in shares_bp.items():
        if share_bp > WHOLE_BP:
            yield Objection(
                code="rulebook.share_beyond_whole",
                zh=f"{name} 为{format_percent(share_bp)}，最多只能是百分之百。",
                en=f"{name} is {format_percent(share_bp)}; the most is 100%.",
                numbers={name: share_bp, "most_bp": WHOLE_BP},
            )


def check_above_zero(**numbers: int) -> Iterator[Objection]:
    """Without these there is no program."""
    for name, number in numbers.items():
        if number < 1:
            yield Objection(
                code="rulebook.must_be_above_zero",
                zh=f"{name} 须大于零。",
                en=f"{name} must be above zero.",
                numbers={name: number},
            )

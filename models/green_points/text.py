"""Points and coupons in words, Chinese and English. Pure."""

from models.green_points.queries import Holding, PeriodPart
from models.money import format_percent, format_yuan


def holding_words(holding: Holding, *, english: bool) -> list[str]:
    """What points are, beside what came of them."""
    points, cap = hundredths(holding.points), hundredths(holding.cap_fen)
    scheduled, released = hundredths(holding.scheduled_fen), hundredths(holding.released_fen)
    if english:
        return [
            f"{points} points. Of what they were scheduled so far, {scheduled}, the pool had"
            f" {released}, which were released as coupons.",
            f"No more than {cap} can ever come of them: a ceiling, never a promise.",
        ]
    return [
        f"积分{points}。至今计划释放{scheduled}，资金池有钱支付、已释放为消费券的是{released}。",
        f"最多释放{cap}：这是上限，绝不是承诺。",
    ]


def period_words(part: PeriodPart, *, english: bool) -> str:
    """Why a period brought so much and no more."""
    growth, pool = format_percent(part.growth_bp), format_yuan(part.pool_fen)
    planned, paid = format_yuan(part.all_scheduled_fen), format_yuan(part.all_released_fen)
    mine, got = hundredths(part.scheduled_fen), hundredths(part.released_fen)
    if english:
        return (
            f"The inflow grew by {growth} (cut to what the rules count). All schedules together"
            f" asked for {planned}, {pool} lay in the pool, {paid} was released: of your {mine},"
            f" {got}."
        )
    return (
        f"流入增长按{growth}计；全部计划共{planned}，资金池有{pool}，共释放{paid}："
        f"您计划的{mine}，释放{got}。"
    )


def coupon_words(*, free_fen: int, held_fen: int, english: bool) -> list[str]:
    """What coupons are and where they pay."""
    free, held = hundredths(free_fen), hundredths(held_fen)
    if english:
        kept = f" {held} more are kept for orders that are not settled yet." if held_fen else ""
        return [
            f"You have {free} coupons to spend.{kept}",
            "One coupon pays one yuan of a bill at any store of this market, up to the whole bill.",
            "They are never paid out in cash and can't be handed on.",
        ]
    kept = f"另有{held}张留给未结算的订单。" if held_fen else ""
    return [
        f"您有{free}张消费券可用。{kept}",
        "一张券抵一元，本市场任何门店都可使用，最多抵付整笔账单。",
        "消费券不能提现，不能转让。",
    ]


def pay_words(coupon_fen: int, *, english: bool) -> list[str]:
    """That coupons could pay a part of a bill; nothing where there are none."""
    if not coupon_fen:
        return []
    pays = format_yuan(coupon_fen)
    if english:
        return [f"Your coupons can pay {pays} of this bill, if you want them to."]
    return [f"您的消费券可以抵付本单的{pays}，用不用由您决定。"]


def hundredths(number: int) -> str:
    """`12345` → `123.45`."""
    whole, rest = divmod(number, 100)
    return f"{whole:,}.{rest:02d}"

"""A holder's points in words: what they redeem for today, and the quoted price. Pure."""

from models.appreciating_points.standing import Standing
from models.appreciating_points.text import write_price
from models.money import format_percent, format_yuan
from models.rulebook.spell import hundredths


def standing_sentences(standing: Standing, *, english: bool) -> list[str]:
    """What a holder should know, Chinese or English."""
    return _english(standing) if english else _chinese(standing)


def _chinese(it: Standing) -> list[str]:
    holder, fee = it.holder, format_percent(it.book.fee_bp)
    told = [
        f"今天每个积分能换到{write_price(it.today_e8)}（已扣{fee}手续费）。"
        f"报价{write_price(it.quoted_e8)}是公式的结果，不是您能换到的钱。",
        f"您有{hundredths(holder.points)}个积分，现在可以兑换{hundredths(holder.ripe_points)}个，"
        f"全部兑换今天到手{format_yuan(it.redeemable_fen)}。",
        f"按您付过的款，最多还能兑换{format_yuan(holder.room_fen)}：这是上限，不是承诺。",
        "积分能换多少钱，只看资金池和全部积分的个数，可能涨，也可能跌。",
    ]
    if holder.owed_points:
        told.append(f"退款后您欠{hundredths(holder.owed_points)}个积分，由以后得到的积分先抵。")
    return told


def _english(it: Standing) -> list[str]:
    holder, fee = it.holder, format_percent(it.book.fee_bp)
    told = [
        f"A point redeems for {write_price(it.today_e8)} today, after the fee of {fee}. The"
        f" quoted price, {write_price(it.quoted_e8)}, is the result of a formula, not what you can"
        " redeem.",
        f"You hold {hundredths(holder.points)} points; {hundredths(holder.ripe_points)} can be"
        f" redeemed now, and all of these bring {format_yuan(it.redeemable_fen)} today.",
        f"By what you have paid, you can redeem {format_yuan(holder.room_fen)} more at most: a"
        " ceiling, not a promise.",
        "What a point redeems for depends on the pool and on how many points there are; it may"
        " rise and it may fall.",
    ]
    if holder.owed_points:
        told.append(
            f"Since a refund you owe {hundredths(holder.owed_points)} points; the next ones that"
            " you get cover them."
        )
    return told

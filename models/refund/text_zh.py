"""退款会带来什么，用中文说。每个数字都来自退款预览。"""

from typing import Final

from msgspec import Struct

from models.money import format_yuan as yuan
from models.refund.telling import Preview, format_points


class _Words(Struct, frozen=True):
    """各种规则对同一件事的叫法：资格、还在手里的、以后用什么抵、由谁补、什么部分补。"""

    claim: str
    carried: str
    later: str
    reserve: str
    part: str


_WORDS: Final = {
    "": _Words("您这份资格的返利上限", "暂存待发的", "红包", "贵店队列储备", "红包部分"),
    "weekday_pool": _Words(
        "您这笔账单的返利上限", "暂存待发的", "返利", "本市场资金池", "返利部分"
    ),
    "green_points": _Words(
        "您这笔账单积分的释放上限", "还在券包里的", "消费券", "本市场资金池", "入池部分"
    ),
    "appreciating_points": _Words(
        "您的积分累计兑换上限", "暂存待发的", "兑换款和返利", "本市场资金池", "入池部分"
    ),
}


def for_payer(told: Preview) -> list[str]:
    """付款人申请前、商家决定前看到的话。"""
    words = _WORDS[told.program]
    lines = [f"商家同意后，{_back(told)}退还给您，这笔账单还剩{yuan(told.left_fen)}。"]
    if not told.final:
        lines.append("这笔账单的让利还在结算或发放中，完成后才退款；返利上限到时按比例减少。")
    if told.rebate_fen:
        lines.append(f"还没有到账的即时返利{yuan(told.rebate_fen)}不再发放。")
    if told.counts_points:
        before, after = format_points(told.points_before), format_points(told.points_after)
        lines.append(f"这笔账单的积分从{before}减到{after}。")
    if told.cap_before_fen:
        lines.append(f"{words.claim}从{yuan(told.cap_before_fen)}减到{yuan(told.cap_after_fen)}。")
    return lines + _above_cap(told, words)


def _back(told: Preview) -> str:
    """钱原路退，券退回券包。"""
    if not told.coupon_fen:
        return f"{yuan(told.amount_fen)}原路"
    coupons = f"{yuan(told.coupon_fen)}消费券"
    return f"{yuan(told.cash_fen)}原路、{coupons}" if told.cash_fen else coupons


def _above_cap(told: Preview, words: _Words) -> list[str]:
    lines = []
    if told.cut_fen:
        lines.append(f"超过新上限、还没有发放的红包{yuan(told.cut_fen)}不再发放。")
    if told.from_wallet_fen:
        lines.append(f"超过新上限、{words.carried}{yuan(told.from_wallet_fen)}收回。")
    if told.debt_fen:
        lines.append(
            f"已经到账的{yuan(told.debt_fen)}只用您之后的{words.later}抵回，绝不动您其他的钱。"
        )
    return lines


def for_store(told: Preview) -> list[str]:
    """商家退款前看到的话。"""
    return [*_goes(told), *_comes_back(told), *_coupons(told), *_covered(told), *_own(told)]


def _goes(told: Preview) -> list[str]:
    lines = []
    if told.cash_fen:
        lines.append(f"顾客收到{yuan(told.cash_fen)}，从贵店的微信商户账户退出。")
    if told.coupon_fen:
        lines.append(f"顾客用来付款的消费券{yuan(told.coupon_fen)}退回顾客的券包。")
    discount = f"这笔账单让出的{yuan(told.discount_fen)}"
    if told.phase == "waiting":
        lines.append(f"{discount}还在结算或发放中；完成后退还贵店，再退款给顾客。")
    if told.phase == "held":
        lines.append(f"{discount}还没有分账，不再分出。")
    if told.phase == "split":
        lines.append(f"{discount}已经分账，退还贵店：")
    return lines


def _comes_back(told: Preview) -> list[str]:
    lines = []
    if told.returns:
        lines.append(f"{yuan(told.returns_fen)}由平台和分成方的微信商户账户退回。")
    if told.kept_fen:
        lines.append(f"{yuan(told.kept_fen)}是贵店自己的分成，留在贵店。")
    if told.forgiven_fen:
        lines.append(f"{yuan(told.forgiven_fen)}微信早已解冻给贵店，以后的账单不用再补。")
    if told.owed_fen:
        lines.append(f"{yuan(told.owed_fen)}在贵店下一笔账单分账时少分给平台，直接留在贵店。")
    return lines


def _coupons(told: Preview) -> list[str]:
    if not told.coupon_owed_fen:
        return []
    return [f"贵店收券应得、还没有拿到的{yuan(told.coupon_owed_fen)}不再付给贵店。"]


def _covered(told: Preview) -> list[str]:
    words, lines = _WORDS[told.program], []
    if told.packets_count:
        lines.append(f"{told.packets_count}个还没有到账的红包共收回{yuan(told.packets_fen)}。")
    if told.rebate_fen:
        lines.append(f"顾客还没有到账的即时返利收回{yuan(told.rebate_fen)}。")
    if laid_up_fen := told.reserve_fen - told.covered_fen:
        lines.append(f"当初放进{words.reserve}的{yuan(laid_up_fen)}从中取回。")
    if told.covered_fen:
        lines.append(f"收不回的{yuan(told.covered_fen)}由{words.reserve}补上。")
    if told.receivable_fen:
        lines.append(
            f"还缺的{yuan(told.receivable_fen)}由贵店以后账单的{words.part}分次补上，不另收钱。"
        )
    return lines


def _own(told: Preview) -> list[str]:
    """贵店自己因这笔账单得到的积分。"""
    lines = []
    for one in told.others:
        before, after = format_points(one.points_before), format_points(one.points_after)
        lines.append(f"贵店因这笔账单得到的积分从{before}减到{after}。")
        if one.from_holder_fen:
            lines.append(f"超过新上限、还在券包里的{yuan(one.from_holder_fen)}收回。")
        if one.debt_fen:
            lines.append(f"已经释放的{yuan(one.debt_fen)}只用之后释放的消费券抵回。")
    return lines

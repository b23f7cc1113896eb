"""What a refund will do, in words: for its payer and for its store, in Chinese and in English."""

from typing import Final

from models.money import format_yuan as yuan
from models.refund.preview import Preview

_TOO_LATE: Final = (
    "微信只在付款后一年内退款，这笔账单已过期限，不能再退。",
    "WeChat refunds a bill within a year of its payment; for this one it is too late.",
)


def too_late(*, english: bool) -> str:
    """What is read of a refund that nobody answered within WeChat's year."""
    return _TOO_LATE[english]


def for_payer(told: Preview, *, english: bool) -> list[str]:
    """What the payer reads before asking, and before the store decides."""
    return (_payer_in_english if english else _payer_in_chinese)(told)


def for_store(told: Preview, *, english: bool) -> list[str]:
    """What the store reads before it gives anything back."""
    return (_store_in_english if english else _store_in_chinese)(told)


def _payer_in_chinese(told: Preview) -> list[str]:
    lines = [
        f"商家同意后，{yuan(told.amount_fen)}原路退还给您，这笔账单还剩{yuan(told.left_fen)}。"
    ]
    if not told.final:
        lines.append("这笔账单的让利还在结算或发放中，完成后才退款；返利上限到时按比例减少。")
    if told.cap_before_fen:
        lines.append(
            f"您这份资格的返利上限从{yuan(told.cap_before_fen)}减到{yuan(told.cap_after_fen)}。"
        )
    if told.cut_fen:
        lines.append(f"超过新上限、还没有发放的红包{yuan(told.cut_fen)}不再发放。")
    if told.from_wallet_fen:
        lines.append(f"超过新上限、暂存待发的{yuan(told.from_wallet_fen)}收回。")
    if told.debt_fen:
        lines.append(f"已经到账的{yuan(told.debt_fen)}只用您之后的红包抵回，绝不动您其他的钱。")
    return lines


def _payer_in_english(told: Preview) -> list[str]:
    lines = [
        f"Once the store agrees, {yuan(told.amount_fen)} goes back the way you paid;"
        f" {yuan(told.left_fen)} of this bill remains."
    ]
    if not told.final:
        lines.append(
            "The discount of this bill is still being settled or paid out; the refund follows, and"
            " the cap then falls in proportion."
        )
    if told.cap_before_fen:
        lines.append(
            f"The cap of your claim falls from {yuan(told.cap_before_fen)}"
            f" to {yuan(told.cap_after_fen)}."
        )
    if told.cut_fen:
        lines.append(f"Packets of {yuan(told.cut_fen)} above it were not paid yet and lapse.")
    if told.from_wallet_fen:
        lines.append(
            f"{yuan(told.from_wallet_fen)} above it was carried forward and is taken back."
        )
    if told.debt_fen:
        lines.append(
            f"{yuan(told.debt_fen)} that has reached you is covered by your later packets only,"
            " never by other money of yours."
        )
    return lines


def _store_in_chinese(told: Preview) -> list[str]:
    lines = [f"顾客收到{yuan(told.amount_fen)}，从贵店的微信商户账户退出。"]
    if told.phase == "waiting":
        lines.append(
            f"这笔账单让出的{yuan(told.discount_fen)}还在结算或发放中；完成后退还贵店，再退款给顾客。"
        )
    if told.phase == "held":
        lines.append(f"这笔账单让出的{yuan(told.discount_fen)}还没有分账，不再分出。")
    if told.phase == "split":
        lines.append(f"这笔账单让出的{yuan(told.discount_fen)}已经分账，退还贵店：")
    if told.returns:
        lines.append(f"{yuan(told.returns_fen)}由平台和分成方的微信商户账户退回。")
    if told.kept_fen:
        lines.append(f"{yuan(told.kept_fen)}是贵店自己的分成，留在贵店。")
    if told.forgiven_fen:
        lines.append(f"{yuan(told.forgiven_fen)}微信早已解冻给贵店，以后的账单不用再补。")
    if told.owed_fen:
        lines.append(f"{yuan(told.owed_fen)}在贵店下一笔账单分账时少分给平台，直接留在贵店。")
    if told.packets_count:
        lines.append(f"{told.packets_count}个还没有到账的红包共收回{yuan(told.packets_fen)}。")
    if laid_up_fen := told.reserve_fen - told.covered_fen:
        lines.append(f"当初放进贵店队列储备的{yuan(laid_up_fen)}从储备中取回。")
    if told.covered_fen:
        lines.append(f"收不回的{yuan(told.covered_fen)}由贵店队列的储备补上。")
    if told.receivable_fen:
        lines.append(
            f"储备不够的{yuan(told.receivable_fen)}由贵店以后账单的红包部分分次补上，不另收钱。"
        )
    return lines


def _store_in_english(told: Preview) -> list[str]:
    discount = yuan(told.discount_fen)
    lines = [f"The payer gets {yuan(told.amount_fen)} out of your account at WeChat."]
    if told.phase == "waiting":
        lines.append(
            f"The {discount} that you gave of this bill is still being settled or paid out; once"
            " that is done it comes back to you, and the payer is refunded."
        )
    if told.phase == "held":
        lines.append(
            f"The {discount} that you gave of this bill was not split yet and will not be."
        )
    if told.phase == "split":
        lines.append(f"The {discount} that you gave of this bill was split; it comes back to you:")
    if told.returns:
        lines.append(
            f"{yuan(told.returns_fen)} from the accounts of the platform and of others at WeChat."
        )
    if told.kept_fen:
        lines.append(f"{yuan(told.kept_fen)} is your own commission, which you have already.")
    if told.forgiven_fen:
        lines.append(
            f"{yuan(told.forgiven_fen)} WeChat gave back to you long ago; your later bills need not"
            " cover it any more."
        )
    if told.owed_fen:
        lines.append(
            f"{yuan(told.owed_fen)} stays with you out of the platform's part of your next bill."
        )
    if told.packets_count:
        lines.append(
            f"Packets that had not arrived give {yuan(told.packets_fen)} back"
            f" ({told.packets_count} of them)."
        )
    if laid_up_fen := told.reserve_fen - told.covered_fen:
        lines.append(f"{yuan(laid_up_fen)} had gone into your queue's reserve and comes out of it.")
    if told.covered_fen:
        lines.append(
            f"Your queue's reserve covers {yuan(told.covered_fen)} that can't be fetched back."
        )
    if told.receivable_fen:
        lines.append(
            f"{yuan(told.receivable_fen)} that the reserve lacks is covered little by little out of"
            " the packets of your later bills; you are charged nothing."
        )
    return lines

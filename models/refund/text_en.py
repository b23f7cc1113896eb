"""What a refund will do, in English. Every figure comes from its preview."""

from typing import Final

from msgspec import Struct

from models.money import format_yuan as yuan
from models.refund.telling import Preview, format_points


class _Words(Struct, frozen=True):
    """What each program calls the claim, what is carried, what covers debts, who covers, and of
    what."""

    claim: str
    carried: str
    later: str
    reserve: str
    part: str


_WORDS: Final = {
    "": _Words(
        "The cap of your claim",
        "was carried forward",
        "packets",
        "your queue's reserve",
        "the packets",
    ),
    "weekday_pool": _Words(
        "The cap of this bill", "was carried forward", "rebates", "the market's pool", "the rebates"
    ),
    "green_points": _Words(
        "What this bill's points may release at most",
        "is still in your purse of coupons",
        "coupons",
        "the market's pool",
        "the pool's part",
    ),
    "appreciating_points": _Words(
        "What you may ever redeem",
        "was carried forward",
        "redemptions and rebates",
        "the market's pool",
        "the pool's part",
    ),
}


def for_payer(told: Preview) -> list[str]:
    """What the payer reads before asking, and before the store decides."""
    words = _WORDS[told.program]
    lines = [f"Once the store agrees, {_back(told)}; {yuan(told.left_fen)} of this bill remains."]
    if not told.final:
        lines.append(
            "The discount of this bill is still being settled or paid out; the refund follows, and"
            " the cap then falls in proportion."
        )
    if told.rebate_fen:
        lines.append(f"{yuan(told.rebate_fen)} of the rebate at once was not paid yet and lapses.")
    if told.counts_points:
        before, after = format_points(told.points_before), format_points(told.points_after)
        lines.append(f"The points of this bill fall from {before} to {after}.")
    if told.cap_before_fen:
        before, after = yuan(told.cap_before_fen), yuan(told.cap_after_fen)
        lines.append(f"{words.claim} falls from {before} to {after}.")
    return lines + _above_cap(told, words)


def _back(told: Preview) -> str:
    """Money goes back the way it came, coupons to their purse."""
    cash = f"{yuan(told.cash_fen)} goes back the way you paid"
    if not told.coupon_fen:
        return cash
    coupons = f"coupons of {yuan(told.coupon_fen)} go back to your purse"
    return f"{cash} and {coupons}" if told.cash_fen else coupons


def _above_cap(told: Preview, words: _Words) -> list[str]:
    lines = []
    if told.cut_fen:
        lines.append(f"Packets of {yuan(told.cut_fen)} above it were not paid yet and lapse.")
    if told.from_wallet_fen:
        lines.append(f"{yuan(told.from_wallet_fen)} above it {words.carried} and is taken back.")
    if told.debt_fen:
        lines.append(
            f"{yuan(told.debt_fen)} that has reached you is covered by your later {words.later}"
            " only, never by other money of yours."
        )
    return lines


def for_store(told: Preview) -> list[str]:
    """What the store reads before it gives anything back."""
    return [*_goes(told), *_comes_back(told), *_coupons(told), *_covered(told), *_own(told)]


def _goes(told: Preview) -> list[str]:
    discount, lines = yuan(told.discount_fen), []
    if told.cash_fen:
        lines.append(f"The payer gets {yuan(told.cash_fen)} out of your account at WeChat.")
    if told.coupon_fen:
        lines.append(f"Coupons of {yuan(told.coupon_fen)} go back to the payer's purse.")
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
    return lines


def _comes_back(told: Preview) -> list[str]:
    lines = []
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
    return lines


def _coupons(told: Preview) -> list[str]:
    if not told.coupon_owed_fen:
        return []
    owed = yuan(told.coupon_owed_fen)
    return [f"{owed} that you were still owed for the coupons is no longer paid to you."]


def _covered(told: Preview) -> list[str]:
    words, lines = _WORDS[told.program], []
    if told.packets_count:
        lines.append(
            f"Packets that had not arrived give {yuan(told.packets_fen)} back"
            f" ({told.packets_count} of them)."
        )
    if told.rebate_fen:
        lines.append(f"The payer's rebate at once gives {yuan(told.rebate_fen)} back.")
    if laid_up_fen := told.reserve_fen - told.covered_fen:
        lines.append(f"{yuan(laid_up_fen)} had gone into {words.reserve} and comes out of it.")
    if told.covered_fen:
        lines.append(
            f"{yuan(told.covered_fen)} that can't be fetched back is covered by {words.reserve}."
        )
    if told.receivable_fen:
        lines.append(
            f"{yuan(told.receivable_fen)} that is still missing is covered little by little out of"
            f" {words.part} of your later bills; you are charged nothing."
        )
    return lines


def _own(told: Preview) -> list[str]:
    """The points that the store itself has of this bill."""
    lines = []
    for one in told.others:
        before, after = format_points(one.points_before), format_points(one.points_after)
        lines.append(f"Your own points of this bill fall from {before} to {after}.")
        if one.from_holder_fen:
            back = yuan(one.from_holder_fen)
            lines.append(f"{back} above the new cap is still in the purse and is taken back.")
        if one.debt_fen:
            lines.append(
                f"{yuan(one.debt_fen)} that was released is covered by later coupons only."
            )
    return lines

"""Points in words, in Chinese and in English: what each entry was made of. Pure.

A price is 10⁻⁸ fen a point; it is written in yuan with four decimals, floored.
"""

from models.appreciating_points.evidence import MintFacts, Redeemed
from models.appreciating_points.history import Entry, RedemptionFacts
from models.appreciating_points.rules import backing_e8
from models.money import format_percent, format_yuan
from models.pool.own import OwnChange
from models.rulebook import AppreciatingPointsBook
from models.rulebook.spell import hundredths

_E8_IN_YUAN = 10**10


def write_price(price_e8: int) -> str:
    """`write_price(160_205_998 * 100)` → `¥1.6020`."""
    yuan, rest = divmod(price_e8, _E8_IN_YUAN)
    return f"¥{yuan:,}.{rest * 10_000 // _E8_IN_YUAN:04d}"


def explain(entry: Entry, book: AppreciatingPointsBook | None, *, english: bool) -> str:
    """One entry in a sentence or two; `book` is that of a redemption."""
    facts = entry.facts
    if isinstance(facts, MintFacts):
        return _minted(facts, english)
    if isinstance(facts, OwnChange):
        return _burned(facts, english)
    fee = format_percent(book.fee_bp) if book else ""
    return redeemed_words(facts, fee, english=english, forced=entry.kind == "exited")


def redeemed_words(
    facts: RedemptionFacts | Redeemed, fee: str, *, english: bool, forced: bool = False
) -> str:
    """What a redemption was made of, or would be."""
    points, quoted = hundredths(facts.points), write_price(facts.price_e8)
    backing = write_price(backing_e8(facts.pool_fen, facts.pool_points))
    gross, paid = format_yuan(facts.gross_fen), format_yuan(facts.paid_fen)
    covered = format_yuan(facts.covered_fen) if facts.covered_fen else ""
    if english:
        how = "redeemed automatically" if forced else "redeemed"
        debt = f" {covered} of it covers what a refund had left owing." if covered else ""
        return (
            f"{points} points {how}: a point was quoted at {quoted} and backed by {backing}; at the"
            f" lower of the two they are worth {gross}. After the fee of {fee}, and within your"
            f" cap, {paid} goes to your wallet; the rest stays in the pool.{debt}"
        )
    how = "自动兑换" if forced else "兑换"
    debt = f"其中{covered}先抵扣退款留下的欠款。" if covered else ""
    return (
        f"{how}{points}个积分：每个积分报价{quoted}，背后有资金{backing}，按较低的计算值{gross}；"
        f"扣除{fee}手续费并以您的上限为限，{paid}进入钱包，其余留在资金池。{debt}"
    )


def _minted(facts: MintFacts, english: bool) -> str:
    points, price = hundredths(facts.points), write_price(facts.price_e8)
    pool, cap = format_yuan(facts.pool_fen), format_yuan(facts.cap_fen)
    covered = hundredths(facts.covered_points) if facts.covered_points else ""
    if english:
        debt = f" {covered} of them covered points that were owed." if covered else ""
        return (
            f"With this bill the pool held {pool}, which makes a quoted price of {price}; the bill"
            f" became {points} points at that price.{debt} Your cap rose by {cap}: a ceiling, not a"
            " promise."
        )
    debt = f"其中{covered}个抵了欠下的积分。" if covered else ""
    return (
        f"计入本单后资金池有{pool}，报价为{price}，本单按此折成{points}个积分。{debt}"
        f"您的上限增加{cap}：这是上限，不是承诺。"
    )


def _burned(facts: OwnChange, english: bool) -> str:
    points = hundredths(facts.points_before - facts.points_after)
    above = format_yuan(facts.above_fen)
    if english:
        more = (
            f" What you had redeemed above your lower cap, {above}, goes back: out of the wallet,"
            " the rest out of later redemptions."
            if facts.above_fen
            else ""
        )
        return f"After a refund {points} points of its bill are void.{more}"
    more = (
        f"您已兑换而超出新上限的{above}退回：先从钱包扣，不足的从以后的兑换中扣。"
        if facts.above_fen
        else ""
    )
    return f"退款后，这笔账单的{points}个积分作废。{more}"

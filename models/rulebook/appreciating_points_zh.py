"""消费增值积分规则的中文。每个数字都来自规则书本身。"""

from models.money import format_percent, format_yuan
from models.rulebook import shared_zh as shared
from models.rulebook.appreciating_points_limits import funded_bp
from models.rulebook.book import AppreciatingPointsBook
from models.rulebook.spell import hundredths


def appreciating_points(book: AppreciatingPointsBook) -> list[tuple[str, list[str]]]:
    """逐节写出一份按公式报价的积分规则。"""
    return [
        (book.title.zh, [_opening(book), *shared.disclosed(book)]),
        ("钱从哪里来", [_source(book)]),
        ("钱到哪里去", shared.destinations(book, _consumers(book), "资金池")),
        ("报价", [_price(book)]),
        ("兑换", [_redeem(book), _funded(book)]),
        ("上限", [_cap(book)]),
        ("自动兑换", [_exit(book)]),
        (
            "到账、退款与争议",
            [_hold(book), shared.REFUND, _BURN, shared.netting(book), shared.DISPUTE],
        ),
        ("怎样核对", [_VERIFY, shared.VERSIONS]),
    ]


def _opening(book: AppreciatingPointsBook) -> str:
    return (
        f"{shared.heading(book)}您付款后，得到按公式报价折算的积分，让利进入资金池。"
        "积分能换多少钱，只取决于资金池里实有的钱和全部积分的个数，可能涨，也可能跌。"
    )


def _source(book: AppreciatingPointsBook) -> str:
    return (
        f"{shared.discount(book)}兑换的钱全部出自让利，没有别的来源；"
        "资金池里没有的钱，一分也不会付。"
    )


def _consumers(book: AppreciatingPointsBook) -> list[str]:
    return [f"资金池：账单金额的 {format_percent(book.pool_bp)}。"]


def _price(book: AppreciatingPointsBook) -> str:
    return (
        f"账单金额的 {format_percent(book.mint_bp)} 按报价折成积分。每个积分起初报价"
        f" {format_yuan(book.base_price_fen)}；以后的报价等于起初报价乘以一与某数之和，某数等于"
        f"资金池余额与最初流入之比的常用对数的 {format_percent(book.slope_bp)}，"
        "报价不低于起初报价。"
        "折算所用的报价，已计入本笔账单流入的钱。报价是公式的结果，不是您能换到的钱。"
    )


def _redeem(book: AppreciatingPointsBook) -> str:
    return (
        "兑换时，每个积分按两者中较低的计算：报价，或资金池余额除以全部积分个数。"
        f"其中 {format_percent(book.fee_bp)} 作为手续费留在资金池。"
        "所以有人兑换，不会使其他人每个积分背后的钱变少。先得到的积分先兑换；"
        "兑换按当时有效的规则计算，兑换的钱进入您的钱包。"
    )


def _funded(book: AppreciatingPointsBook) -> str:
    return (
        f"新得的积分按报价计算，背后有资金的只有 {format_percent(funded_bp(book))}。"
        "凡显示报价之处，旁边都用更大的字显示今天实际能换到的钱。"
    )


def _cap(book: AppreciatingPointsBook) -> str:
    return (
        f"一个人兑换的钱，合计不超过实付金额的 {format_percent(book.cap_bp)}。"
        "这是上限，绝不是承诺：实际可能少得多。"
    )


def _exit(book: AppreciatingPointsBook) -> str:
    return (
        f"持有积分超过 {hundredths(book.exit_points)} 个的，自动兑换其中的"
        f" {format_percent(book.exit_share_bp)}，先得到的积分先兑换；"
        f"每天自动兑换的总额不超过资金池的 {format_percent(book.daily_exit_bp)}，"
        "最早持有的人在先，当天轮不到的以后再换。"
    )


def _hold(book: AppreciatingPointsBook) -> str:
    return (
        f"付款满 {shared.hold(book)} 后才能兑换这笔账单的积分；商家与平台约定的等待更久的，"
        "以更久的为准。这段时间用于退款和核对；有人要求退款期间，这笔账单的积分也不能兑换。"
    )


_BURN = (
    "退款后，这笔账单的积分按退款比例作废。已经兑换的，从您其他的积分中扣，先得到的先扣；"
    "还不够的，由以后得到的积分先抵。"
)


_VERIFY = (
    "每笔折算和兑换都记录资金池余额、积分总数、报价与取整；对数按公开的整数算法计算，"
    "任何人都能重算。"
)

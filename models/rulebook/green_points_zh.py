"""绿色积分规则的中文。每个数字都来自规则书本身。"""

from models.money import WHOLE_BP, format_percent
from models.rulebook import shared_zh as shared
from models.rulebook.book import GreenPointsBook
from models.rulebook.green_points_limits import (
    funded_bp,
    periods_at_full_growth,
    without_growth_bp,
)


def green_points(book: GreenPointsBook) -> list[tuple[str, list[str]]]:
    """逐节写出一份积分释放规则。"""
    return [
        (book.title.zh, [_opening(book), *shared.disclosed(book)]),
        ("钱从哪里来", [_source(book)]),
        ("钱到哪里去", shared.destinations(book, _consumers(book), "资金池")),
        ("积分怎样释放", [_schedule(book), _periods(book)]),
        ("上限", [_cap(book), _outlook(book)]),
        ("资金不足时", [_funded(book)]),
        ("消费券", [_COUPONS, _STORES]),
        ("到账、退款与争议", [_hold(book), _REFUND, shared.netting(book), _DISPUTE]),
        ("怎样核对", [_VERIFY, shared.VERSIONS]),
    ]


def _opening(book: GreenPointsBook) -> str:
    return (
        f"{shared.heading(book)}您付款后，您和商家各得到与让利等值的积分；"
        "积分分期释放为消费券，能释放多少，取决于资金池里实有的钱。积分不是钱，不能兑换成现金。"
    )


def _source(book: GreenPointsBook) -> str:
    return (
        f"{shared.discount(book)}消费券和佣金全部出自让利，没有别的来源；"
        "资金池里没有的钱，一分也不会释放。"
    )


def _consumers(book: GreenPointsBook) -> list[str]:
    return [f"资金池，供释放消费券：让利的 {format_percent(book.payout_ratio_bp)}。"]


def _schedule(book: GreenPointsBook) -> str:
    return (
        f"每笔积分各有自己的计划：先释放积分的 {format_percent(book.initial_release_bp)}，"
        "以后每期等于上一期乘以（一加增长率）。增长率是资金池本期流入比上一期的增长，"
        f"低于零按零计，最多按 {format_percent(book.growth_bp)} 计。"
    )


def _periods(book: GreenPointsBook) -> str:
    return (
        f"增长达到 {format_percent(book.growth_bp)} 的次日，一期结束并释放；"
        f"满 {book.period_days} 天仍未达到的，次日按实际增长释放。"
        f"计划为 {book.periods} 期，未到上限的延续，最多 {book.most_periods} 期；"
        "此后尚未释放的部分失效。"
    )


def _cap(book: GreenPointsBook) -> str:
    return (
        f"一笔积分释放的消费券，合计不超过积分的 {format_percent(book.cap_multiple * WHOLE_BP)}。"
        "这是上限，绝不是承诺：实际会少得多。"
        "凡显示上限之处，旁边都显示计划释放、资金已到位、实际已释放三个数。"
    )


def _outlook(book: GreenPointsBook) -> str:
    still = format_percent(without_growth_bp(book))
    return (
        f"若流入一直不增长，全部释放合计只有积分的 {still}；"
        f"要到上限，须连续 {periods_at_full_growth(book) or '无数'} 期都有最高增长，并且资金充足。"
    )


def _funded(book: GreenPointsBook) -> str:
    return (
        "各笔计划加起来超过资金池余额时，全部按同一比例减少，减少的部分以后不补。"
        f"平均来看，您和商家的上限加在一起，只有 {format_percent(funded_bp(book))} 有资金。"
    )


def _hold(book: GreenPointsBook) -> str:
    return f"付款 {shared.hold(book)} 后积分才开始参加释放；这段时间用于退款和核对。"


_COUPONS = (
    "消费券可以抵付本市场任何一家商家的账单，直到全部抵付；不能提现，不能转让。"
    "每张消费券都有资金池中等额的钱作为支撑，收券的商家照实收款。用券支付的部分照样得到积分。"
)
_STORES = (
    "商家积分释放的券，由店主指定的一个人使用；指定只对以后的释放生效，没有指定之前，券先留存。"
    "锁客一方和其他从让利中取得报酬的各方，所得都是钱。"
)
_REFUND = (
    "退款后，积分和上限按退款比例降低；已经释放的券按同一比例收回：先收回尚未使用的券，"
    "不足部分从以后的释放中抵扣，绝不动用您的钱。退款账单中用券支付的部分，以券退还。"
)
_DISPUTE = (
    "正在申请退款的账单保留原来的位置，暂不释放；最终没有退款的，下一期补上错过的部分，"
    "以资金池实有的钱为限。"
)
_VERIFY = "每期都公布流入、增长率、计划释放、资金余额和减少的比例，任何人都能按同样的方法重算。"

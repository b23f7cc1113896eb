"""工作日资金池规则的中文。每个数字都来自规则书本身。"""

from models.money import bp_of, format_percent
from models.rulebook import shared_zh as shared
from models.rulebook.book import WeekdayPoolBook

_DAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def weekday_pool(book: WeekdayPoolBook) -> list[tuple[str, list[str]]]:
    """逐节写出一份资金池规则。"""
    return [
        (book.title.zh, [_opening(book), *shared.disclosed(book)]),
        ("钱从哪里来", [_source(book), *_industries(book)]),
        ("钱到哪里去", shared.destinations(book, _consumers(book), "资金池")),
        ("上限", [_cap(book), _funded(book)]),
        ("资金池怎样释放", [_release(book), _weights(book)]),
        ("什么时候到账", [_hold(book)]),
        ("退款与争议", [shared.REFUND, shared.netting(book), shared.DISPUTE]),
        ("怎样核对", [_VERIFY, shared.VERSIONS]),
    ]


def _opening(book: WeekdayPoolBook) -> str:
    return (
        f"{shared.heading(book)}您付款后，让利的一部分马上记给您，另一部分进入本市场的资金池；"
        "资金池在规定的日子释放一部分，按份额分给尚未达到上限的账单。"
    )


def _source(book: WeekdayPoolBook) -> str:
    return (
        f"{shared.discount(book)}返还和佣金全部出自让利，没有别的来源；"
        "资金池里没有的钱，一分也不会发。"
    )


def _industries(book: WeekdayPoolBook) -> list[str]:
    if not book.industries:
        return []
    rates = "、".join(f"{one.name.zh} {format_percent(one.discount_bp)}" for one in book.industries)
    return [f"以下行业的让利比例统一：{rates}。"]


def _consumers(book: WeekdayPoolBook) -> list[str]:
    fund = book.fund
    return [
        f"马上记给付款人：让利的 {format_percent(fund.instant_bp)}。",
        f"本市场的资金池：让利的 {format_percent(fund.rate_bp)}。",
        f"服务费：让利的 {format_percent(book.service_fee_bp)}，以下各方和平台从中支付。",
    ]


def _cap(book: WeekdayPoolBook) -> str:
    return (
        "一张账单的全部返还，合计不超过它的让利乘以伙伴商家的个数，"
        f"也不超过实付金额的 {format_percent(book.cap_bp)}。"
        f"最近 {book.window_days} 天内，您在一家商家的消费达到这张账单的"
        f" {format_percent(book.partner_spend_bp)}，这家就算一个伙伴商家，至少按一家计算。"
        "只在一家消费，上限就是让利本身。上限可以随后续消费提高，除退款外不会降低。"
        "这是上限，绝不是承诺：实际可能少得多。"
    )


def _funded(book: WeekdayPoolBook) -> str:
    whole = book.fund.rate_bp + book.fund.instant_bp
    least, most = bp_of(book.discount_min_bp, whole), bp_of(book.discount_max_bp, whole)
    return (
        "平均来看，能返还给顾客的钱最多只有账单金额的"
        f" {format_percent(least)} 至 {format_percent(most)}。"
        "凡显示上限之处，旁边都显示资金池现在实际已有的资金。"
    )


def _release(book: WeekdayPoolBook) -> str:
    shares = zip(_DAYS, book.weekday_release_bp, strict=True)
    days = "、".join(f"{day} {format_percent(share)}" for day, share in shares)
    return (
        f"每天零点（北京时间）释放资金池余额的一部分：{days}。"
        "每张账单的份额不超过它离上限还差的金额，超出部分由其他账单再分；分不完的留在资金池。"
    )


def _weights(book: WeekdayPoolBook) -> str:
    activity, cross = format_percent(book.activity_bp), format_percent(book.cross_store_bp)
    return (
        "份额与三者的乘积成正比：离上限还差的金额、活跃程度、跨店程度。"
        f"最近 {book.window_days} 天若天天消费，活跃程度提高 {activity}，否则按天数计算；"
        f"第一家之外每多一个伙伴商家，跨店程度提高 {cross}，最多计 {book.cross_store_most} 家。"
    )


def _hold(book: WeekdayPoolBook) -> str:
    return (
        f"付款 {shared.hold(book)} 后，返还（包括马上记给您的部分）才发往微信零钱；"
        "这段时间用于退款和核对。微信一时不能送达的，我们留着并一直显示，不会作废。"
    )


_VERIFY = "每次释放都记录资金池余额、释放金额、每张账单的份额与取整，任何人都能按同样的方法重算。"

"""各种规则书共用的中文句子。每个数字都来自规则书本身。"""

from models.money import format_percent
from models.rulebook.base import Line, RuleBook
from models.rulebook.disclosure import SENTENCES
from models.rulebook.spell import duration

PARTIES = {
    "locker": "最先带来这位顾客的商家或顾客（锁客）",
    "bd": "招募这家商家的商务人员",
    "inviter": "邀请这家商家入驻的商家",
    "agent_province": "所在省的代理",
    "agent_city": "所在市的代理",
    "agent_district": "所在区县的代理",
}
_BASES = {"discount": "让利", "turnover": "账单金额"}
_UNITS = (" 小时", " 分钟", " 秒")


def heading(book: RuleBook) -> str:
    """主办方、市场与生效时间。"""
    start = book.effective_at.replace(tzinfo=None).isoformat(sep=" ")
    return (
        f"本规则由{book.organiser.zh}主办，适用于市场（行政区划代码）{book.market_code}，"
        f"自北京时间 {start} 起生效。"
    )


def discount(book: RuleBook) -> str:
    """商家让利的范围。"""
    least, most = format_percent(book.discount_min_bp), format_percent(book.discount_max_bp)
    if least == most:
        return f"商家在每笔账单中让出 {least}，叫作让利。"
    return f"商家在每笔账单中让出一部分，叫作让利，比例由商家在 {least} 至 {most} 之间自定。"


def line(one: Line, pool: str) -> str:
    """一方所得；没有这一方时归平台或并入 `pool`。"""
    unfilled = (
        "没有这一方时，归平台。" if one.unfilled_to == "platform" else f"没有这一方时，并入{pool}。"
    )
    party, basis = PARTIES.get(one.party, one.party), _BASES.get(one.basis, one.basis)
    return f"{party}：{basis}的 {_rate(one)}。{unfilled}"


def destinations(book: RuleBook, consumers: list[str], pool: str) -> list[str]:
    """让利分给谁：先是顾客的部分，再是各方，最后是平台。"""
    rest = "其余归平台，包括各份按分取整后余下的零头。各份相加，正好等于让利。"
    return [*consumers, *(line(one, pool) for one in book.lines), rest]


def hold(book: RuleBook) -> str:
    """付款后的等待时间。"""
    return duration(book.hold_seconds, _UNITS)


def netting(book: RuleBook) -> str:
    """退款账单缺的钱从哪里来。"""
    first = "退款账单投入资金池的钱，从资金池中收回；已经发给顾客的，归收到的人所有。"
    if not book.netting_bp:
        return f"{first}不足部分不从以后的账单中扣除。"
    return (
        f"{first}不足部分由同一家店以后的账单弥补：每笔最多用其资金池部分的"
        f" {format_percent(book.netting_bp)}，补足为止。在此期间，付款前都会告诉您。"
    )


def disclosed(book: RuleBook) -> list[str]:
    """规则书必须写明的不利事实。"""
    return [SENTENCES[code].zh for code in book.disclosures if code in SENTENCES]


def _rate(one: Line) -> str:
    if isinstance(one.rate, int):
        return format_percent(one.rate)
    steps = []
    for bracket in one.rate:
        below = bracket.below_bp
        when = "让利比例更高时" if below is None else f"让利比例低于 {format_percent(below)} 时"
        steps.append(f"{format_percent(bracket.rate_bp)}（{when}）")
    return "、".join(steps)


REFUND = (
    "退款后，上限按退款比例降低；全额退款，这张账单就不再参加。"
    "已收到而超出新上限的部分记为待抵扣，只从以后的返还中扣除，绝不动用您其他的钱。"
)
DISPUTE = "有争议的账单保留原来的位置，解决之前不领取，解决之后照常参加。"
VERSIONS = (
    "规则公布后不再改动；要改，就公布新版本，只对以后的付款生效。"
    "每笔账单始终按付款时有效的版本计算；若新版本不再允许报价时的让利比例，则按报价时的版本。"
    "版本的内容指纹与本文一起显示。"
)

"""规则书的中文。每个数字都来自规则书本身。"""

from models.money import bp_of, format_percent, format_yuan
from models.rulebook import shared_zh as shared
from models.rulebook.book import PacketChainBook


def packet_chain(book: PacketChainBook) -> list[tuple[str, list[str]]]:
    """逐节写出一份红包规则。"""
    return [
        (book.title.zh, [_opening(book)]),
        ("钱从哪里来", [_source(book)]),
        ("钱到哪里去", _destinations(book)),
        ("红包怎样分", _draw(book)),
        ("金额分档", _tiers(book)),
        ("上限", [_cap(book)]),
        ("同一天的多笔账单", [_JOINING]),
        ("什么时候到账", [_hold(book)]),
        ("退款与争议", [_REFUND, _netting(book), _DISPUTE]),
        ("怎样核对", [_VERIFY, *shared.disclosed(book), shared.VERSIONS]),
    ]


def _opening(book: PacketChainBook) -> str:
    return (
        f"{shared.heading(book)}您付款后，这笔账单就开始排队；"
        "后来的顾客在同一家店付款时，您可能收到红包。"
    )


def _source(book: PacketChainBook) -> str:
    return (
        f"{shared.discount(book)}"
        "红包和佣金全部出自让利，没有别的来源；商家没有让出的钱，一分也不会发。"
    )


def _destinations(book: PacketChainBook) -> list[str]:
    packets = f"红包：让利的 {format_percent(book.packet_share_bp)}。"
    return shared.destinations(book, [packets], "红包")


def _draw(book: PacketChainBook) -> list[str]:
    count = book.packets_per_order
    return [
        f"每笔付款最多发出 {count} 个红包，给同一队列中等待最久的账单，每张账单一个；"
        "自己的付款不会发给自己。每个红包的大小由随机抽取决定，至少一分。",
        f"等待的账单不足 {count} 张时，只按张数发出相应的部分，其余留作这个队列的储备，"
        "供以后的红包使用：以后每笔付款可再从储备加发，最多与它自己的红包部分相等。"
        f"一张账单收到 {count} 个红包，或收满上限，就结束排队；超过上限的部分也进入储备。",
    ]


def _tiers(book: PacketChainBook) -> list[str]:
    bounds = [format_yuan(bound) for bound in book.tiers_fen]
    steps = []
    for below, bound in zip([None, *bounds], [*bounds, None], strict=True):
        over = [f"超过 {below}"] if below else []
        upto = [f"不超过 {bound}"] if bound else []
        steps.append("、".join([*over, *upto]) or "不分档")
    who = (
        "商家可以按自己的客单价另定界线，以店内公示为准。"
        if book.tiers_adjustable
        else "所有商家界线相同。"
    )
    return [f"账单按金额分档：{'；'.join(steps)}。", f"同一家店、同一档的账单排一个队列。{who}"]


def _cap(book: PacketChainBook) -> str:
    least, most = (
        format_percent(bp_of(rate, book.packet_share_bp))
        for rate in (book.discount_min_bp, book.discount_max_bp)
    )
    return (
        f"一张账单收到的红包，合计不超过实付金额的 {format_percent(book.cap_bp)}。"
        "这是上限，绝不是承诺：实际可能少得多，也可能一个也没有。"
        f"平均来看，红包只有账单金额的 {least} 至 {most}。"
        "凡显示上限之处，旁边都显示现在实际已有的资金。"
    )


def _hold(book: PacketChainBook) -> str:
    return (
        f"红包在带来它的那笔付款之后 {shared.hold(book)}，发往微信零钱；"
        "这段时间用于退款和核对。商家书面接受风险的，可以缩短，但不短于微信的规定。"
        "微信一时不能送达的，我们留着并一直显示，不会作废。"
    )


def _netting(book: PacketChainBook) -> str:
    first = (
        "退款账单投入红包的钱，先从尚未发出的红包和队列的储备中收回；已经发出的，归收到的人所有。"
    )
    if not book.netting_bp:
        return f"{first}不足部分不从以后的账单中扣除。"
    return (
        f"{first}不足部分由同一家店以后的账单弥补：每笔最多用其红包部分的"
        f" {format_percent(book.netting_bp)}，补足为止。在此期间，付款前都会告诉您。"
    )


_JOINING = (
    "同一位顾客同一天在同一队列只有一份资格。当天再次付款，新账单并入这一份："
    "上限随之增加，红包个数不重新计算；个数已经领满的，当天不再增加。"
    "再次付款的红包部分不当场抽取，全部进入这个队列的储备。"
    "这样规定，是为了让拆单付款没有好处。"
)
_REFUND = (
    "退款后，上限按退款比例降低；全额退款，这张账单就结束排队。"
    "已收到而超出新上限的部分记为待抵扣，只从以后的红包中扣除，绝不动用您其他的钱。"
)
_DISPUTE = "有争议的账单保留原来的位置，解决之前不领红包，解决之后接着排队。"
_VERIFY = (
    "每天开始前，我们公布当天密钥的指纹；当天结束后公布密钥本身。"
    "任何人都能用公开的方法，重新算出每一个红包，并查到每个红包为什么有、为什么没有。"
)

"""资金池的份额，中文。"""

from collections.abc import Mapping
from typing import Final

from models.weekday_pool.explanation import Reason

WHY: Final[Mapping[Reason, str]] = {
    Reason.REFUNDED: "这笔账单已全部退款，资格随之结束。",
    Reason.CLOSED_AT_CAP: (
        "这份资格已收满目前的上限{cap}；以后在更多商家消费，上限提高，它会再次打开。"
    ),
    Reason.CLOSED_FOR_GOOD: "这份资格已收满最高的上限{cap}，就此结束。",
    Reason.FROZEN: "这份资格因争议或退款申请暂停：上限不变，解决之前不参加释放。",
    Reason.RECEIVED: "{day}零点的释放分给了这份资格。",
    Reason.NO_MIDNIGHT: "付款之后还没有过零点；最早在下一个零点参加释放。",
    Reason.NO_RELEASE_DAY: "{day}零点按规则不释放资金池。",
    Reason.POOL_EMPTY: "{day}零点资金池里没有可释放的钱；没有新的账单，就没有释放。",
    Reason.NOT_WAITING: "{day}零点这份资格没有参加释放：当时已收满，或因争议暂停。",
    Reason.SHARE_TOO_SMALL: "{day}零点这份资格的份额不足一分。",
}

CEILING: Final = (
    "已得{net}，目前的上限{cap}（按{partners}家伙伴商家计），最多可到{whole}。这是上限，不是承诺。"
)

RELEASED: Final = (
    "{day}零点资金池有{pool}，释放其中{rate}，即{fund}，按份额分给{claims}份未达上限的资格。"
)
WEIGHT: Final = (
    "份额是三项相乘：这份当时离上限还差{lacking}；此前{window}天您有{days}天消费；伙伴商家{partners}家。"
    "后两项合成倍数{multiplier}，份额{weight}，全部份额{whole}。"
)
PART: Final = "由此分得{paid}，取整按余数大小，相同时先给更早的资格。"
FILLED: Final = "由此收满到上限，分得{paid}；多出的部分由其他资格再分。"

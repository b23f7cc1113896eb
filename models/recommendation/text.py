"""Why a store is shown, in words; there is a sentence for every reason, and none is left out."""

from collections.abc import Mapping
from typing import Final

from models.money import format_yuan
from models.recommendation.rules import Reason, Suggestion

_WORDS: Final[Mapping[Reason, tuple[str, str]]] = {
    Reason.AGAIN: ("您近来去过", "You were here lately"),
    Reason.SIMILAR: ("常来「{because}」的顾客也去", "Shoppers who come to {because} go here too"),
    Reason.NEAR: ("附近，约{distance}", "Nearby, about {distance}"),
    Reason.POPULAR: ("近 30 天最多人去的门店之一", "Among the most visited of the last 30 days"),
    Reason.PROMOTED: ("推广：门店用流量积分换来的展示", "Promoted: the store spent points on this"),
}
_COUPONS: Final = (
    "您有 {amount} 消费券，可在这里使用",
    "You have coupons worth {amount} to spend here",
)
_STEP_M: Final = 50


def words(one: Suggestion, reason: Reason, *, names: Mapping[int, str], english: bool) -> str:
    """Why this store is shown; `names` are the stores' by number."""
    return _WORDS[reason][english].format(
        because=names.get(one.because_merchant_no or 0, ""),
        distance=_distance(one.distance_m or 0, english=english),
    )


def coupon_words(coupon_fen: int, *, english: bool) -> str:
    """What a holder of coupons may do with them at a store."""
    return _COUPONS[english].format(amount=format_yuan(coupon_fen))


def _distance(metres: int, *, english: bool) -> str:
    """Rounded up to 50 m, or to a tenth of a kilometre: the point is coarse as well."""
    if metres <= 1_000 - _STEP_M:
        rounded = max(-(-metres // _STEP_M), 1) * _STEP_M
        return f"{rounded} m" if english else f" {rounded} 米"
    tenths = -(-metres // 100)
    number = f"{tenths // 10}.{tenths % 10}"
    return f"{number} km" if english else f" {number} 公里"

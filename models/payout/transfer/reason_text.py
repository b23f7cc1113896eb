"""How money that was sent to a person ended, in words, in Chinese and in English. Pure data."""

from collections.abc import Mapping
from typing import Final

Words = tuple[str, str]

_NOT_VERIFIED: Final = (
    "您的微信还没有实名认证，认证后才能收款。",
    "Your WeChat account has no verified real name, which it needs before it can be paid.",
)
_AT_RISK: Final = (
    "微信认为这笔收款有风险，暂不付款。",
    "WeChat holds payments to you to be risky at present.",
)
_RESTRICTED: Final = (
    "您的微信账户异常，暂时不能收款。",
    "Your WeChat account is restricted and can't be paid at present.",
)
_OTHER_NAME: Final = (
    "您填写的姓名与微信实名不一致。",
    "The name you gave is not the one that WeChat has verified.",
)
_MONTH_SPENT: Final = (
    "您本月的收款额度已用完。",
    "You have received as much this month as WeChat allows.",
)
_DAY_SPENT: Final = (
    "您今天的收款额度已用完。",
    "You have received as much today as WeChat allows.",
)
_OURS: Final = (
    "付款方暂时不能付款，与您无关。",
    "The payer can't pay at present; nothing is wrong on your side.",
)
_TAKEN_BACK: Final = ("提现已撤销。", "The withdrawal was taken back.")

_WORDS: Final[Mapping[str, Words]] = {
    "SUCCESS": ("已到账。", "It has arrived."),
    "PENDING": ("正在发放。", "It is on its way."),
    "account_closed": (
        "注销时放弃，归还给门店的红包池。",
        "Given up on leaving; back to a store's packets.",
    ),
    "market_closed": (
        "市场关闭，归还给门店的红包池。",
        "The market closed; back to a store's packets.",
    ),
    "distributed": (
        "门店按登记的份额分配，已记入钱包。",
        "A store distributed it by its register; it is in the wallet.",
    ),
    "released": (
        "资金池零点释放，已记入钱包。",
        "Released by the pool at midnight; it is in the wallet.",
    ),
    "released_less_debt": (
        "资金池零点释放，先抵扣了退款后多得的部分。",
        "Released by the pool at midnight, less what refunds had left owing.",
    ),
    "redeemed": ("积分兑回，已记入钱包。", "Points redeemed; it is in the wallet."),
    "redeemed_less_debt": (
        "积分兑回，先抵扣了退款后多得的部分。",
        "Points redeemed, less what refunds had left owing.",
    ),
    "no_room": (
        "那一单的让利不够分给所有人。",
        "That bill's discount was too small for everyone in it.",
    ),
    "receiver_refused": (
        "微信不接受您作为该门店的收款人。",
        "WeChat would not accept you as a receiver of that store.",
    ),
    "receiver_unknown": (
        "还不知道您在微信的收款账户。",
        "Your account at WeChat is not known yet.",
    ),
    "RECEIVER_REAL_NAME_NOT_VERIFIED": _NOT_VERIFIED,
    "REAL_NAME_CHECK_FAIL": _NOT_VERIFIED,
    "RECEIVER_HIGH_RISK": _AT_RISK,
    "TRANSFER_RISK": _AT_RISK,
    "ACCOUNT_ABNORMAL": _RESTRICTED,
    "ACCOUNT_FROZEN": _RESTRICTED,
    "PAYEE_ACCOUNT_ABNORMAL": _RESTRICTED,
    "ACCOUNT_NOT_EXIST": ("您的微信账户已注销。", "Your WeChat account was closed."),
    "NAME_NOT_CORRECT": _OTHER_NAME,
    "USER_ERROR": _OTHER_NAME,
    "OVERDUE_CLOSE": ("没有按时确认收款。", "It was not confirmed in time."),
    "CANCELLED": _TAKEN_BACK,
    "MCH_CANCEL": _TAKEN_BACK,
    "RECEIVER_RECEIPT_LIMIT": _MONTH_SPENT,
    "REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED": _MONTH_SPENT,
    "BLOCK_B2C_USERLIMITAMOUNT_BSRULE_MONTH": _MONTH_SPENT,
    "DAY_RECEIVED_QUOTA_EXCEED": _DAY_SPENT,
    "DAY_RECEIVED_COUNT_EXCEED": _DAY_SPENT,
    "TRANSFER_QUOTA_EXCEED": _OURS,
    "BUDGET_NOT_ENOUGH": _OURS,
    "PRODUCT_AUTH_CHECK_FAIL": _OURS,
    "PAYER_ACCOUNT_ABNORMAL": _OURS,
    "TRANSFER_SCENE_UNAVAILABLE": _OURS,
    "TRANSFER_SCENE_INVALID": _OURS,
    "NO_RELATION": _OURS,
    "UNFROZEN": _OURS,
    "NO_AUTH": _OURS,
    "INVALID_REQUEST": _OURS,
    "FORGOTTEN": (
        "微信没有收到过这笔提现，钱仍在钱包里。",
        "WeChat never had this withdrawal; the money is in the wallet as before.",
    ),
    "UNKNOWN": (
        "微信退回了这笔钱，没有说明原因。",
        "WeChat turned the money back and did not say why.",
    ),
}
_TURNED_BACK: Final[Words] = (
    "微信退回了这笔钱（{reason}）。",
    "WeChat turned the money back ({reason}).",
)


def words_of(result: str) -> Words:
    """What a result, or the reason why money is carried, says: Chinese, English."""
    zh, en = _WORDS.get(result, _TURNED_BACK)
    return zh.replace("{reason}", result), en.replace("{reason}", result)

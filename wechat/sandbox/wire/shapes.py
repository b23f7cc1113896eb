"""The bodies of Pay v3 requests: what must be there, of which type, in which bounds."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Raw, Struct, UnsetType

Short = Annotated[str, Meta(min_length=1, max_length=32)]
Account = Annotated[str, Meta(min_length=1, max_length=64)]
Words80 = Annotated[str, Meta(min_length=1, max_length=80)]
TradeNo = Annotated[str, Meta(pattern=r"^[0-9A-Za-z_\-|*]{6,32}$")]
Number = Annotated[str, Meta(pattern=r"^[0-9A-Za-z_\-|*@]{1,64}$")]
Url = Annotated[str, Meta(pattern=r"^https?://[^/?#\s]+/[^?#\s]*$", max_length=255)]
Fen = Annotated[int, Meta(ge=1, le=1_000_000_000)]
AccountKind = Literal["MERCHANT_ID", "PERSONAL_OPENID", "PERSONAL_SUB_OPENID"]
Relation = Literal[
    "SERVICE_PROVIDER", "STORE", "STAFF", "STORE_OWNER", "PARTNER", "HEADQUARTER", "BRAND",
    "DISTRIBUTOR", "USER", "SUPPLIER", "CUSTOM",
]  # fmt: skip


class Total(Struct):
    total: Fen
    currency: Literal["CNY"] = "CNY"


class Payer(Struct):
    sp_openid: Annotated[str, Meta(min_length=1, max_length=128)] | None = None
    sub_openid: Annotated[str, Meta(min_length=1, max_length=128)] | None = None


class SettleInfo(Struct, frozen=True):
    profit_sharing: bool = False


class Prepay(Struct):
    sp_appid: Short
    sp_mchid: Short
    sub_mchid: Short
    description: Annotated[str, Meta(min_length=1, max_length=127)]
    out_trade_no: TradeNo
    notify_url: Url
    amount: Total
    payer: Payer
    sub_appid: Short | None = None
    time_expire: str | None = None
    attach: Annotated[str, Meta(max_length=128)] | None = None
    goods_tag: Short | None = None
    settle_info: SettleInfo = SettleInfo()
    support_fapiao: bool = False
    limit_pay: list[Literal["no_balance", "no_credit", "no_debit", "balance_only"]] = []
    detail: Raw | UnsetType = UNSET
    scene_info: Raw | UnsetType = UNSET


class Close(Struct):
    sp_mchid: Short
    sub_mchid: Short


class RefundSource(Struct):
    account: Literal["AVAILABLE", "UNAVAILABLE"]
    amount: Fen


class RefundAmount(Struct, rename={"sources": "from"}):
    refund: Fen
    total: Fen
    currency: Literal["CNY"]
    sources: list[RefundSource] = []


class Refund(Struct):
    sub_mchid: Short
    out_refund_no: Number
    amount: RefundAmount
    transaction_id: Short | None = None
    out_trade_no: TradeNo | None = None
    reason: Words80 | None = None
    notify_url: Url | None = None
    funds_account: Literal["AVAILABLE", "UNSETTLED"] | None = None


class AbnormalRefund(Struct):
    sub_mchid: Short
    out_refund_no: Number
    type: Literal["USER_BANK_CARD", "MERCHANT_BANK_CARD"]
    bank_type: Short | None = None
    bank_account: str | None = None
    real_name: str | None = None


class SplitLine(Struct):
    type: AccountKind
    account: Account
    amount: int
    description: Words80
    name: str | None = None


class Split(Struct):
    sub_mchid: Short
    transaction_id: Short
    out_order_no: Number
    unfreeze_unsplit: bool
    receivers: list[SplitLine] = []
    appid: Short | None = None
    sub_appid: Short | None = None


class Unfreeze(Struct):
    sub_mchid: Short
    transaction_id: Short
    out_order_no: Number
    description: Words80


class Receiver(Struct):
    sub_mchid: Short
    appid: Short
    type: AccountKind
    account: Account
    relation_type: Relation
    name: str | None = None
    sub_appid: Short | None = None
    custom_relation: Annotated[str, Meta(min_length=1, max_length=10)] | None = None


class SceneFact(Struct):
    info_type: Annotated[str, Meta(min_length=1, max_length=15)]
    info_content: Annotated[str, Meta(min_length=1, max_length=32)]


class Transfer(Struct):
    appid: Short
    out_bill_no: Annotated[str, Meta(pattern=r"^[0-9A-Za-z]{1,32}$")]
    transfer_scene_id: Annotated[str, Meta(min_length=1, max_length=36)]
    openid: Account
    transfer_amount: Annotated[int, Meta(ge=1)]
    transfer_remark: Annotated[str, Meta(min_length=1, max_length=32)]
    transfer_scene_report_infos: list[SceneFact]
    user_name: str | None = None
    notify_url: (
        Annotated[str, Meta(pattern=r"^https?://[^/?#\s]+/[^?#\s]*$", max_length=256)] | None
    ) = None
    user_recv_perception: str | None = None


class FormerReceiver(Struct):
    sub_mchid: Short
    appid: Short
    type: AccountKind
    account: Account
    sub_appid: Short | None = None


class Return(Struct):
    sub_mchid: Short
    out_return_no: Number
    return_mchid: Short
    amount: Fen
    description: Words80
    order_id: Account | None = None
    out_order_no: Number | None = None

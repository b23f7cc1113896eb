"""Who a request speaks of, and whether the provider may."""

from wechat.sandbox.book.book import Book
from wechat.sandbox.book.order import Order
from wechat.sandbox.book.people import Account, Merchant, Shopper
from wechat.sandbox.refusal import Refusal, forbidden, invalid, missing, parameter


def provider(book: Book, sp_mchid: str) -> None:
    if sp_mchid != book.identity.sp_mchid:
        raise Refusal(400, "INVALID_REQUEST", "请求体中的sp_mchid与签名商户号不一致")


def sub_merchant(book: Book, sub_mchid: str) -> Merchant:
    """The sub-merchant of a payment."""
    merchant = book.merchants.get(sub_mchid)
    if merchant is None or sub_mchid == book.identity.sp_mchid:
        raise Refusal(400, "MCH_NOT_EXISTS", "子商户号不存在")
    return merchant


def splitting_merchant(book: Book, sub_mchid: str) -> Merchant:
    """The sub-merchant of a split; it must be ours and allowed to split."""
    merchant = book.merchants.get(sub_mchid)
    if merchant is None or sub_mchid == book.identity.sp_mchid:
        raise invalid("服务商和分账方无受理关系")
    if not merchant.split_allowed:
        raise forbidden("NO_AUTH", "无分账权限")
    return merchant


def paid_order(book: Book, merchant: Merchant, transaction_id: str) -> Order:
    order = book.transactions.get(transaction_id)
    if order is None or order.merchant is not merchant:
        raise missing("微信支付订单不存在")
    return order


def account(
    book: Book, kind: str, number: str, *, appid: str | None, name: str | None
) -> Account | None:
    """The account that a line or a receiver names; None when WeChat knows no such account."""
    if kind != "MERCHANT_ID" and appid != book.identity.sp_appid:
        raise parameter("appid与openid不匹配", "/appid")
    known = book.accounts.get((kind, number))
    if known is None or name is None:
        return known
    if name != known.owner.legal_name:
        person = isinstance(known.owner, Shopper)
        words = "微信用户姓名与实名不一致" if person else "商户全称与商户号不匹配"
        raise parameter(words, "/name")
    return known

"""Who may receive shares of a sub-merchant's orders. At most 20,000 each."""

from wechat.sandbox.book.book import Book
from wechat.sandbox.pay import parties
from wechat.sandbox.refusal import invalid, parameter
from wechat.sandbox.wire import shapes
from wechat.sandbox.wire.call import Call

MOST_RECEIVERS = 20_000


def add(book: Book, call: Call) -> dict[str, object]:
    """Repeating succeeds and overwrites nothing. A merchant must come with its full name."""
    wish = call.read(shapes.Receiver)
    merchant = parties.splitting_merchant(book, wish.sub_mchid)
    if wish.type == "MERCHANT_ID" and wish.name is None:
        raise parameter("分账接收方类型为MERCHANT_ID时，name必填", "/name")
    if (wish.relation_type == "CUSTOM") != (wish.custom_relation is not None):
        raise parameter("custom_relation与relation_type不匹配", "/custom_relation")
    name = call.name(wish.name)
    account = parties.account(book, wish.type, wish.account, appid=wish.appid, name=name)
    if account is None:
        person = wish.type != "MERCHANT_ID"
        words = "appid与openid不匹配" if person else "分账接收方商户号不存在"
        raise parameter(words, "/account")
    if account.owner is merchant:
        raise parameter("分账接收方不能为分账方自身", "/account")
    if account not in merchant.receivers and len(merchant.receivers) >= MOST_RECEIVERS:
        raise invalid("分账接收方数量超过限制")
    merchant.receivers.setdefault(account, wish.relation_type)
    return _echo(wish) | {"relation_type": wish.relation_type}


def delete(book: Book, call: Call) -> dict[str, object]:
    """Effective at once: a line still pending then ends with NO_RELATION. Repeating succeeds."""
    wish = call.read(shapes.FormerReceiver)
    merchant = parties.splitting_merchant(book, wish.sub_mchid)
    book.now()
    account = book.accounts.get((wish.type, wish.account))
    if account is not None:
        merchant.receivers.pop(account, None)
    return _echo(wish)


def _echo(wish: shapes.Receiver | shapes.FormerReceiver) -> dict[str, object]:
    return {
        name: value
        for name in ("sub_mchid", "appid", "type", "account", "name", "custom_relation")
        if (value := getattr(wish, name, None)) is not None
    }

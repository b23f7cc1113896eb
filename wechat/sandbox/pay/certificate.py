"""Platform certificates: a merchant of the public-key era has none."""

from wechat.sandbox.book.book import Book
from wechat.sandbox.refusal import missing
from wechat.sandbox.wire.call import Call


def refuse(book: Book, call: Call) -> dict[str, object]:
    raise missing("无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥")

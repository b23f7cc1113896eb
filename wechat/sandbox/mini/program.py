"""What the mini-program side remembers beside the book."""

from wechat.sandbox.book.book import Book
from wechat.sandbox.book.people import Shopper
from wechat.sandbox.mini.answer import MiniError
from wechat.sandbox.mini.code import Codes
from wechat.sandbox.mini.template import Template
from wechat.sandbox.mini.ticket import Tickets
from wechat.sandbox.mini.token import Tokens


class Mini:
    """Both apps of the product: the consumer's and the merchant assistant."""

    def __init__(self, book: Book) -> None:
        identity = book.identity
        self.book = book
        self.secrets = {
            identity.mini_appid: identity.mini_secret,
            identity.merchant_appid: identity.merchant_secret,
        }
        self.logins, self.phones = Tickets(), Tickets()
        self.tokens, self.codes = Tokens(), Codes()
        self.templates: dict[str, Template] = {}
        self.withdrawn: set[str] = set()

    def authenticate(self, appid: str, secret: str) -> None:
        """40013 for an app we don't know, 40125 for a wrong secret."""
        if appid not in self.secrets:
            raise MiniError(40013, "invalid appid")
        if self.secrets[appid] != secret:
            raise MiniError(40125, "invalid appsecret")

    def shopper(self, openid: str) -> Shopper:
        shopper = self.book.shoppers.get(openid)
        if shopper is None:
            raise MiniError(40003, "invalid openid")
        return shopper

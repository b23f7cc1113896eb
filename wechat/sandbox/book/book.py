"""The whole book in memory: every noun by the numbers that name it."""

from collections import Counter
from collections.abc import Callable

from wechat.sandbox.agenda import Agenda
from wechat.sandbox.book.bill_breaks import BillBreaks
from wechat.sandbox.book.diary import Diary
from wechat.sandbox.book.flow import OPERATION
from wechat.sandbox.book.notice import Notice
from wechat.sandbox.book.order import Order
from wechat.sandbox.book.people import Account, Merchant, Shopper
from wechat.sandbox.book.refund import Refund
from wechat.sandbox.book.returned import Return
from wechat.sandbox.book.split import Split
from wechat.sandbox.book.transfer import Transfer
from wechat.sandbox.clock import MarketClock
from wechat.sandbox.credentials import Identity
from wechat.sandbox.magic import Magic
from wechat.sandbox.settings import Settings


class Book:
    """Owns the state. What may happen to it is decided in `pay/` and `control/`."""

    def __init__(self, identity: Identity, settings: Settings, clock: MarketClock) -> None:
        self.identity, self.settings, self.clock = identity, settings, clock
        self.agenda = Agenda()
        self.magic = Magic(settings.magic_amounts)
        self.diary = Diary()
        self.bill_breaks = BillBreaks()
        self.bill_links: dict[str, tuple[bytes, float]] = {}
        self.merchants: dict[str, Merchant] = {}
        self.shoppers: dict[str, Shopper] = {}
        self.accounts: dict[tuple[str, str], Account] = {}
        self.orders: dict[tuple[str, str], Order] = {}
        self.transactions: dict[str, Order] = {}
        self.prepaid: dict[str, tuple[Order, float]] = {}
        self.splits: dict[str, Split] = {}
        self.splits_by_id: dict[str, Split] = {}
        self.refunds: dict[str, Refund] = {}
        self.returns: dict[str, Return] = {}
        self.transfers: dict[str, Transfer] = {}
        self.transfers_by_id: dict[str, Transfer] = {}
        self.packages: dict[str, Transfer] = {}
        self.diary.accounts[OPERATION].balance_fen = settings.operation_fen
        self.landed_lines: Counter[str] = Counter()
        self.landed_fen: Counter[str] = Counter()
        self.failed_lines: Counter[str] = Counter()
        self.failed_lines_fen: Counter[str] = Counter()
        self.trade_managed = settings.trade_managed
        self.confirm_seconds = settings.confirm_seconds
        self.notify: Callable[[Notice], None] = lambda notice: None
        self.push: Callable[[str, str, str, dict[str, object]], None] = lambda *event: None
        self.closes_line: Callable[[], str | None] = lambda: None
        self.add_merchant(Merchant(identity.sp_mchid, identity.sp_name))

    def now(self) -> int:
        """Market time in seconds, after everything that fell due until then has happened."""
        now = self.clock.seconds()
        self.agenda.run(now)
        return now

    @property
    def operation_fen(self) -> int:
        """What lies in the operation account."""
        return self.diary.accounts[OPERATION].balance_fen

    def add_merchant(self, merchant: Merchant) -> None:
        self.merchants[merchant.mchid] = merchant
        key = ("MERCHANT_ID", merchant.mchid)
        self.accounts[key] = Account(*key, merchant)

    def add_shopper(self, shopper: Shopper) -> None:
        self.shoppers[shopper.openid] = shopper
        key = ("PERSONAL_OPENID", shopper.openid)
        self.accounts[key] = Account(*key, shopper)

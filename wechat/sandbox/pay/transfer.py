"""Transfers to persons: offer, ask by either number, take back."""

from wechat.sandbox import numbers
from wechat.sandbox.book import transferring
from wechat.sandbox.book.book import Book
from wechat.sandbox.book.payment import fingerprint
from wechat.sandbox.book.people import Shopper
from wechat.sandbox.book.transfer import WAITING, Transfer
from wechat.sandbox.book.transferring import CONFIRMABLE_SECONDS
from wechat.sandbox.clock import rfc3339
from wechat.sandbox.pay import transfer_limits, transfer_scene
from wechat.sandbox.refusal import Refusal, forbidden, parameter
from wechat.sandbox.wire import shapes
from wechat.sandbox.wire.call import Call

NAME_NEEDED_FROM_FEN = 200_000
NAME_ALLOWED_FROM_FEN = 30
KEPT_SECONDS = 30 * 86_400


def create(book: Book, call: Call) -> dict[str, object]:
    """`POST …/transfer-bills`: a repeat with the same data answers today's state."""
    wish = call.read(shapes.Transfer)
    now, name = book.now(), call.name(wish.user_name)
    mark = _mark(wish, name)
    known = book.transfers.get(wish.out_bill_no)
    if known is None:
        known = _offered(book, wish, name, mark, now)
        transferring.accept(book, known)
    elif known.mark != mark:
        raise Refusal(400, "ALREADY_EXISTS", "商户单号已存在，且请求参数与原单不一致")
    answer: dict[str, object] = {
        "out_bill_no": known.out_bill_no,
        "transfer_bill_no": known.transfer_bill_no,
        "create_time": rfc3339(known.created_at),
        "state": known.state,
    }
    if known.state == WAITING:
        answer["package_info"] = known.package_info
    return answer | ({"fail_reason": known.fail_reason} if known.fail_reason else {})


def by_out_bill_no(book: Book, call: Call) -> dict[str, object]:
    return view(book, _named(book, call))


def by_transfer_bill_no(book: Book, call: Call) -> dict[str, object]:
    now = book.now()
    return view(book, _kept(book.transfers_by_id.get(call.path["transfer_bill_no"]), now))


def cancel(book: Book, call: Call) -> dict[str, object]:
    """`…/cancel`, without a body: CANCELING first, CANCELLED a little later."""
    transfer = _named(book, call)
    transferring.cancel(book, transfer, book.now())
    return {
        "out_bill_no": transfer.out_bill_no,
        "transfer_bill_no": transfer.transfer_bill_no,
        "state": transfer.state,
        "update_time": rfc3339(transfer.updated_at),
    }


def view(book: Book, transfer: Transfer) -> dict[str, object]:
    """A transfer as a query shows it: without what the phone needs."""
    answer: dict[str, object] = {
        "mch_id": book.identity.sp_mchid,
        "out_bill_no": transfer.out_bill_no,
        "transfer_bill_no": transfer.transfer_bill_no,
        "appid": book.identity.sp_appid,
        "state": transfer.state,
        "transfer_amount": transfer.amount_fen,
        "transfer_remark": transfer.remark,
        "openid": transfer.payee.openid,
        "create_time": rfc3339(transfer.created_at),
        "update_time": rfc3339(transfer.updated_at),
    }
    return answer | ({"fail_reason": transfer.fail_reason} if transfer.fail_reason else {})


def _offered(
    book: Book, wish: shapes.Transfer, name: str | None, mark: bytes, now: int
) -> Transfer:
    if wish.appid != book.identity.sp_appid:
        raise Refusal(400, "INVALID_REQUEST", "appid与商户号不匹配")
    payee = book.shoppers.get(wish.openid)
    if payee is None:
        raise parameter("appid与openid不匹配", "/openid")
    perception = transfer_scene.perception(wish)
    _check_name(payee, wish.transfer_amount, name)
    transfer_limits.check(book, payee, wish.transfer_amount, now)
    if wish.transfer_amount > book.operation_fen:
        raise forbidden("NOT_ENOUGH", "运营账户余额不足，请充值后使用原单号重新发起")
    return Transfer(
        payee,
        wish.out_bill_no,
        numbers.transfer_id(now),
        wish.transfer_amount,
        wish.transfer_remark,
        wish.transfer_scene_id,
        perception,
        wish.notify_url,
        mark,
        numbers.package_info(),
        created_at=now,
        expires_at=now + CONFIRMABLE_SECONDS,
        updated_at=now,
    )


def _check_name(payee: Shopper, amount_fen: int, name: str | None) -> None:
    if name is None and amount_fen >= NAME_NEEDED_FROM_FEN:
        raise parameter("转账金额大于等于2000元时，收款用户姓名必填", "/user_name")
    if name is not None and amount_fen < NAME_ALLOWED_FROM_FEN:
        raise parameter("转账金额小于0.3元时，不允许填写收款用户姓名", "/user_name")
    if name is not None and payee.real_name and name != payee.real_name:
        raise Refusal(400, "USER_ERROR", "收款用户姓名与实名不一致")


def _mark(wish: shapes.Transfer, name: str | None) -> bytes:
    """The whole wish; the name is sealed anew each time, so it counts as it is."""
    facts = [(fact.info_type, fact.info_content) for fact in wish.transfer_scene_report_infos]
    whole = (
        *(wish.appid, wish.openid, wish.transfer_scene_id, wish.transfer_amount),
        *(wish.transfer_remark, wish.notify_url, wish.user_recv_perception, name, sorted(facts)),
    )
    return fingerprint(repr(whole).encode())


def _named(book: Book, call: Call) -> Transfer:
    now = book.now()
    return _kept(book.transfers.get(call.path["out_bill_no"]), now)


def _kept(transfer: Transfer | None, now: int) -> Transfer:
    if transfer is None or now > transfer.created_at + KEPT_SECONDS:
        raise Refusal(404, "NOT_FOUND", "转账单不存在")
    return transfer

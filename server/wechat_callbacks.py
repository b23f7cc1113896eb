"""The addresses that WeChat calls: payments, refunds, transfers, the mini-programs' push.

`app.ctx` has to offer `pay_account` (wechat.account.PayAccount), `database`, `clock` (market time),
`doorbell`, `push_accounts` (a PushAccount by program, `consumer` and `merchant`), and what acting
on pushes needs (see `push_following`). A message is verified over its raw bytes before anything in
it is read.
"""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, text

from models.inbox import NO_MARKET, Notice, nameless_id
from server.callback_answers import UNAVAILABLE, Failure, failed, of_verdict
from server.callback_desk import CallbackDesk, CallbackUnrecorded
from server.pay_answers import answer, refuse
from server.payment_notice import NotAPayment, kept_headers, read_payment
from server.push_following import following
from server.refund_callbacks import refund_notify
from server.transfer_callbacks import transfer_notify
from wechat.callback import Callback
from wechat.push import PushAccount, PushEvent, PushRefused, answer_url_check, open_push

blueprint = Blueprint("wechat", url_prefix="/wechat")
blueprint.add_route(refund_notify, "/pay/refund/<market_code:int>", methods=["POST"])
blueprint.add_route(transfer_notify, "/pay/transfers", methods=["POST"])

_PUSH_REFUSED = Failure(403, "push.refused", "推送校验失败")


@blueprint.before_server_start
async def open_desk(app: object) -> None:
    """Give the server its desk; it looks at the rest of the context only when a message comes."""
    app.ctx.callback_desk = CallbackDesk(app.ctx)  # type: ignore[attr-defined]


@blueprint.post("/pay/notify")
async def payment_notify(request: Request) -> HTTPResponse:
    """A payment succeeded, says WeChat. 200 once it is durable."""
    context = request.app.ctx

    async def hear(callback: Callback) -> Failure | None:
        try:
            payment = read_payment(
                callback,
                sp_mchid=context.pay_account.sp_mchid,
                headers=request.headers,
                body=request.body,
                received_at=context.clock(),
            )
        except NotAPayment:
            await context.callback_desk.keep_other(_notice(request, callback), "kept")
            return None
        return of_verdict(await context.callback_desk.record(payment))

    return await answer(request, hear)


@blueprint.get("/push/<program:str>")
async def push_check(request: Request, program: str) -> HTTPResponse:
    """WeChat tests our address before it pushes to it."""
    account = _push_account(request, program)
    try:
        return text(answer_url_check(account, _query(request))) if account else _unknown_program()
    except PushRefused:
        return failed(_PUSH_REFUSED)


@blueprint.post("/push/<program:str>")
async def push(request: Request, program: str) -> HTTPResponse:
    """A mini-program event: checked, decrypted, kept and acted on; `success` once it is durable."""
    account = _push_account(request, program)
    if account is None:
        return _unknown_program()
    try:
        event = open_push(account, _query(request), request.body)
    except PushRefused:
        return await refuse(request, _PUSH_REFUSED)
    work = following(request.app.ctx, program, event)
    try:
        await request.app.ctx.callback_desk.act(_push_notice(request, program, event), work)
    except CallbackUnrecorded:
        return failed(UNAVAILABLE)
    return text("success")


def _notice(request: Request, callback: Callback) -> Notice:
    return Notice(
        market_code=NO_MARKET,
        callback_id=callback.id,
        kind=callback.original_type,
        subject=None,
        received_at=request.app.ctx.clock(),
        headers=kept_headers(request.headers),
        body=request.body,
    )


def _push_notice(request: Request, program: str, event: PushEvent) -> Notice:
    return Notice(
        market_code=NO_MARKET,
        callback_id=nameless_id(f"{program}:{event.delivery_key}".encode()),
        kind=f"push.{event.event}",
        subject=program,
        received_at=request.app.ctx.clock(),
        headers={name: value for name, value in _query(request).items() if name != "openid"},
        body=request.body,
    )


def _push_account(request: Request, program: str) -> PushAccount | None:
    account: PushAccount | None = request.app.ctx.push_accounts.get(program)
    return account


def _query(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in request.args.items()}


def _unknown_program() -> HTTPResponse:
    return failed(Failure(404, "push.unknown_program", "没有这个小程序"))

"""The sandbox put together: one book, one clock, and the doors to them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web

from wechat.sandbox.book.book import Book
from wechat.sandbox.callbacks.courier import Courier
from wechat.sandbox.clock import MarketClock
from wechat.sandbox.control.bills import Bills
from wechat.sandbox.control.consent import Consent
from wechat.sandbox.control.inspect import Inspection
from wechat.sandbox.control.page import ControlPage
from wechat.sandbox.control.people import People
from wechat.sandbox.control.phone import Phone
from wechat.sandbox.control.transfers import Transfers
from wechat.sandbox.control.witness import Witness
from wechat.sandbox.control.world import World
from wechat.sandbox.credentials import Credentials
from wechat.sandbox.mini.desk import Desk
from wechat.sandbox.mini.program import Mini
from wechat.sandbox.mini.push import Pusher
from wechat.sandbox.misfortune import Misfortune
from wechat.sandbox.pay.routes import ROUTES
from wechat.sandbox.phone import PhonePage
from wechat.sandbox.settings import Settings
from wechat.sandbox.tally import Tally
from wechat.sandbox.wire.authorization import Judge
from wechat.sandbox.wire.gate import Gate
from wechat.sandbox.wire.sealing import Sealer, name_opener
from wechat.sandbox.wire.signer import Signer

TICK_SECONDS = 0.05
BODY_LIMIT_BYTES = 4 * 1024 * 1024
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build(settings: Settings, credentials: Credentials) -> web.Application:
    """An application ready to run, with an empty book."""
    book = Book(credentials.identity, settings, MarketClock(settings.market_clock))
    misfortune, tally, mini = Misfortune(book.clock.seconds), Tally(), Mini(book)
    faults = misfortune.faults
    identity, key = credentials.identity, credentials.wechat_private_key
    signer = Signer(key, identity.wechat_public_key_id, misfortune.wire_time)
    courier = Courier(book, Sealer(identity.apiv3_key), signer, faults)
    book.notify, book.closes_line = courier.post, faults.line_reason
    pusher = Pusher(identity, settings.product_url)
    book.push = pusher.push
    page = PhonePage(mini, settings.product_url)
    app = web.Application(middlewares=[_empty_errors], client_max_size=BODY_LIMIT_BYTES)
    gate = _gate(credentials, book, signer, misfortune, tally)
    app.add_routes([web.route(r.method, r.path, gate.handler(r)) for r in ROUTES])
    app.add_routes(Desk(mini, faults, tally).routes())
    app.add_routes(People(book).routes())
    app.add_routes(Phone(book, mini, credentials.merchant_public_key).routes())
    app.add_routes(Consent(book, mini, pusher).routes())
    app.add_routes(Transfers(book).routes())
    app.add_routes(Bills(book).routes())
    app.add_routes(Inspection(book, courier, tally).routes())
    app.add_routes(Witness(book).routes())
    app.add_routes(World(book, misfortune, mini).routes())
    app.add_routes(page.routes())
    app.add_routes(ControlPage().routes())
    app.cleanup_ctx.append(_lifetime(book, courier, pusher, page, signer))
    return app


def _gate(
    credentials: Credentials, book: Book, signer: Signer, misfortune: Misfortune, tally: Tally
) -> Gate:
    identity = credentials.identity
    key, wire_time = credentials.merchant_public_key, misfortune.wire_time
    judge = Judge(identity.sp_mchid, identity.serial_no, key, wire_time)
    opener = name_opener(credentials.wechat_private_key, identity.wechat_public_key_id)
    return Gate(book, judge, signer, opener, misfortune, tally)


def _lifetime(
    book: Book, courier: Courier, pusher: Pusher, page: PhonePage, signer: Signer
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def lifetime(app: web.Application) -> AsyncIterator[None]:
        await courier.start()
        await pusher.start()
        await page.start()
        ticker = asyncio.create_task(_tick(book))
        yield
        ticker.cancel()
        await courier.stop()
        await pusher.stop()
        await page.stop()
        signer.close()

    return lifetime


async def _tick(book: Book) -> None:
    """Market time passes even when nobody asks."""
    while True:
        await asyncio.sleep(TICK_SECONDS)
        book.now()


@web.middleware
async def _empty_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """An unknown path is 404 and a wrong method 405, both with nothing to read."""
    try:
        return await handler(request)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as error:
        return web.Response(status=error.status)

"""A channel takes coupons: `COUPON - -> MERCHANT +`, once for a code and once under its number."""

from datetime import datetime

from msgspec import Struct, json

from models import coupon, ledger
from models.channel.channel import Channel, store_for
from models.channel.orders import hash_of
from models.channel.refusals import CodeTaken, CodeUnknown, OrderDiffers, TakingUnknown
from models.database import Connection
from models.ledger import Draft, JournalKind, Kind, account
from models.people import Seal


class AskedTaking(Struct, frozen=True, kw_only=True):
    """Coupons to be taken, under the channel's own number."""

    taking_no: str
    store: str
    code: str
    amount_fen: int


class Taking(Struct, frozen=True, kw_only=True):
    """Coupons that a channel took."""

    taking_no: str
    taking_id: int
    merchant_no: int
    consumer_no: int
    fen: int
    taken_at: datetime


class _Evidence(Struct, frozen=True):
    channel_no: int
    taking_no: str
    code_id: int
    expires_at: datetime


async def known_taking(
    connection: Connection, channel: Channel, taking_no: str, asked: AskedTaking | None = None
) -> Taking | None:
    """What the channel took under this number; raises `OrderDiffers` for another request."""
    row = await connection.fetchrow(
        "SELECT taking_no, taking_id, merchant_no, consumer_no, fen, taken_at, asked_hash"
        " FROM coupon_takings WHERE channel_no = $1 AND taking_no = $2 AND market_code = $3",
        *(channel.channel_no, taking_no, channel.market_code),
    )
    if row is None:
        return None
    *facts, asked_hash = row
    if asked is not None and asked_hash != hash_of(asked):
        raise OrderDiffers(taking_no=taking_no)
    return Taking(**dict(zip(Taking.__struct_fields__, facts, strict=True)))


async def taking_of(connection: Connection, channel: Channel, taking_no: str) -> Taking:
    """What the channel took under this number; raises `TakingUnknown`."""
    found = await known_taking(connection, channel, taking_no)
    if found is None:
        raise TakingUnknown(taking_no=taking_no)
    return found


async def take_coupons(
    connection: Connection,
    *,
    channel: Channel,
    asked: AskedTaking,
    taking_id: int,
    seal: Seal,
    now: datetime,
) -> Taking:
    """Take the coupons of a code, in a transaction; the same number takes them once.

    Raises `OrderDiffers`, `CodeUnknown`, `CodeTaken`, `CouponsMissing`, and what is against the
    store.
    """
    market_code = channel.market_code
    head = await ledger.lock_head(connection, market_code)
    if known := await known_taking(connection, channel, asked.taking_no, asked):
        return known
    store = await store_for(connection, channel, asked.store, at=now)
    code_id, consumer_no, expires_at = await _use(connection, market_code, asked, seal, now)
    purses = await coupon.purses_of(connection, market_code, [consumer_no], lock=True)
    if purses[consumer_no].free_fen < asked.amount_fen:
        raise coupon.CouponsMissing(coupon_fen=asked.amount_fen)
    evidence = _Evidence(channel.channel_no, asked.taking_no, code_id, expires_at)
    draft = Draft(
        JournalKind.COUPON_TAKEN,
        taking_id,
        [account(Kind.COUPON, consumer_no), account(Kind.MERCHANT, store.merchant_no)],
        [-asked.amount_fen, asked.amount_fen],
        json.encode(evidence).decode(),
    )
    await ledger.post(connection, market_code, head, [draft], posted_at=now)
    await coupon.follow(connection, market_code, [draft])
    await connection.execute(
        "INSERT INTO coupon_takings VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        *(market_code, channel.channel_no, asked.taking_no, taking_id, code_id),
        *(store.merchant_no, consumer_no, asked.amount_fen, hash_of(asked), now),
    )
    return await taking_of(connection, channel, asked.taking_no)


async def _use(
    connection: Connection, market_code: int, asked: AskedTaking, seal: Seal, now: datetime
) -> tuple[int, int, datetime]:
    """Use up the code; returns its id, whose it is, and until when it was good."""
    row = await connection.fetchrow(
        "SELECT code_id, consumer_no, fen, expires_at, taken_at FROM coupon_codes"
        " WHERE market_code = $1 AND code_index = $2 FOR UPDATE",
        *(market_code, seal.index(asked.code)),
    )
    if row is None or row["fen"] != asked.amount_fen or row["expires_at"] <= now:
        raise CodeUnknown
    if row["taken_at"] is not None:
        raise CodeTaken
    await connection.execute(
        "UPDATE coupon_codes SET taken_at = $3 WHERE market_code = $1 AND code_id = $2",
        *(market_code, row["code_id"], now),
    )
    return row["code_id"], row["consumer_no"], row["expires_at"]

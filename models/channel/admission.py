"""Whether a request is a channel's: signed by an active key, just now, heard for the first time."""

from datetime import datetime

from models.channel.channel import Channel, keyholder
from models.channel.refusals import ChannelClosed, Replayed, SignatureWrong
from models.channel.signature import WINDOW, check, check_clock, read_header
from models.database import Connection
from models.people import Seal


async def recognise(
    connection: Connection,
    *,
    authorization: str,
    method: str,
    path: str,
    body: bytes,
    seal: Seal,
    wire_now: datetime,
) -> tuple[Channel, str, str]:
    """The channel that signed a request, with key and nonce, which `hear_once` then uses up.

    Raises `SignatureMissing`, `SignatureWrong`, `ClockSkewed` and `ChannelClosed`.
    """
    signed = read_header(authorization)
    found = await keyholder(connection, key_id=signed.key_id, seal=seal)
    if found is None:
        raise SignatureWrong
    channel, secret = found
    check(signed, secret, method=method, path=path, body=body)
    check_clock(signed, wire_now)
    if not channel.open:
        raise ChannelClosed
    return channel, signed.key_id, signed.nonce


async def hear_once(connection: Connection, *, key_id: str, nonce: str, wire_now: datetime) -> None:
    """Use up a nonce, for longer than a signature with it could be shown again; raises `Replayed`.

    A nonce is forgotten when the clock window is over for whoever was farthest ahead of it.
    """
    fresh = await connection.fetchval(
        "WITH forgotten AS (DELETE FROM channel_nonces WHERE seen_at < $3)"
        " INSERT INTO channel_nonces VALUES ($1, $2, $4) ON CONFLICT DO NOTHING RETURNING true",
        *(key_id, nonce, wire_now - 2 * WINDOW, wire_now),
    )
    if not fresh:
        raise Replayed

"""Asking for a day's bill, and fetching it by the link that lives five minutes.

The link names WeChat's host; only its path and query are used, with our own signature, against the
host that we speak to anyway. The answer is not signed: what proves it is the SHA-1 that the signed
answer before named, over the bill *after* unpacking.
"""

import hashlib
import zlib
from datetime import date
from enum import StrEnum
from typing import Final

from yarl import URL

from wechat.errors import Refused, Unavailable
from wechat.pay.wire import PayWire
from wechat.shape import Shape

NO_BILL: Final = b""
"""What stands for the bill of a day on which nothing happened."""

MOST_BYTES: Final = 1 << 30
_NOTHING_THAT_DAY = "NO_STATEMENT_EXIST"
_HASH = "SHA1"
_GZIP_MAGIC = b"\x1f\x8b"
_EITHER_PACKING = zlib.MAX_WBITS | 32


class Bill(StrEnum):
    """The bills of a service provider; the last two are of its own accounts."""

    TRADE = "trade"
    SPLIT = "split"
    BASIC = "basic"
    OPERATION = "operation"


_PATHS: Final = {
    Bill.TRADE: ("/v3/bill/tradebill", {"bill_type": "ALL"}),
    Bill.SPLIT: ("/v3/profitsharing/bills", {}),
    Bill.BASIC: ("/v3/bill/fundflowbill", {"account_type": "BASIC"}),
    Bill.OPERATION: ("/v3/bill/fundflowbill", {"account_type": "OPERATION"}),
}


class BillSpoiled(Unavailable):
    """What arrived is not the bill: a wrong hash, broken packing, or more than we take."""


class Link(Shape, frozen=True):
    """Where a bill can be fetched for five minutes, and what its bytes hash to."""

    hash_type: str
    hash_value: str
    download_url: str


async def ask(wire: PayWire, bill: Bill, day: date, *, sub_mchid: str | None = None) -> Link | None:
    """The link to a day's bill; None when nothing happened that day.

    ``sub_mchid`` narrows the trade and the split bill to one store. Unavailable while the bill is
    being made (it is ready by ten the next morning); Refused for today and before three months.
    """
    path, query = _PATHS[bill]
    asked = {"bill_date": day.isoformat(), **query, "tar_type": "GZIP"}
    if sub_mchid is not None:
        asked["sub_mchid"] = sub_mchid
    try:
        return await wire.ask(path, asked, Link)
    except Refused as refusal:
        if refusal.code == _NOTHING_THAT_DAY:
            return None
        raise


async def download(wire: PayWire, link: Link, *, most_bytes: int = MOST_BYTES) -> bytes:
    """The bill's own bytes, unpacked and proven; BillSpoiled, or Refused for a dead link."""
    if link.hash_type != _HASH:
        raise _spoiled("HASH_TYPE_UNKNOWN", link.hash_type)
    content = await _unpacked(wire, URL(link.download_url, encoded=True).raw_path_qs, most_bytes)
    if hashlib.sha1(content).hexdigest() != link.hash_value.lower():
        raise _spoiled("HASH_WRONG", f"{len(content)} bytes do not hash to what WeChat said")
    return content


async def fetch(
    wire: PayWire,
    bill: Bill,
    day: date,
    *,
    sub_mchid: str | None = None,
    most_bytes: int = MOST_BYTES,
) -> bytes:
    """Ask and download; a link that died meanwhile is asked for once more. `NO_BILL` for none."""
    for last in (False, True):
        link = await ask(wire, bill, day, sub_mchid=sub_mchid)
        if link is None:
            return NO_BILL
        try:
            return await download(wire, link, most_bytes=most_bytes)
        except Refused:
            if last:
                raise
    raise AssertionError("unreachable")


async def _unpacked(wire: PayWire, target: str, most_bytes: int) -> bytes:
    """The file behind a link, unpacked as it streams in; whether it is packed it says itself."""
    content, unpacker, first = bytearray(), None, True
    try:
        async for chunk in wire.file(target):
            if first and chunk.startswith(_GZIP_MAGIC):
                unpacker = zlib.decompressobj(_EITHER_PACKING)
            first = False
            room = most_bytes + 1 - len(content)
            content += unpacker.decompress(chunk, room) if unpacker else chunk
            if len(content) > most_bytes:
                raise _spoiled("TOO_LARGE", f"more than {most_bytes} bytes")
    except zlib.error as fault:
        raise _spoiled("PACKING_BROKEN", str(fault)) from fault
    if unpacker is not None and not unpacker.eof:
        raise _spoiled("PACKING_BROKEN", "the file ends too early")
    return bytes(content)


def _spoiled(code: str, message: str) -> BillSpoiled:
    return BillSpoiled(status=200, code=code, message=message)

"""Random draws that anyone can check.

A day has a secret seed of 32 bytes. Its SHA-256, the *commitment*, is published before the day
begins (market time), the seed itself after the day has ended. What an order draws is a function of
the seed and the order id alone:

*Words.* Block i (i = 0, 1, 2, …) is HMAC-SHA256 with the seed as key over the ASCII text
`rangli/packet_chain/v1`, the order id (8 bytes) and i (4 bytes), both big-endian. A block is eight
words of 4 bytes, big-endian, unsigned; blocks follow one another for as long as words are needed.

*A number from 1 to m* takes the next word that is below m * floor(2**32 / m); a word at or above is
thrown away, so no number is more likely than another. The number is word mod m, plus 1.

*Packets.* To divide r fen among k packets by the double-mean method, the next packet is a number
from 1 to max(1, floor(2r / k) - 1); the last packet is what is left. Each packet is at least 1 fen
as long as r >= k: before a draw r >= k, the draw is at most max(1, 2r/k - 1), and both 1 and
2r/k - 1 leave at least k - 1 (for 2r/k - 1 because (r - k)(k - 2) >= 0).
"""

import hashlib
import hmac
import struct
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import count
from typing import Final

from models.clock import market_day

_LABEL: Final = b"rangli/packet_chain/v1"
_BLOCK: Final = struct.Struct(">8I")
_RANGE: Final = 1 << 32
_INNER_PAD: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER_PAD: Final = bytes(byte ^ 0x5C for byte in range(256))


def day_seed(root_key: bytes, market_code: int, day: date) -> bytes:
    """The secret seed of a market's day, derived from the deployment's root key (32 bytes)."""
    label = f"rangli/day-seed/v1/{market_code}/{day.isoformat()}"
    return hmac.digest(root_key, label.encode(), "sha256")


def told_seed(root_key: bytes, market_code: int, day: date, now: datetime) -> bytes | None:
    """The day's seed for everybody: None until that market day is over; `now` is market time."""
    return day_seed(root_key, market_code, day) if day < market_day(now) else None


def commitment(seed: bytes) -> bytes:
    """What is published before the day: SHA-256 of its seed."""
    return hashlib.sha256(seed).digest()


def words(seed: bytes, order_id: int) -> Iterator[int]:
    """The endless words of an order, 32 bits each."""
    inner, outer = _keyed(seed)
    message = _LABEL + order_id.to_bytes(8, "big")
    for block in count():
        hash_inside = inner.copy()
        hash_inside.update(message + block.to_bytes(4, "big"))
        hash_outside = outer.copy()
        hash_outside.update(hash_inside.digest())
        yield from _BLOCK.unpack(hash_outside.digest())


@lru_cache(maxsize=64)
def _keyed(seed: bytes) -> tuple["hashlib._Hash", "hashlib._Hash"]:
    """HMAC-SHA256's two hashes with the key already in them (RFC 2104), one pair a day's seed.

    `hmac.digest` gives the same and takes five times as long, most of it to look up the algorithm.
    """
    key = seed.ljust(64, b"\0")
    return hashlib.sha256(key.translate(_INNER_PAD)), hashlib.sha256(key.translate(_OUTER_PAD))


def divide(seed: bytes, order_id: int, total_fen: int, count: int) -> list[int]:
    """Divide `total_fen` into `count` packets, in the order in which they are drawn.

    Adds up to `total_fen` exactly; every packet is at least 1 fen. Needs 1 <= count <= total_fen,
    and a total below 2**32: beyond it a word could not reach every number.
    """
    if not 1 <= count <= total_fen < _RANGE:
        raise ValueError(f"{total_fen} fen can't be divided into {count} packets")
    next_word = words(seed, order_id).__next__
    packets = []
    left_fen = total_fen
    for left_count in range(count, 1, -1):
        packet_fen = 1
        most = 2 * left_fen // left_count - 1
        if most > 1:
            word = next_word()
            while word >= _RANGE - most and word >= _RANGE - _RANGE % most:
                word = next_word()
            packet_fen += word % most
        packets.append(packet_fen)
        left_fen -= packet_fen
    packets.append(left_fen)
    return packets

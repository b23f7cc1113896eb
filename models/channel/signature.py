"""How a channel signs: HMAC-SHA256 over method, path, timestamp, nonce and body. Pure.

What is signed is five lines, each ended by a line feed: the method in capitals, the path with its
query as it is sent, the Unix time in seconds, the nonce, and the body (nothing for a GET). The key
is the secret's text in UTF-8; the signature is written in lower-case hexadecimal. It is sent as

    Authorization: RANGLI-HMAC-SHA256 key=…,timestamp=…,nonce=…,signature=…
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from models.channel.refusals import ClockSkewed, SignatureMissing, SignatureWrong

SCHEME: Final = "RANGLI-HMAC-SHA256"
WINDOW: Final = timedelta(minutes=5)
"""How far the channel's clock and ours may lie apart."""

_HEADER = re.compile(
    rf"{SCHEME} key=(?P<key_id>[0-9a-f]{{16}}),timestamp=(?P<timestamp>[0-9]{{10}}),"
    r"nonce=(?P<nonce>[A-Za-z0-9_-]{16,64}),signature=(?P<signature>[0-9a-f]{64})",
    re.ASCII,
)


class Signed(Struct, frozen=True):
    """What the header of a request says."""

    key_id: str
    timestamp: int
    nonce: str
    signature: str


def read_header(text: str) -> Signed:
    """The parts of an Authorization header; raises `SignatureMissing`."""
    found = _HEADER.fullmatch(text)
    if found is None:
        raise SignatureMissing
    return Signed(found["key_id"], int(found["timestamp"]), found["nonce"], found["signature"])


def sign(secret: str, *, method: str, path: str, timestamp: int, nonce: str, body: bytes) -> str:
    """The signature of a request."""
    head = f"{method}\n{path}\n{timestamp}\n{nonce}\n".encode()
    return hmac.digest(secret.encode(), head + body + b"\n", hashlib.sha256).hex()


def check(signed: Signed, secret: str, *, method: str, path: str, body: bytes) -> None:
    """Whether this secret signed this request; raises `SignatureWrong`."""
    again = sign(
        secret,
        method=method,
        path=path,
        timestamp=signed.timestamp,
        nonce=signed.nonce,
        body=body,
    )
    if not hmac.compare_digest(again, signed.signature):
        raise SignatureWrong


def check_clock(signed: Signed, now: datetime) -> None:
    """Whether it was signed just now, in wire time; raises `ClockSkewed`."""
    if abs(now.timestamp() - signed.timestamp) > WINDOW.total_seconds():
        raise ClockSkewed(now=int(now.timestamp()), window_seconds=int(WINDOW.total_seconds()))

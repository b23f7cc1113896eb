"""A client for shops outside, with nothing but the standard library; docs/channels.md explains it.

    export RANGLI_CHANNEL_SECRET=…
    python channel_client.py https://rangli.example 0123456789abcdef \\
        order A-1001 noodles 4200000000202603020000000001 8800
    python channel_client.py https://rangli.example 0123456789abcdef \\
        coupons B-77 noodles 1234567890123456 500
    python channel_client.py https://rangli.example 0123456789abcdef see orders/A-1001
"""

import hashlib
import hmac
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

ROOT = "/api/v1/channel"
TRIES = 4


class Refused(Exception):
    """The answer was no: a stable code, a sentence, and the facts."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('message')}")
        self.status, self.problem = status, problem


class Channel:
    """Asks as one channel. A request that got no answer is sent again, signed anew."""

    def __init__(
        self,
        url: str,
        key_id: str,
        secret: str,
        *,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._url, self._key_id, self._secret = url.rstrip("/"), key_id, secret
        self._clock, self._pause = clock, pause

    def tell_order(
        self, order_no: str, store: str, transaction_id: str, amount_fen: int
    ) -> dict[str, Any]:
        """Tell of a bill that was paid with WeChat; the same number may be told of again."""
        told = {"order_no": order_no, "store": store, "transaction_id": transaction_id}
        return self.ask("POST", "/orders", told | {"amount_fen": amount_fen})

    def take_coupons(
        self, redemption_no: str, store: str, code: str, amount_fen: int
    ) -> dict[str, Any]:
        """Take the coupons of a code; the same number takes them once."""
        wanted = {"redemption_no": redemption_no, "store": store, "code": code}
        return self.ask("POST", "/coupons/redemptions", wanted | {"amount_fen": amount_fen})

    def see(self, what: str) -> dict[str, Any]:
        """`orders/A-1001` or `coupons/redemptions/B-77`, as it stands."""
        return self.ask("GET", f"/{what}")

    def ask(self, method: str, path: str, content: Any = None) -> dict[str, Any]:
        """Ask until there is an answer; raises `Refused`, or `OSError` after the last try."""
        body = b"" if content is None else json.dumps(content, ensure_ascii=False).encode()
        for left in range(TRIES - 1, -1, -1):
            try:
                return self._once(method, ROOT + path, body)
            except Refused as refused:
                if refused.status not in (429, 503) or not left:
                    raise
            except OSError:
                if not left:
                    raise
            self._pause(2.0 ** (TRIES - left))
        raise AssertionError("unreachable")

    def _once(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        request = urllib.request.Request(self._url + path, data=body or None, method=method)
        request.add_header("Authorization", self.sign(method, path, body))
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            raise Refused(error.code, json.load(error)) from None

    def sign(self, method: str, path: str, body: bytes) -> str:
        """The Authorization header: HMAC-SHA256 over five lines, with a fresh nonce."""
        timestamp, nonce = int(self._clock()), secrets.token_urlsafe(16)
        signed = f"{method}\n{path}\n{timestamp}\n{nonce}\n".encode() + body + b"\n"
        signature = hmac.new(self._secret.encode(), signed, hashlib.sha256).hexdigest()
        return (
            f"RANGLI-HMAC-SHA256 key={self._key_id},timestamp={timestamp},nonce={nonce},"
            f"signature={signature}"
        )


def main(url: str, key_id: str, deed: str, *words: str) -> int:
    """One request from the command line; prints the answer, exits 1 if it was no."""
    channel = Channel(url, key_id, os.environ["RANGLI_CHANNEL_SECRET"])
    try:
        if deed == "order":
            answer = channel.tell_order(words[0], words[1], words[2], int(words[3]))
        elif deed == "coupons":
            answer = channel.take_coupons(words[0], words[1], words[2], int(words[3]))
        else:
            answer = channel.see(words[0])
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

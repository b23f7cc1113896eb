"""How the mini-program's side answers: always 200, an `errcode` when it went wrong."""

import secrets
from collections.abc import Mapping
from typing import TypeVar

import msgspec

Shape = TypeVar("Shape")


class MiniError(Exception):
    """An errcode and its words."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(errmsg)
        self.errcode, self.errmsg = errcode, errmsg

    def body(self) -> dict[str, object]:
        return {"errcode": self.errcode, "errmsg": f"{self.errmsg} rid: {secrets.token_hex(10)}"}


class Asked(msgspec.Struct, frozen=True):
    """One call: its query, its raw body, and the appid that its access token belongs to."""

    query: Mapping[str, str]
    body: bytes
    appid: str = ""

    def read(self, shape: type[Shape]) -> Shape:
        """The body as `shape`; 47001 when it isn't."""
        try:
            return msgspec.json.decode(self.body, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise MiniError(47001, f"data format error: {error}") from error

"""Unlimited codes: a picture of a scene, as real as a QR code can be."""

import io
import re
from typing import Annotated, Literal
from urllib.parse import quote

import segno
from msgspec import Meta, Struct

from wechat.sandbox.mini.answer import MiniError

REMEMBERED = 10_000
_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")


class Wish(Struct):
    scene: str
    page: str = ""
    check_path: bool = True
    env_version: Literal["release", "trial", "develop"] = "release"
    width: Annotated[int, Meta(ge=280, le=1280)] = 430
    auto_color: bool = False
    is_hyaline: bool = False


class Codes:
    """The codes that stores have put up, newest last."""

    def __init__(self) -> None:
        self.issued: dict[str, Wish] = {}

    def issue(self, wish: Wish) -> None:
        """Check the wish as WeChat does and remember it."""
        if not _SCENE.fullmatch(wish.scene):
            raise MiniError(40169, "invalid length or characters for scene")
        if wish.page.startswith("/") or "?" in wish.page:
            raise MiniError(41030, "invalid page")
        self.issued.pop(wish.scene, None)
        self.issued[wish.scene] = wish
        if len(self.issued) > REMEMBERED:
            del self.issued[next(iter(self.issued))]


def picture(scene: str, origin: str, width: int) -> bytes:
    """A PNG whose text opens the phone page at this scene. `width` in pixels, at least."""
    code = segno.make(f"{origin}/phone#scene={quote(scene, safe='')}", error="m", micro=False)
    modules = code.symbol_size(border=3)[0]
    out = io.BytesIO()
    code.save(out, kind="png", scale=max(1, round(width / modules)), border=3, dark="#10131a")
    return out.getvalue()

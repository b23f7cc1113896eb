"""Pictures of mini-program codes, unlimited in number, for the counters of stores.

Source: mini-program server API, getUnlimitedQRCode.
"""

import re
from typing import Literal

from wechat.mini.wire import MiniWire

_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")


class SceneUnfit(ValueError):
    """The scene is empty, longer than 32 characters, or holds one WeChat does not carry."""


async def unlimited_code(
    wire: MiniWire,
    scene: str,
    *,
    page: str,
    width_px: int = 430,
    env_version: Literal["release", "trial", "develop"] = "release",
) -> bytes:
    """Draw a code that opens ``page`` with ``scene``; the page must exist in a released version.

    Raises SceneUnfit before asking, Refused (41030: no such page) or Unavailable.
    """
    if not _SCENE.fullmatch(scene):
        raise SceneUnfit(scene)
    wanted = {
        "scene": scene,
        "page": page.lstrip("/"),
        "check_path": env_version == "release",
        "env_version": env_version,
        "width": min(max(width_px, 280), 1280),
    }
    return await wire.post_for_image("/wxa/getwxacodeunlimit", wanted)

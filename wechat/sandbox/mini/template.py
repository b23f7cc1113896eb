"""What may stand in a subscribe message: by key prefix, and by template when it is known."""

import re

from msgspec import Struct

_CURRENCY = r"[¥￥$€£]?"
LIMITS = {
    "thing": r".{1,20}",
    "number": r"(?=.{1,32}$)-?\d+(\.\d+)?",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[^\w\s]{1,5}",
    "character_string": r"[!-~ ]{1,32}",
    "time": r"(?=.{1,64}$)[0-9年月日:：\-/. ~]*\d{1,2}[:：]\d{2}[0-9年月日:：\-/. ~]*",
    "date": r"(?=.{1,64}$)\d{4}[年\-/.]\d{1,2}[月\-/.]\d{1,2}日?[0-9年月日:：\-/. ~]*",
    "amount": _CURRENCY + r"\d{1,10}(\.\d+)?元?",
    "phone_number": r"[0-9+\-]{1,17}",
    "car_number": r"[A-Z0-9\u4e00-\u9fff]{1,8}",
    "name": r"[\u4e00-\u9fff·]{1,10}|[A-Za-z .]{1,20}",
    "phrase": r"[\u4e00-\u9fff]{1,5}",
    "enum": r".{1,20}",
    "const": r".{1,20}",
}
_LIMITS = {prefix: re.compile(limit) for prefix, limit in LIMITS.items()}
_KEY = re.compile(r"([a-z_]+?)\d+")


class Template(Struct):
    """A template the merchant chose from WeChat's library: exactly these keys."""

    template_id: str
    title: str
    keys: list[str]


def flaw(data: dict[str, str], template: Template | None) -> str | None:
    """The key that makes the message unacceptable, if there is one."""
    if template is not None and data.keys() != set(template.keys):
        return min(data.keys() ^ set(template.keys))
    return next((key for key, value in data.items() if not _fits(key, value)), None)


def _fits(key: str, value: str) -> bool:
    named = _KEY.fullmatch(key)
    limit = _LIMITS.get(named[1]) if named else None
    return limit is not None and limit.fullmatch(value) is not None

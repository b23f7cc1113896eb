"""What a value of a subscribe message may look like, by the prefix of its key.

Words are cut to their limit, and where there are none a word says so, since WeChat refuses an empty
value. Numbers, amounts and times are never cut, for a shortened amount is a wrong amount; they fit
or they are refused. Source: 订阅消息参数值内容限制.
"""

import re
import unicodedata
from collections.abc import Callable


class ValueUnfit(ValueError):
    """WeChat would refuse the value under this key."""


def fit(key: str, value: str) -> str:
    """Make the value fit its key (``thing1``, ``amount2`` …); ValueUnfit when it cannot."""
    prefix = key.rstrip("0123456789")
    text = " ".join(value.split()) or _NOTHING.get(prefix, "")
    cut = _WORDS.get(prefix)
    fitted = cut(text) if cut else text
    pattern = _PATTERNS.get(prefix)
    if not fitted or (pattern and not pattern.fullmatch(fitted)):
        raise ValueUnfit(f"{key} cannot hold {value!r}")
    return fitted


def _first(limit: int) -> Callable[[str], str]:
    return lambda text: text[:limit].rstrip()


def _name(text: str) -> str:
    """Ten Chinese characters or twenty letters: a wide character counts for two."""
    width = 0
    for index, character in enumerate(text):
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width > 20:
            return text[:index].rstrip()
    return text


_WORDS: dict[str, Callable[[str], str]] = {
    "thing": _first(20),
    "letter": _first(32),
    "symbol": _first(5),
    "character_string": _first(32),
    "name": _name,
    "phrase": _first(5),
    "const": _first(20),
}

_NOTHING = {"thing": "无", "name": "无", "phrase": "无", "const": "无", "character_string": "-"}

_PATTERNS = {
    "number": re.compile(r"-?\d{1,32}|-?(?=.{3,33}$)\d+\.\d+", re.ASCII),
    "letter": re.compile(r"[A-Za-z]+"),
    "character_string": re.compile(r"[\x21-\x7e]+"),
    "time": re.compile(r"[\d年月日:：~/ -]+", re.ASCII),
    "date": re.compile(r"[\d年月日:：~/ -]+", re.ASCII),
    "amount": re.compile(r"[^\d\s.]{0,3}\d{1,10}(\.\d+)?元?", re.ASCII),
    "phone_number": re.compile(r"[\d+ -]{1,17}", re.ASCII),
    "car_number": re.compile(r".{1,8}"),
    "phrase": re.compile(r"[\u4e00-\u9fff]+"),
}

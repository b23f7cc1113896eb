"""One verified Pay request as the operations see it."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import msgspec

from wechat.sandbox.refusal import Refusal, parameter

Shape = TypeVar("Shape")


class Plain(msgspec.Struct, frozen=True):
    """An answer that is a file: sent as it is, and not signed."""

    body: bytes


class Call(msgspec.Struct, frozen=True):
    """Path parameters, query, raw body and the serial of the key that encrypted its names.

    `origin` is the scheme and host that the caller used, for links back to here.
    """

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    serial: str
    open_name: Callable[[str, str], str]
    origin: str = ""

    def read(self, shape: type[Shape]) -> Shape:
        """The body as `shape`, strictly: "5" is no number. Raises PARAM_ERROR naming the field."""
        try:
            return msgspec.json.decode(self.body, type=shape)
        except msgspec.ValidationError as error:
            raise _named(str(error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise parameter("请求体不是合法的JSON") from error

    def asked(self, name: str) -> str:
        """A query parameter that must be there."""
        value = self.query.get(name, "")
        if not value:
            raise parameter(f"缺少参数{name}", name, "query")
        return value

    def name(self, sealed: str | None) -> str | None:
        return None if sealed is None else self.open_name(sealed, self.serial)


def _named(problem: str) -> Refusal:
    """msgspec says `… - at `$.amount.total``; WeChat names `/amount/total`."""
    sentence, _, place = problem.partition(" - at `$")
    pointer = place.rstrip("`").replace(".", "/").replace("[", "/").replace("]", "")
    return parameter(f"输入源“/body{pointer}”不符合规则：{sentence}", pointer or "/")

"""What the gate says about the bytes of a file."""

from msgspec import Struct

from models.rulebook import Book, check, load
from models.rulebook.objection import Objection
from models.rulebook.permission import SignOff
from models.rulebook.reading import RuleBookUnreadable


class Opinion(Struct, frozen=True):
    """The book, if the bytes are one, and everything against publishing it."""

    book: Book | None
    objections: list[Objection]

    @property
    def sound(self) -> bool:
        """Whether it could be published."""
        return not self.objections


def judge(content: bytes, *, points_switched_on: bool, sign_off: SignOff | None) -> Opinion:
    """Read and check a draft; when it takes effect is not judged."""
    try:
        book = load(content)
    except RuleBookUnreadable as unreadable:
        return Opinion(None, [_unreadable(unreadable)])
    return Opinion(book, check(book, points_switched_on=points_switched_on, sign_off=sign_off))


def _unreadable(refusal: RuleBookUnreadable) -> Objection:
    reason = refusal.detail["reason"]
    return Objection(
        code=refusal.code,
        zh=f"文件不是一份规则书：{reason}",
        en=f"The file is no rule book: {reason}",
    )

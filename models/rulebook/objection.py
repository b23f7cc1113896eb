"""Why a rule book or a text can't stand, in words that its author can act on."""

from collections.abc import Sequence

from msgspec import Struct, field, to_builtins

from models.refusal import Refusal


class Objection(Struct, frozen=True, kw_only=True):
    """One reason against a book or a text: a stable code, both languages, the numbers."""

    code: str
    zh: str
    en: str
    numbers: dict[str, int] = field(default_factory=dict)


class RuleBookRefused(Refusal):
    """A rule book that must not be published or run; `objections` says everything against it."""

    code = "rulebook.refused"

    def __init__(self, objections: Sequence[Objection]) -> None:
        super().__init__(objections=to_builtins(objections))
        self.objections = tuple(objections)


def refuse(objections: Sequence[Objection]) -> None:
    """Raise `RuleBookRefused` with all of the objections, if there are any."""
    if objections:
        raise RuleBookRefused(objections)

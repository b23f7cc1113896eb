"""The wording guard: words that promise what no honest rebate can keep.

Rebate platforms fell over what they said before they fell over what they paid. Whatever shoppers
or merchants read (titles, templates, console texts) passes here, in both languages at once.

Chinese has no spaces, so a forbidden word may appear by accident inside a harmless phrase
(拆**分红**包, 红**包赚**, 安**全返**回); the patterns name those neighbours. Text is compared after
compatibility folding, in simplified characters, and without the blanks, dots and dashes that are
put between characters as a disguise.
"""

import re
import unicodedata

from models.rulebook.objection import Objection
from models.rulebook.wordlist import (
    APPRECIATION,
    APPRECIATION_PROGRAM,
    FORBIDDEN,
    SIMPLIFIED,
    Forbidden,
)

_DISGUISE = re.compile(r"(?<=[^\W\da-z])[\s.·•・_*~/|-]+(?=[^\W\da-z])")
_BLANKS = re.compile(r"\s+")


def objections_to(text: str, *, program: str | None = None) -> list[Objection]:
    """Return one objection for each forbidden idea in the text, with the words that carry it.

    `program` is named for texts of a rule book: 增值 and "appreciation" are what one program does,
    and a false promise in every other.
    """
    guarded = list(FORBIDDEN)
    if program is not None and program != APPRECIATION_PROGRAM:
        guarded.append(APPRECIATION)
    plain = _plain(text)
    return [_objection(idea, words) for idea in guarded if (words := _words(idea, plain))]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().translate(SIMPLIFIED)
    visible = "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")
    return _BLANKS.sub(" ", _DISGUISE.sub("", visible))


def _words(idea: Forbidden, plain: str) -> list[str]:
    return list(dict.fromkeys(match.group() for match in idea.pattern.finditer(plain)))


def _objection(idea: Forbidden, words: list[str]) -> Objection:
    return Objection(
        code=idea.code,
        zh=f"请不要写“{'、'.join(words)}”：{idea.zh}",
        en=f'Don\'t write "{", ".join(words)}": {idea.en}',
    )

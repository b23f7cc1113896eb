"""The subscribe messages there are, as data: `templates.tsv` and `fields.tsv` beside this module.

WeChat gives every template an id, and numbers the keys of its fields as they were chosen in its
library; so a deployment names both (`RANGLI_TEMPLATES`). Where it names no keys, ours apply.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final, Literal

from msgspec import Struct

Program = Literal["consumer", "merchant"]
_DIGITS: Final = "0123456789"


class Manner(StrEnum):
    """How acceptances are spent where there is more to tell than one message."""

    EACH = "each"
    """One message for each fact, while acceptances last."""
    DIGEST = "digest"
    """One message for all facts of a market day."""
    EACH_THEN_DIGEST = "each_then_digest"
    """One for each; the last acceptance is kept for a digest of the rest of the day."""


class TemplatesUnreadable(ValueError):
    """The setting names a template that there is not, or keys that are not its own."""


class Field(Struct, frozen=True):
    """One field: WeChat's key (`thing1`), what fills it, and its label."""

    key: str
    filled_by: str
    zh: str
    en: str

    @property
    def prefix(self) -> str:
        """WeChat's kind of value."""
        return self.key.rstrip(_DIGITS)


class Template(Struct, frozen=True, kw_only=True):
    """One kind of message; titles and what it is for, zh and en; `page` opens when it is tapped."""

    key: str
    program: Program
    manner: Manner
    page: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    fields: tuple[Field, ...]


class Chosen(Struct, frozen=True):
    """A template as a deployment has it at WeChat: its id there, and the keys of its fields."""

    template: Template
    template_id: str
    keys: tuple[str, ...]


@cache
def templates() -> Mapping[str, Template]:
    """Every template by its key."""
    fields: dict[str, list[Field]] = {}
    for name, *facts in _rows("fields.tsv"):
        fields.setdefault(name, []).append(Field(*facts))
    found = {}
    for key, program, manner, page, zh, en, about_zh, about_en in _rows("templates.tsv"):
        found[key] = Template(
            key=key,
            program="consumer" if program == "consumer" else "merchant",
            manner=Manner(manner),
            page=page,
            zh=zh,
            en=en,
            about_zh=about_zh,
            about_en=about_en,
            fields=tuple(fields[key]),
        )
    return found


def chosen_templates(named: Mapping[str, str]) -> dict[str, Chosen]:
    """What a deployment has at WeChat, by key, from `ID` or `ID/amount3/number1/…` by key.

    The keys stand in the order of our fields. Raises `TemplatesUnreadable`.
    """
    return {key: _chosen(key, text) for key, text in named.items()}


def _chosen(key: str, text: str) -> Chosen:
    template = templates().get(key)
    template_id, *keys = text.split("/")
    if template is None or not template_id:
        raise TemplatesUnreadable(key)
    named = tuple(keys) or tuple(field.key for field in template.fields)
    ours = [field.prefix for field in template.fields]
    if [one.rstrip(_DIGITS) for one in named] != ours:
        raise TemplatesUnreadable(key)
    return Chosen(template, template_id, named)


def _rows(name: str) -> list[list[str]]:
    text = resources.files(__package__ or "").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]

"""Something that the product must hear about."""

from typing import NamedTuple


class Notice(NamedTuple):
    """`resource` is what will be encrypted; `reference` the product's own number, for people."""

    event_type: str
    original_type: str
    summary: str
    url: str
    reference: str
    resource: dict[str, object]

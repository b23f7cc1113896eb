"""Reading is strict: one text, one meaning, or a clear refusal."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rulebook import PacketChainBook, load
from models.rulebook.reading import MAX_BYTES, RuleBookUnreadable

Plain = dict[str, Any]


def test_a_book_survives_writing_and_reading(book: PacketChainBook) -> None:
    assert load(book.canonical_json()) == book


def test_order_and_spacing_do_not_matter(book: PacketChainBook) -> None:
    plain = json.loads(book.canonical_json())
    shuffled = json.dumps(dict(reversed(plain.items())), indent=4)
    assert load(shuffled.encode()).content_hash() == book.content_hash()


def _without(field: str) -> Callable[[Plain], None]:
    return lambda plain: plain.pop(field)


def _with(field: str, value: object) -> Callable[[Plain], None]:
    return lambda plain: plain.update({field: value})


def _in_line(field: str, value: object) -> Callable[[Plain], None]:
    return lambda plain: plain["lines"][0].update({field: value})


SPOILERS = {
    "a string for a number": _with("cap_bp", "10000"),
    "a fraction": _with("cap_bp", 10_000.0),
    "a truth for a number": _with("cap_bp", True),
    "a number for a truth": _with("tiers_adjustable", 1),
    "nothing": _with("cap_bp", None),
    "no share for refunds": _without("netting_bp"),
    "negative": _with("hold_seconds", -1),
    "huge": _with("discount_max_bp", 10**40),
    "a tier beyond any bill": _with("tiers_fen", [100_000_001]),
    "too many tiers": _with("tiers_fen", list(range(1, 18))),
    "an unknown field": _with("bonus_bp", 1),
    "an unknown program": _with("program", "pyramid"),
    "no time zone": _with("effective_at", "2026-01-01T00:00:00"),
    "a fraction of a second": _with("effective_at", "2026-01-01T00:00:00.5+08:00"),
    "no such day": _with("effective_at", "2026-02-30T00:00:00+08:00"),
    "the end of time": _with("effective_at", "9999-12-31T23:59:59Z"),
    "a market of five digits": _with("market_code", 33_010),
    "a hidden sign": _with("title", {"zh": "让利\u200b", "en": "Rangli"}),
    "text running backwards": _with("title", {"zh": "让利", "en": "\u202eilgnaR"}),
    "a line break": _with("title", {"zh": "让利\n", "en": "Rangli"}),
    "a title without English": _with("title", {"zh": "让利"}),
    "an endless title": _with("title", {"zh": "让" * 61, "en": "Rangli"}),
    "a party in capitals": _in_line("party", "LOCKER"),
    "an unknown field in a line": _in_line("levels", 2),
    "a negative rate": _in_line("rate", -30),
    "a fractional rate": _in_line("rate", 0.3),
    "a bracket without a bound": _in_line("rate", [{"rate_bp": 1}]),
}


@pytest.mark.parametrize("spoil", SPOILERS.values(), ids=SPOILERS)
def test_a_spoiled_book_is_refused(book: PacketChainBook, spoil: Callable[[Plain], None]) -> None:
    plain = json.loads(book.canonical_json())
    spoil(plain)
    with pytest.raises(RuleBookUnreadable) as refusal:
        load(json.dumps(plain).encode())
    assert refusal.value.code == "rulebook.unreadable"
    assert refusal.value.detail["reason"]


FIELDS = (*PacketChainBook.__struct_fields__, "program")


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_has_a_silent_default(book: PacketChainBook, field: str) -> None:
    plain = json.loads(book.canonical_json())
    del plain[field]
    with pytest.raises(RuleBookUnreadable, match=field):
        load(json.dumps(plain).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b"[" * MAX_BYTES,
        b'{"title":' * 7_000,
        b" " * (MAX_BYTES + 1),
    ],
)
def test_what_is_no_book_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(RuleBookUnreadable):
        load(data)


def test_a_field_written_twice_is_refused(book: PacketChainBook) -> None:
    twice = book.canonical_json().replace(b'"cap_bp":10000', b'"cap_bp":1,"cap_bp":10000')
    with pytest.raises(RuleBookUnreadable, match="twice"):
        load(twice)


def test_a_lone_surrogate_is_refused(book: PacketChainBook) -> None:
    with pytest.raises(RuleBookUnreadable):
        load(book.canonical_json().replace("让利红包".encode(), rb"\ud800"))


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_and_nothing_else_happens(data: bytes) -> None:
    with pytest.raises(RuleBookUnreadable):
        load(data)


@given(data=st.data())
def test_a_damaged_book_is_read_or_refused(book: PacketChainBook, data: st.DataObject) -> None:
    written = bytearray(book.canonical_json())
    at = data.draw(st.integers(0, len(written) - 1))
    written[at] = data.draw(st.integers(0, 255))
    try:
        read = load(bytes(written))
    except RuleBookUnreadable:
        return
    assert load(read.canonical_json()) == read

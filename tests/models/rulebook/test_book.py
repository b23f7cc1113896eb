"""A book is a value with one spelling and one hash."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from msgspec.structs import replace

from models.rulebook import PacketChainBook, default_packet_chain_book


def test_the_canonical_form_is_sorted_json_without_spaces(book: PacketChainBook) -> None:
    plain = json.loads(book.canonical_json())
    again = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert book.canonical_json() == again.encode()
    assert plain["program"] == book.program == "packet_chain"
    assert plain["effective_at"] == "2026-01-01T08:00:00+08:00"


def test_the_hash_names_exactly_these_bytes(book: PacketChainBook) -> None:
    digest = hashlib.sha256(book.canonical_json()).hexdigest()
    assert book.content_hash() == f"sha256:{digest}"
    assert replace(book, cap_bp=9_999).content_hash() != book.content_hash()


def test_the_hash_of_the_default_book_never_changes(book: PacketChainBook) -> None:
    """Published hashes must stay true: a change here breaks the proof of every stored version."""
    assert (
        book.content_hash()
        == "sha256:96a80d6d4672201440181504407e6ce362f18b543dab9be91b2bc9b602869701"
    )


def test_one_moment_has_one_spelling(book: PacketChainBook) -> None:
    elsewhere = datetime(2025, 12, 31, 19, tzinfo=timezone(timedelta(hours=-5)))
    same = default_packet_chain_book(market_code=330_100, effective_at=elsewhere)
    assert same == book
    assert same.content_hash() == book.content_hash()


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 1, 1),
        datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, tzinfo=UTC),
    ],
)
def test_a_moment_that_is_not_one_is_an_error(moment: datetime) -> None:
    with pytest.raises(ValueError, match="effective_at"):
        default_packet_chain_book(market_code=330_100, effective_at=moment)


def test_a_book_cannot_be_edited(book: PacketChainBook) -> None:
    with pytest.raises(AttributeError):
        book.cap_bp = 20_000  # type: ignore[misc]
    assert hash(book) == hash(replace(book))

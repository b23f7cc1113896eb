"""Whatever becomes of money on its way is said in words, not in WeChat's capitals."""

import re

import pytest

from models.payout.reasons import RETRIES
from models.payout.transfer import words_of
from models.payout.transfer.reasons import AGAIN


@pytest.mark.parametrize("reason", sorted({*RETRIES, *AGAIN}))
def test_a_reason_that_we_know_has_words(reason: str) -> None:
    zh, en = words_of(reason)
    assert reason not in zh + en
    assert re.search(r"[一-鿿]", zh)
    assert not re.search(r"[一-鿿]", en)


def test_a_reason_that_is_new_is_shown_as_it_came() -> None:
    assert all("NEW_REASON" in said for said in words_of("NEW_REASON"))

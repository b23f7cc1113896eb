"""The control page: served whole from here, and it has a word for everything there is."""

import re
from pathlib import Path
from typing import get_args

import wechat.sandbox
from wechat.sandbox.book.people import MERCHANT_FLAGS, SHOPPER_FLAGS
from wechat.sandbox.faults import CallbackKind, CallKind, LineKind, Reason

PAGES = Path(wechat.sandbox.__file__).parent / "pages"
TEXTS = (PAGES / "control_texts.js").read_text()
SCRIPTS = "\n".join(path.read_text() for path in PAGES.glob("control*.js"))
WORDS = dict(re.findall(r"\"?(\w+)\"?: (\[\"[^\]]+\"\])", TEXTS))


def test_every_word_is_there_in_both_languages():
    assert len(WORDS) > 100
    assert [key for key, pair in WORDS.items() if len(re.findall(r"\"[^\"]+\"", pair)) != 2] == []
    used = set(re.findall(r"\bword\(\"(\w+)\"\)", SCRIPTS))
    assert used - WORDS.keys() == set()


def test_every_fault_and_every_condition_can_be_chosen():
    kinds = {*get_args(CallKind), *get_args(CallbackKind), *get_args(LineKind)}
    assert (kinds | SHOPPER_FLAGS | MERCHANT_FLAGS) - WORDS.keys() == set()
    chosen = set(re.findall(r"\"(\w+)\"", (PAGES / "control_faults.js").read_text()))
    assert (kinds | set(get_args(Reason))) - chosen == set()


async def test_the_page_is_served_strictly(sandbox):
    async with sandbox.session.get(f"{sandbox.url}/control") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert "control.js" in await answer.text()


async def test_people_and_merchants_are_found_by_name(sandbox):
    _, found = await sandbox.control("GET", "/merchants?q=%E9%9D%A2%E9%A6%86")
    assert [one["name"] for one in found["merchants"]] == ["西湖面馆"]
    assert set(found["known_flags"]) == MERCHANT_FLAGS
    _, found = await sandbox.control("GET", "/shoppers?q=u59")
    assert [one["openid"] for one in found["shoppers"]] == ["o-user-59"]
    assert set(found["known_flags"]) == SHOPPER_FLAGS

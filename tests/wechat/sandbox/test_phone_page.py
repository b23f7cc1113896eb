"""The phone page: served whole from here, complete in both languages, a proxy that adds nothing."""

import re
from pathlib import Path
from typing import get_args

import pytest
from yarl import URL

import wechat.sandbox
from models.role.statement import ROLES
from models.wallet.movements import MovementKind

PAGES = Path(wechat.sandbox.__file__).parent / "pages"
SCRIPTS = {path.name: path.read_text() for path in PAGES.glob("*.js")}
_KEY = re.compile(r"(?:^|\s)(\w+): \"", re.MULTILINE)

_ENDINGS = {
    "moved": get_args(MovementKind),
    "entry": ("minted", "burned", "redeemed", "exited"),
    "locker": ("none", "left"),
    "ground": ("scan", "order", "invitation"),
    "role": ROLES,
    "what": ("earned", "bounty", "refunded", "sent", "came_back", "other"),
    "part": ("declared", "paid", "withdrawn"),
}


def _keys(script: str, language: str) -> list[str]:
    block = SCRIPTS[script].partition(f"  {language}: {{\n")[2].partition("\n  },")[0]
    return sorted(_KEY.findall(block))


def test_both_languages_say_everything_once():
    scripts = [name for name in SCRIPTS if name.startswith("words")]
    for script in scripts:
        assert _keys(script, "zh") == _keys(script, "en"), script
    said = [key for script in scripts for key in _keys(script, "zh")]
    assert len(set(said)) == len(said) > 200
    used = {key for text in SCRIPTS.values() for key in re.findall(r"\bt\(\"(\w+)\"", text)}
    assert used - set(said) == set()


def test_words_with_an_ending_have_every_ending():
    said = {key for name in SCRIPTS if name.startswith("words") for key in _keys(name, "zh")}
    for begin, ends in _ENDINGS.items():
        assert {f"{begin}_{end}" for end in ends} - said == set()


def test_what_is_imported_is_there():
    imported = re.compile(r"import \{ (.+) \} from \"\./(.+)\";")
    for text in SCRIPTS.values():
        for names, script in imported.findall(text):
            for name in names.split(", "):
                made = rf"export (async )?(const|function|class) {name}\b"
                assert re.search(made, SCRIPTS[script]), (script, name)


def test_every_link_leads_to_a_view():
    views = SCRIPTS["phone.js"].partition("const VIEWS = {")[2].partition("};")[0]
    known = set(re.findall(r"(\w+): \w+View", views))
    phone = [text for name, text in SCRIPTS.items() if not name.startswith("control")]
    links = {link for text in phone for link in re.findall(r"[\"`]#(\w+)(?=[/=\"`])", text)}
    assert links - known == set()
    assert len(links) > 10


def test_nothing_comes_from_elsewhere():
    for path in PAGES.iterdir():
        text = path.read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|\binnerHTML\b", text), path.name


async def test_the_page_and_its_parts_are_served_strictly(sandbox):
    names = [f"/phone/pages/{path.name}" for path in PAGES.iterdir()]
    for path in ["/phone", *names]:
        async with sandbox.session.get(sandbox.url + path) as answer:
            assert answer.status == 200
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


@pytest.mark.parametrize("name", ["none.js", "..%2Fapp.py", "%2E%2E%2Fpages%2Fphone.js", "app.py"])
async def test_only_pages_are_served(sandbox, name):
    async with sandbox.session.get(f"{sandbox.url}/phone/pages/{name}") as answer:
        assert (answer.status, await answer.read()) == (404, b"")


async def test_the_product_hears_the_phone_word_for_word(sandbox):
    headers = {"Authorization": "Bearer t", "Idempotency-Key": "k", "Cookie": "secret=1"}
    path = "/phone/api/v1/consumer/stores/m%3D1?x=%7C"
    url, wish = URL(sandbox.url + path, encoded=True), {"amount_fen": 100}
    async with sandbox.session.post(url, json=wish, headers=headers) as answer:
        told = await answer.json()
        assert (answer.status, answer.headers["Retry-After"]) == (418, "7")
        assert "X-Own" not in answer.headers
    assert (told["method"], told["path"]) == ("POST", path.removeprefix("/phone"))
    assert told["body"] == '{"amount_fen": 100}'
    assert (told["headers"]["Authorization"], told["headers"]["Idempotency-Key"]) == (
        "Bearer t",
        "k",
    )
    assert "Cookie" not in told["headers"]


async def test_a_silent_product_is_a_clear_problem(sandbox, ear):
    await ear.close()
    async with sandbox.session.get(f"{sandbox.url}/phone/api/v1/consumer/wallet") as answer:
        assert answer.status == 502
        assert (await answer.json())["code"] == "product_unreachable"

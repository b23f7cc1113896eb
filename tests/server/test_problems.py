import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

import miniprogram_api
import models
import server
from models.refusal import Refusal
from server.problems import PROBLEMS, prefers_english, problem


def _refusals(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from _refusals(child)


def test_every_refusal_has_an_answer() -> None:
    for room in (models, miniprogram_api, server):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    codes = {kind.code for kind in _refusals(Refusal) if not kind.__module__.startswith("tests")}
    assert len(codes) > 30
    assert sorted(codes - PROBLEMS.keys()) == []


def test_every_answer_has_both_languages() -> None:
    for code, known in PROBLEMS.items():
        assert 400 <= known.status < 600, code
        assert known.zh.endswith("。"), code
        assert known.en.endswith("."), code


@pytest.mark.parametrize(
    ("languages", "english"),
    [
        ("", False),
        ("en", True),
        ("en-US,en;q=0.9,zh-CN;q=0.8", True),
        ("zh-CN,zh;q=0.9,en;q=0.8", False),
        ("fr, de;q=0.9", False),
        ("fr, en;q=0.1", True),
        ("zh;q=0.1, en;q=0.2", True),
        ("en;q=0", False),
        (";;;q=,,", False),
        ("english", False),
    ],
)
def test_the_caller_s_language_decides(languages: str, english: bool) -> None:
    assert prefers_english(languages) is english


def test_an_unknown_code_is_an_unexpected_error() -> None:
    answer = problem("no.such_code")
    assert answer.status == 500
    assert b"server.unexpected" in (answer.body or b"")

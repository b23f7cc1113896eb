import os
from pathlib import Path

import pytest

from models.settings import SETTINGS, SettingWrong, settings_from
from wechat.environment import NAMES, pay_account_from

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
KEY = "ab" * 32
GOOD = {
    "DATABASE_URL": "postgresql://postgres@localhost/rangli",
    "REDIS_URL": "redis://localhost/0",
    "RANGLI_SEAL_KEYS": f"1:{KEY},2:{KEY}",
    "RANGLI_SEAL_INDEX_KEY": KEY,
    "RANGLI_DRAW_ROOT_KEY": KEY,
    "RANGLI_PUBLIC_URL": "https://example.com/",
}


def test_every_setting_is_explained() -> None:
    page = PAGE.read_text(encoding="utf-8")
    names = [name for name, _, _ in SETTINGS.values()] + list(NAMES)
    assert [name for name in names if f"`{name}`" not in page] == []


def test_settings_are_read_once_and_whole() -> None:
    settings = settings_from(GOOD)
    assert settings.seal_keys == {1: bytes.fromhex(KEY), 2: bytes.fromhex(KEY)}
    assert settings.public_url == "https://example.com"
    assert (settings.port, settings.market_clock or None) == (8000, None)
    assert KEY not in repr(settings)


@pytest.mark.parametrize("name", GOOD)
def test_what_is_needed_must_be_there(name: str) -> None:
    with pytest.raises(SettingWrong, match=name):
        settings_from({**GOOD, name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RANGLI_SEAL_KEYS", "1:abcd"),
        ("RANGLI_SEAL_KEYS", KEY),
        ("RANGLI_SEAL_INDEX_KEY", "x" * 64),
        ("RANGLI_DRAW_ROOT_KEY", KEY[:-2]),
        ("RANGLI_PUBLIC_URL", "example.com"),
        ("RANGLI_PORT", "-1"),
        ("RANGLI_WORKER_ROLE", "gardener"),
        ("RANGLI_POOL_SIZE", "many"),
        ("RANGLI_POINTS_PROGRAMS", "perhaps"),
        ("RANGLI_LEASE_SECONDS", "4"),
    ],
)
def test_what_cannot_be_meant_is_named_and_not_shown(name: str, value: str) -> None:
    with pytest.raises(SettingWrong, match=name) as caught:
        settings_from({**GOOD, name: value})
    assert value not in str(caught.value)


def test_wechat_s_settings_are_named_too() -> None:
    assert "WECHAT_SP_APPID" not in os.environ
    with pytest.raises(ValueError, match="WECHAT_SP_APPID is not set"):
        pay_account_from({})

"""What may differ between two deployments of the product itself; WeChat's part is in `wechat`.

Read once, at the door, from a mapping (the environment). `docs/settings.md` explains every one,
and a test keeps it complete. A value that can't be meant raises `SettingWrong` with its name and
never with its value, because some are secrets.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from msgspec import Struct

Value = TypeVar("Value")


class SettingWrong(ValueError):
    """A setting is missing or can't be read; the message names it."""


class Settings(Struct, frozen=True, kw_only=True):
    """The product's settings; the names of the environment are in `SETTINGS`."""

    database_url: str
    redis_url: str
    market_clock: str | None
    seal_keys: dict[int, bytes]
    seal_index_key: bytes
    draw_root_key: bytes
    public_url: str
    host: str
    port: int
    pool_size: int
    token_days: int
    requests_per_token: int
    requests_per_address: int
    proxies: int
    worker_role: str
    lease_seconds: int
    transfer_scene: str
    transfer_activity: str
    transfer_reward: str
    transfer_least_fen: int
    transfer_most_fen: int
    transfer_person_day_fen: int
    transfer_market_day_fen: int
    templates: dict[str, str]
    digest_hour: int
    points_programs: bool

    def __repr__(self) -> str:
        return "Settings(…)"


def _text(value: str) -> str:
    return value


def _count(value: str) -> int:
    if int(value) < 0:
        raise ValueError
    return int(value)


def _role(value: str) -> str:
    if value not in ("all", "settlement", "payout"):
        raise ValueError
    return value


def _lease(value: str) -> int:
    """Shorter than an answer of WeChat's may take, two workers would ask at once."""
    if int(value) < 5:
        raise ValueError
    return int(value)


def _words(value: str) -> str:
    if len(value) > 32:
        raise ValueError
    return value


def _least(value: str) -> int:
    """WeChat transfers nothing below ten fen."""
    if int(value) < 10:
        raise ValueError
    return int(value)


def _key(value: str) -> bytes:
    if len(key := bytes.fromhex(value)) != 32:
        raise ValueError
    return key


def _keys(value: str) -> dict[int, bytes]:
    pairs = (pair.split(":", 1) for pair in value.split(","))
    return {int(number): _key(key) for number, key in pairs}


def _origin(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError
    return value.rstrip("/")


def _templates(value: str) -> dict[str, str]:
    pairs = (pair.split("=", 1) for pair in value.split(",") if pair)
    return {key.strip(): template_id.strip() for key, template_id in pairs}


def _hour(value: str) -> int:
    if not 0 <= int(value) <= 23:
        raise ValueError
    return int(value)


def _switch(value: str) -> bool:
    if value not in ("on", "off"):
        raise ValueError
    return value == "on"


SETTINGS: Mapping[str, tuple[str, Callable[[str], Any], str | None]] = {
    "database_url": ("DATABASE_URL", _text, None),
    "redis_url": ("REDIS_URL", _text, None),
    "market_clock": ("RANGLI_MARKET_CLOCK", _text, ""),
    "seal_keys": ("RANGLI_SEAL_KEYS", _keys, None),
    "seal_index_key": ("RANGLI_SEAL_INDEX_KEY", _key, None),
    "draw_root_key": ("RANGLI_DRAW_ROOT_KEY", _key, None),
    "public_url": ("RANGLI_PUBLIC_URL", _origin, None),
    "host": ("RANGLI_HOST", _text, "127.0.0.1"),
    "port": ("RANGLI_PORT", _count, "8000"),
    "pool_size": ("RANGLI_POOL_SIZE", _count, "10"),
    "token_days": ("RANGLI_TOKEN_DAYS", _count, "30"),
    "requests_per_token": ("RANGLI_REQUESTS_PER_TOKEN", _count, "120"),
    "requests_per_address": ("RANGLI_REQUESTS_PER_ADDRESS", _count, "600"),
    "proxies": ("RANGLI_PROXIES", _count, "0"),
    "worker_role": ("RANGLI_WORKER_ROLE", _role, "all"),
    "lease_seconds": ("RANGLI_LEASE_SECONDS", _lease, "60"),
    "transfer_scene": ("RANGLI_TRANSFER_SCENE", _words, "1000"),
    "transfer_activity": ("RANGLI_TRANSFER_ACTIVITY", _words, "让利红包"),
    "transfer_reward": ("RANGLI_TRANSFER_REWARD", _words, "消费让利红包"),
    "transfer_least_fen": ("RANGLI_TRANSFER_LEAST_FEN", _least, "10"),
    "transfer_most_fen": ("RANGLI_TRANSFER_MOST_FEN", _count, "20000"),
    "transfer_person_day_fen": ("RANGLI_TRANSFER_PERSON_DAY_FEN", _count, "200000"),
    "transfer_market_day_fen": ("RANGLI_TRANSFER_MARKET_DAY_FEN", _count, "5000000"),
    "templates": ("RANGLI_TEMPLATES", _templates, ""),
    "digest_hour": ("RANGLI_DIGEST_HOUR", _hour, "20"),
    "points_programs": ("RANGLI_POINTS_PROGRAMS", _switch, "off"),
}
"""Field → name in the environment, how it is read, and its default (None: it must be given)."""


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the settings; raises `SettingWrong`."""
    return Settings(
        **{
            field: _read(environment, name, read, default)
            for field, (name, read, default) in SETTINGS.items()
        }
    )


def points_switched_on(environment: Mapping[str, str]) -> bool:
    """Read that one setting, for whoever judges a book beside the product; `SettingWrong`."""
    return bool(_read(environment, *SETTINGS["points_programs"]))


def _read(
    environment: Mapping[str, str], name: str, read: Callable[[str], Value], default: str | None
) -> Value:
    value = environment.get(name) or default
    if value is None:
        raise SettingWrong(f"{name} is not set")
    try:
        return read(value)
    except ValueError:
        raise SettingWrong(f"{name} can't be read") from None

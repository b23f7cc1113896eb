"""Our accounts at WeChat, read from a mapping (the environment) once, at the door.

`docs/settings.md` explains every name. Keys come as files, so that no private key stands in an
environment. A value that is missing or unreadable raises `ValueError` with its name only.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from wechat.account import MINI_BASE_URL, PAY_BASE_URL, MiniAccount, PayAccount
from wechat.keys import load_private_key, load_public_key
from wechat.push import PushAccount

Value = TypeVar("Value")

NAMES = (
    "WECHAT_SP_APPID",
    "WECHAT_SP_MCHID",
    "WECHAT_SP_NAME",
    "WECHAT_SERIAL_NO",
    "WECHAT_PRIVATE_KEY_FILE",
    "WECHAT_APIV3_KEY",
    "WECHAT_PUBLIC_KEYS",
    "WECHAT_PAY_URL",
    "WECHAT_MINI_URL",
    "WECHAT_CONSUMER_APPID",
    "WECHAT_CONSUMER_SECRET",
    "WECHAT_MERCHANT_APPID",
    "WECHAT_MERCHANT_SECRET",
    "WECHAT_PUSH_TOKEN",
    "WECHAT_PUSH_AES_KEY",
)


def pay_account_from(environment: Mapping[str, str]) -> PayAccount:
    """The service provider's account at WeChat Pay."""
    return PayAccount(
        sp_appid=needed(environment, "WECHAT_SP_APPID"),
        sp_mchid=needed(environment, "WECHAT_SP_MCHID"),
        sp_name=needed(environment, "WECHAT_SP_NAME"),
        serial_no=needed(environment, "WECHAT_SERIAL_NO"),
        private_key=_read(
            environment,
            "WECHAT_PRIVATE_KEY_FILE",
            lambda place: load_private_key(Path(place).read_bytes()),
        ),
        apiv3_key=needed(environment, "WECHAT_APIV3_KEY").encode(),
        wechat_keys=_read(environment, "WECHAT_PUBLIC_KEYS", _public_keys),
        base_url=environment.get("WECHAT_PAY_URL") or PAY_BASE_URL,
    )


def mini_account_from(
    environment: Mapping[str, str], program: Literal["CONSUMER", "MERCHANT"]
) -> MiniAccount:
    """The account of one of the two mini-programs."""
    return MiniAccount(
        appid=needed(environment, f"WECHAT_{program}_APPID"),
        secret=needed(environment, f"WECHAT_{program}_SECRET"),
        base_url=environment.get("WECHAT_MINI_URL") or MINI_BASE_URL,
    )


def push_accounts_from(environment: Mapping[str, str]) -> dict[str, PushAccount]:
    """The message push (消息推送) of both mini-programs; none where no token is set."""
    token = environment.get("WECHAT_PUSH_TOKEN")
    if not token:
        return {}
    return {
        program.lower(): PushAccount(
            appid=needed(environment, f"WECHAT_{program}_APPID"),
            token=token,
            encoding_aes_key=environment.get("WECHAT_PUSH_AES_KEY") or None,
        )
        for program in ("CONSUMER", "MERCHANT")
    }


def needed(environment: Mapping[str, str], name: str) -> str:
    """The value of a setting that has no default."""
    return _read(environment, name, str)


def _read(environment: Mapping[str, str], name: str, read: Callable[[str], Value]) -> Value:
    value = environment.get(name)
    if not value:
        raise ValueError(f"{name} is not set")
    try:
        return read(value)
    except (ValueError, OSError):
        raise ValueError(f"{name} can't be read") from None


def _public_keys(value: str) -> dict[str, RSAPublicKey]:
    """`serial=file`, several with commas; the first is the one that we encrypt for."""
    pairs = (pair.split("=", 1) for pair in value.split(","))
    return {serial: load_public_key(Path(place).read_bytes()) for serial, place in pairs}

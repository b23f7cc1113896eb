"""What may differ between two sandboxes. Read from the environment once, at the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """Times are seconds of market time; `fee_bp` is WeChat's share of a payment.

    `operation_fen` lies in the platform's operation account at first. The limits of transfers are
    WeChat's defaults for an enterprise; `transfer_merchant_spelling` is how notices call the
    merchant's number, since documents have both `mch_id` and `mchid`. With `magic_amounts`, how an
    amount ends decides what goes wrong (`magic.toml`). Where `trade_managed`, orders are settled
    only after shipping; WeChat confirms their receipt itself after `confirm_seconds`.
    """

    host: str = "127.0.0.1"
    port: int = 8790
    directory: Path = Path(".run/sandbox")
    market_clock: str | None = None
    product_url: str = "http://127.0.0.1:8000"
    fee_bp: int = 60
    split_wait_seconds: int = 60
    line_settle_seconds: int = 2
    refund_settle_seconds: int = 2
    operation_fen: int = 0
    transfer_most_fen: int = 20_000
    transfer_person_day_fen: int = 200_000
    transfer_day_fen: int = 5_000_000
    transfer_month_fen: int = 3_000_000_000
    transfer_merchant_spelling: str = "mch_id"
    magic_amounts: bool = False
    trade_managed: bool = False
    confirm_seconds: int = 172_800


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Settings of this process. A number that is no number raises ValueError here, not later."""
    default = Settings()
    return Settings(
        host=environment.get("SANDBOX_HOST", default.host),
        port=int(environment.get("SANDBOX_PORT", default.port)),
        directory=Path(environment.get("SANDBOX_DIRECTORY", default.directory)),
        market_clock=environment.get("RANGLI_MARKET_CLOCK") or None,
        product_url=environment.get("MINIPROGRAM_API_URL", default.product_url).rstrip("/"),
        fee_bp=int(environment.get("SANDBOX_FEE_BP", default.fee_bp)),
        line_settle_seconds=int(
            environment.get("SANDBOX_LINE_SETTLE_SECONDS", default.line_settle_seconds)
        ),
        refund_settle_seconds=int(
            environment.get("SANDBOX_REFUND_SETTLE_SECONDS", default.refund_settle_seconds)
        ),
        magic_amounts=environment.get("SANDBOX_MAGIC_AMOUNTS", "0") == "1",
        trade_managed=environment.get("SANDBOX_TRADE_MANAGED", "0") == "1",
        confirm_seconds=int(environment.get("SANDBOX_CONFIRM_SECONDS", default.confirm_seconds)),
        **_transfers(environment, default),
    )


def _transfers(environment: Mapping[str, str], default: Settings) -> dict[str, Any]:
    names = (
        *("operation_fen", "transfer_most_fen", "transfer_person_day_fen", "transfer_day_fen"),
        "transfer_month_fen",
    )
    spelling = "transfer_merchant_spelling"
    given = {name: environment.get(f"SANDBOX_{name.upper()}") for name in names}
    read: dict[str, Any] = {name: int(text) for name, text in given.items() if text}
    return read | {
        spelling: environment.get(f"SANDBOX_{spelling.upper()}", default.transfer_merchant_spelling)
    }

"""What may differ between two sandboxes. Read from the environment once, at the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Times are seconds of market time; `fee_bp` is WeChat's share of a payment."""

    host: str = "127.0.0.1"
    port: int = 8790
    directory: Path = Path(".run/sandbox")
    market_clock: str | None = None
    product_url: str = "http://127.0.0.1:8000"
    fee_bp: int = 60
    split_wait_seconds: int = 60
    line_settle_seconds: int = 2
    refund_settle_seconds: int = 2


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
    )

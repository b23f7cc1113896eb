"""A transfer to a person (商家转账): offered, confirmed on the phone or not, paid or given back."""

from dataclasses import dataclass

from wechat.sandbox.book.people import Shopper

# What can be wrong with a person, and the fail_reason that a transfer to them then carries.
TRANSFER_FLAWS = {
    "account_closed": "ACCOUNT_NOT_EXIST",
    "account_abnormal": "PAYEE_ACCOUNT_ABNORMAL",
    "real_name_missing": "REAL_NAME_CHECK_FAIL",
    "high_risk": "TRANSFER_RISK",
    "receipt_limit": "REALNAME_ACCOUNT_RECEIVED_QUOTA_EXCEED",
}
PROCESSING, WAITING, TRANSFERRING = "PROCESSING", "WAIT_USER_CONFIRM", "TRANSFERING"
SUCCESS, FAIL, CANCELLING, CANCELLED = "SUCCESS", "FAIL", "CANCELING", "CANCELLED"
ENDED = frozenset({SUCCESS, FAIL, CANCELLED})


@dataclass(slots=True, eq=False)
class Transfer:
    """Amounts in fen, times in seconds of market time; `mark` tells a repeat from another wish."""

    payee: Shopper
    out_bill_no: str
    transfer_bill_no: str
    amount_fen: int
    remark: str
    scene_id: str
    perception: str
    notify_url: str | None
    mark: bytes
    package_info: str
    created_at: int
    expires_at: int
    updated_at: int
    state: str = PROCESSING
    fail_reason: str | None = None

    @property
    def ended(self) -> bool:
        return self.state in ENDED

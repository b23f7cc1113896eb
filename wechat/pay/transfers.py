"""Transfers to persons (商家转账, the form of 2025): offer, ask, take back.

A transfer is offered, and its person takes it on the phone within a day; nothing is paid before.
The money comes from our own operation account (运营账户). The same number with the same data is
the same transfer; on Unclear ask by number before anything is sent again. WeChat keeps a number
for thirty days. Source: WeChat Pay APIv3, 商家转账.
"""

from datetime import datetime
from typing import Final

import msgspec

from wechat.pay.wire import PayWire, segment
from wechat.shape import Shape, moment

_ROOT = "/v3/fund-app/mch-transfer/transfer-bills"

WAITING: Final = "WAIT_USER_CONFIRM"
SUCCESS: Final = "SUCCESS"
FAIL: Final = "FAIL"
CANCELLED: Final = "CANCELLED"
CANCELLING: Final = "CANCELING"
"""WeChat's own spelling, as is `TRANSFERING` for one that was confirmed and is on its way."""


class SceneFact(Shape, frozen=True):
    """What a scene wants reported; scene 1000 (现金营销) takes 活动名称 and 奖励说明."""

    info_type: str
    info_content: str


class NewTransfer(Shape, frozen=True):
    """Offer `amount_fen` (10 fen at least) to a person.

    `out_bill_no` has letters and digits only, 32 at most. `user_name` is given in clear and leaves
    us sealed: required from 2,000 yuan, forbidden under 30 fen, checked whenever it is given.
    """

    out_bill_no: str
    openid: str
    amount_fen: int
    remark: str
    scene_id: str
    scene_facts: tuple[SceneFact, ...]
    notify_url: str
    user_name: str | None = None
    perception: str | None = None


class Offered(Shape, frozen=True):
    """What an offer came to; `package_info` is there while its person may confirm it."""

    out_bill_no: str
    transfer_bill_no: str
    state: str
    create_time: str | None = None
    fail_reason: str | None = None
    package_info: str | None = None

    @property
    def created_at(self) -> datetime | None:
        """When WeChat accepted it, in market time."""
        return moment(self.create_time)


class Transfer(Shape, frozen=True, rename={"amount_fen": "transfer_amount"}):
    """A transfer as WeChat sees it.

    `state` is ACCEPTED, PROCESSING, WAIT_USER_CONFIRM, TRANSFERING, SUCCESS, FAIL (see
    `fail_reason`), CANCELING or CANCELLED. The documents spell the merchant's number in two ways.
    What the phone needs is told only by `create`: repeating it, with the same data, tells it again.
    """

    out_bill_no: str
    transfer_bill_no: str
    state: str
    amount_fen: int
    mch_id: str | None = None
    mchid: str | None = None
    appid: str | None = None
    openid: str | None = None
    transfer_remark: str | None = None
    fail_reason: str | None = None
    create_time: str | None = None
    update_time: str | None = None

    @property
    def merchant(self) -> str | None:
        """Whose transfer it is, by either spelling."""
        return self.mch_id or self.mchid

    @property
    def created_at(self) -> datetime | None:
        """When WeChat accepted it, in market time."""
        return moment(self.create_time)


class Cancelled(Shape, frozen=True):
    """What taking a transfer back came to; `state` is CANCELING or CANCELLED."""

    out_bill_no: str
    transfer_bill_no: str
    state: str
    update_time: str | None = None


async def create(wire: PayWire, transfer: NewTransfer) -> Offered:
    """Offer a transfer; on Unclear or Refused query by `out_bill_no` before anything else."""
    return await wire.move(_ROOT, _content(wire, transfer), Offered)


async def query(wire: PayWire, *, out_bill_no: str) -> Transfer:
    """Ask with our own number; NotKnown when WeChat never accepted it, or forgot it."""
    return await wire.ask(f"{_ROOT}/out-bill-no/{segment(out_bill_no)}", {}, Transfer)


async def query_by_transfer_bill_no(wire: PayWire, *, transfer_bill_no: str) -> Transfer:
    """Ask with WeChat's number; NotKnown when there is none such."""
    return await wire.ask(f"{_ROOT}/transfer-bill-no/{segment(transfer_bill_no)}", {}, Transfer)


async def cancel(wire: PayWire, *, out_bill_no: str) -> Cancelled:
    """Take a transfer back that its person has not confirmed; the request has no body.

    Refused where they have: only asking tells how it ends.
    """
    return await wire.command(f"{_ROOT}/out-bill-no/{segment(out_bill_no)}/cancel", Cancelled)


def _content(wire: PayWire, transfer: NewTransfer) -> dict[str, object]:
    optional = {
        "user_name": wire.seal(transfer.user_name) if transfer.user_name else None,
        "user_recv_perception": transfer.perception,
    }
    return {
        "appid": wire.account.sp_appid,
        "openid": transfer.openid,
        "out_bill_no": transfer.out_bill_no,
        "transfer_scene_id": transfer.scene_id,
        "transfer_amount": transfer.amount_fen,
        "transfer_remark": transfer.remark,
        "notify_url": transfer.notify_url,
        "transfer_scene_report_infos": msgspec.to_builtins(transfer.scene_facts),
        **{key: value for key, value in optional.items() if value is not None},
    }

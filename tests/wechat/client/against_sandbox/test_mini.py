"""The mini-program platform of the sandbox."""

import pytest

from wechat import Refused
from wechat.mini import (
    SubscribeMessage,
    code_to_session,
    phone_number,
    send_message,
    unlimited_code,
)

PAYER = "o-payer"


async def test_a_login_a_phone_number_and_a_scan_code(sandbox, mini_wire):
    code = (await sandbox.do("login", {"openid": PAYER}))["code"]
    session = await code_to_session(mini_wire, code)
    assert session.openid == PAYER
    with pytest.raises(Refused):
        await code_to_session(mini_wire, code)
    phone_code = (await sandbox.do("phone-number", {"openid": PAYER}))["code"]
    found = await phone_number(mini_wire, phone_code, openid=PAYER)
    assert found.pure_phone_number == "13800000000"
    assert len(await unlimited_code(mini_wire, "m=1z", page="pages/store")) > 100


async def test_a_message_costs_one_permission_and_survives_a_dead_token(sandbox, mini_wire):
    await sandbox.do("subscriptions", {"openid": PAYER, "template_id": "T", "accepted": 2})
    message = SubscribeMessage(openid=PAYER, template_id="T", values={"thing1": "红包到了"})
    await send_message(mini_wire, message)
    await sandbox.do("tokens/revoke", {})
    await send_message(mini_wire, message)
    with pytest.raises(Refused) as error:
        await send_message(mini_wire, message)
    assert error.value.code == "43101"

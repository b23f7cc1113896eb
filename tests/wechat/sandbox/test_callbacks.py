"""Notices: signed as the SDK expects, repeated by the table, and abused on request."""

import pytest

from wechat.sandbox.callbacks.delivery import RETRIES


async def _strike(sandbox, kind, **more):
    status, body = await sandbox.control(
        "POST", "/faults", {"match": "callback", "kind": kind} | more
    )
    assert status == 200, body


async def _counts(sandbox):
    _, body = await sandbox.control("GET", "/callbacks")
    return body["counts"], body["callbacks"]


def test_the_table_is_the_official_one():
    assert (len(RETRIES), sum(RETRIES)) == (15, 24 * 3600 + 4 * 60)


async def test_a_refused_notice_comes_again_after_15_seconds_of_market_time(sandbox, ear):
    ear.answers = [500, 404]
    await sandbox.paid("P20261122000001")  # paid() lets a minute pass
    for wanted, wait in [(1, 15), (2, 15), (3, 0)]:
        heard = await ear.count(wanted)
        await _settled(sandbox, wanted)
        await sandbox.advance(wait)
    assert {body for _, body in heard} == {heard[0][1]}
    assert len({headers["Wechatpay-Signature"] for headers, _ in heard}) == 3
    _, (delivery,) = await _counts(sandbox)
    assert (delivery["state"], delivery["attempts"]) == ("delivered", 3)


async def _settled(sandbox, attempts):
    while (await _counts(sandbox))[1][0]["attempts"] < attempts:
        pass


async def test_it_gives_up_after_the_table(sandbox, ear):
    ear.answers = [500] * 16
    await sandbox.paid()
    for attempt, delay in enumerate([*RETRIES, 0], start=1):
        await ear.count(attempt)
        await _settled(sandbox, attempt)
        await sandbox.advance(delay)
    counts, (delivery,) = await _counts(sandbox)
    assert (delivery["state"], counts["given up"]) == ("given_up", 1)


async def test_duplicates_are_the_same_notice(sandbox, ear):
    await _strike(sandbox, "duplicate")
    await sandbox.paid()
    (_, first), (_, second) = await ear.count(2)
    assert first == second


@pytest.mark.parametrize("kind", ["forged", "tampered", "signtest"])
async def test_a_bad_notice_fails_verification_and_the_right_one_follows(sandbox, ear, kind):
    ear.answers = [401]
    await _strike(sandbox, kind)
    await sandbox.paid()
    bad, good = await ear.count(2)
    assert sandbox.sdk.callback(*bad) is None
    assert sandbox.sdk.callback(*good)["resource"]["trade_state"] == "SUCCESS"
    await _settled(sandbox, 1)
    assert (await _counts(sandbox))[0] == {f"{kind} rejected": 1, "delivered": 1}


async def test_a_stale_notice_is_signed_but_ten_minutes_old(sandbox, ear, wire_now):
    await _strike(sandbox, "stale")
    await sandbox.paid()
    (headers, _), _ = await ear.count(2)
    assert abs(wire_now - 600 - int(headers["Wechatpay-Timestamp"])) < 60


async def test_a_late_notice_waits_for_market_time(sandbox, ear):
    await _strike(sandbox, "late", seconds=3_600)
    await sandbox.paid()
    assert not ear.heard
    await sandbox.advance(3_600)
    await ear.count(1)


async def test_reordered_notices_change_places(sandbox, ear):
    await _strike(sandbox, "reorder")
    for number in ("P20261122000001", "P20261122000002"):
        _, prepaid = await sandbox.order(number)
        wish = {"prepay_id": prepaid["prepay_id"], "openid": "o-consumer-1"}
        await sandbox.control("POST", "/pay", wish)
    heard = [sandbox.sdk.callback(*notice) for notice in await ear.count(2)]
    numbers = [event["resource"]["out_trade_no"] for event in heard]
    assert numbers == ["P20261122000002", "P20261122000001"]


async def test_a_notice_can_be_sent_once_more(sandbox, ear):
    await sandbox.paid()
    await ear.count(1)
    await _settled(sandbox, 1)
    _, (delivery,) = await _counts(sandbox)
    await sandbox.control("POST", f"/callbacks/{delivery['event_id']}/resend")
    await ear.count(2)

"""Calls that fail on purpose: was the deed done, and can the caller find out?"""

import pytest
from requests import exceptions

NUMBER = "P20261122000001"


async def _strike(sandbox, **fault):
    status, body = await sandbox.control("POST", "/faults", fault)
    assert status == 200, body


async def _known(sandbox):
    return (await sandbox.control("GET", f"/orders/{NUMBER}"))[0] == 200


@pytest.mark.parametrize(
    ("kind", "status", "done"),
    [("429", 429, False), ("error_500", 500, False), ("error_500_done", 500, True)],
)
async def test_an_error_says_nothing_about_the_deed(sandbox, kind, status, done):
    await _strike(sandbox, match="order.create", kind=kind)
    assert (await sandbox.order())[0] == status
    assert await _known(sandbox) is done
    assert (await sandbox.order())[0] == 200


@pytest.mark.parametrize(("kind", "done"), [("reset", False), ("reset_done", True)])
async def test_a_cut_connection(sandbox, kind, done):
    await _strike(sandbox, match="order.*", kind=kind)
    with pytest.raises(exceptions.ConnectionError):
        await sandbox.order()
    assert await _known(sandbox) is done


async def test_a_timeout_after_the_deed(sandbox):
    await _strike(sandbox, match="*", kind="timeout_after_accept", seconds=30)
    sandbox.sdk._core._timeout = 0.3
    with pytest.raises(exceptions.ReadTimeout):
        await sandbox.order()
    sandbox.sdk._core._timeout = 10
    assert await _known(sandbox)


async def test_a_seed_repeats_a_bad_day(sandbox):
    days = []
    for _ in range(2):
        await sandbox.control("DELETE", "/faults")
        rule = {"match": "order.create", "kind": "429", "times": None, "probability": 0.5}
        await _strike(sandbox, **rule, seed=7)
        days.append([(await sandbox.order())[0] for _ in range(12)])
    assert days[0] == days[1]
    assert set(days[0]) == {200, 429}


@pytest.mark.parametrize(
    "fault",
    [
        {"match": "order.create", "kind": "earthquake"},
        {"match": "order.create", "kind": "429", "probability": 2},
        {"match": "order.create", "kind": "429", "times": 0},
    ],
)
async def test_nonsense_is_refused(sandbox, fault):
    assert (await sandbox.control("POST", "/faults", fault))[0] == 400

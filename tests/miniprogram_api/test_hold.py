"""An owner shortens the hold: only with the risk read and accepted, and only forward."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from models import merchant
from models.database import Database
from models.merchant import risk_words
from tests.market import MARKET, SEAL
from tests.stage import Answer, Stage

HOLD = "/api/v1/merchant/hold"


async def _choose(stage: Stage, token: str, **asked: object) -> Answer:
    return await stage.ask("POST", HOLD, token=token, body=asked)


async def test_a_short_hold_needs_the_words_that_were_shown(
    stage: Stage, database: Database
) -> None:
    owner = await stage.login("o-chef", who="merchant")
    before = (await stage.ask("GET", HOLD, token=owner)).body
    assert (before["hold_seconds"], before["risk_accepted_by"]) == (86_400, None)
    preview = await stage.ask("POST", f"{HOLD}/preview", token=owner, body={"hold_seconds": 3_600})
    assert preview.body["risk"] == risk_words(3_600)
    assert "1小时" in preview.body["risk"]

    refused = await _choose(stage, owner, hold_seconds=3_600)
    assert (refused.status, refused.body["code"]) == (409, "merchant.risk_not_accepted")
    other = await stage.ask("POST", f"{HOLD}/preview", token=owner, body={"hold_seconds": 60})
    wrong = await _choose(stage, owner, hold_seconds=3_600, accepted_risk=other.body["risk_hash"])
    assert wrong.body["code"] == "merchant.risk_not_accepted", "other words are not these"
    asked = {"hold_seconds": 3_600, "accepted_risk": preview.body["risk_hash"]}
    chosen = await _choose(stage, owner, **asked)
    assert chosen.status == 200, chosen
    assert chosen.body["hold_seconds"] == 3_600
    assert chosen.body["risk_accepted_by"].startswith("stf_")
    assert (await _choose(stage, owner, **asked)).body["since"] == chosen.body["since"]
    back = await _choose(stage, owner, hold_seconds=86_400)
    assert (back.body["hold_seconds"], back.body["risk_accepted_by"]) == (86_400, None)
    async with database.connection() as connection:
        at = datetime.now(UTC) + timedelta(minutes=1)
        store = await merchant.by_scene(connection, scene="noodles", at=at)
        versions = await connection.fetchval(
            "SELECT count(*) FROM merchant_terms WHERE merchant_no = $1", store.merchant_no
        )
        assert (versions, store.discount_bp) == (3, 1000), "all else of the terms stays"
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(
                "INSERT INTO merchant_terms (merchant_no, effective_at, discount_bp, tier_uppers,"
                " hold_seconds) VALUES ($1, now() + interval '1 day', 1000, '[]', 60)",
                store.merchant_no,
            )


async def test_only_an_owner_may_and_only_within_bounds(stage: Stage, database: Database) -> None:
    async with database.connection() as connection:
        store = await merchant.by_scene(connection, scene="tea", at=datetime.now(UTC))
    assert store.market_code == MARKET
    await merchant.add_staff(
        seal=SEAL,
        merchant_no=store.merchant_no,
        role="cashier",
        openid="o-cashier",
        at=datetime.now(UTC),
    )
    cashier = await stage.login("o-cashier", who="merchant")
    refused = await _choose(stage, cashier, hold_seconds=172_800)
    assert (refused.status, refused.body["code"]) == (403, "staff.owner_needed")
    owner = await stage.login("o-tea-master", who="merchant")
    assert (await _choose(stage, owner, hold_seconds=59)).status == 400
    assert (await _choose(stage, owner, hold_seconds=172_800)).status == 200

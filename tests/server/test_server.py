"""The web process as an operator meets it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.embedded import EmbeddedRedis
from tests.stage import Stage, open_stage


@pytest.fixture(scope="module")
async def stage(
    database_url: str, redis_server: EmbeddedRedis, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    async with open_stage(
        tmp_path_factory.mktemp("wechat"),
        database_url=database_url,
        redis_url=redis_server.url,
        RANGLI_REQUESTS_PER_ADDRESS="40",
    ) as opened:
        yield opened


async def test_it_is_alive_and_ready(stage: Stage) -> None:
    assert (await stage.ask("GET", "/health/live")).body == {"live": True}
    ready = await stage.ask("GET", "/health/ready")
    assert ready.body == {"ready": True, "database": True, "redis": True}


async def test_figures_are_kept_by_route(stage: Stage) -> None:
    await stage.ask("GET", "/api/v1/public/rulebooks/330100/1")
    page = (await stage.ask("GET", "/metrics")).body.decode()
    route = 'route="/api/v1/public/rulebooks/<market:str>/<book_no:str>"'
    assert f'rangli_requests_total{{{route},status="404"}}' in page
    for name in ("rangli_request_seconds_bucket", "rangli_pool_wait_seconds_count"):
        assert name in page


async def test_unknown_places_and_methods(stage: Stage) -> None:
    nowhere = await stage.ask("GET", "/nowhere")
    assert (nowhere.status, nowhere.body["code"]) == (404, "request.not_found")
    wrong = await stage.ask("DELETE", "/api/v1/consumer/wallet")
    assert (wrong.status, wrong.body["code"]) == (405, "request.method_not_allowed")
    assert len(nowhere.headers["X-Request-Id"]) == 16


async def test_a_body_has_a_limit(stage: Stage) -> None:
    answer = await stage.ask("POST", "/api/v1/consumer/login", body=b"x" * 70_000)
    assert (answer.status, answer.body["code"]) == (413, "request.too_large")


async def test_the_document_and_its_page(stage: Stage) -> None:
    document = (await stage.ask("GET", "/openapi.json")).body
    assert document["openapi"] == "3.1.0"
    assert "/api/v1/consumer/orders/{order_id}" in document["paths"]
    names = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(set(names)) == len(names), "programs that clients are made by go by these"
    page = await stage.ask("GET", "/docs")
    assert b"/docs/page.js" in page.body
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    for name, kind in (("page.js", "text/javascript"), ("page.css", "text/css")):
        assert kind in (await stage.ask("GET", f"/docs/{name}")).headers["Content-Type"]


async def test_too_many_requests_are_told_to_wait(stage: Stage) -> None:
    path = "/api/v1/public/rulebooks/330100/1"
    answers = [await stage.ask("GET", path) for _ in range(90)]
    limited = [answer for answer in answers if answer.status == 429]
    assert limited
    assert limited[0].body["code"] == "request.too_many"
    assert 1 <= int(limited[0].headers["Retry-After"]) <= 60


async def test_it_works_without_redis_and_stops_when_asked(
    database_url: str, tmp_path: Path
) -> None:
    own = EmbeddedRedis(tmp_path / "redis").start()
    async with open_stage(
        tmp_path / "wechat",
        database_url=database_url,
        redis_url=own.url,
        RANGLI_REQUESTS_PER_ADDRESS="600",
    ) as opened:
        own.stop(kill=True)
        ready = (await opened.ask("GET", "/health/ready")).body
        assert ready == {"ready": True, "database": True, "redis": False}
        answer = await opened.ask("GET", "/api/v1/public/rulebooks/330100/1")
        assert answer.status == 404
        opened.server.terminate()
        async with asyncio.timeout(20):
            assert await opened.server.wait() == 0

"""schemathesis, who has never seen our code, reads the document and tries to catch us lying."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from tests.stage import Stage

ROOT = Path(__file__).parents[2]
EXAMPLES = "12"


@pytest.mark.parametrize("who", ["consumer", "merchant"])
async def test_the_server_keeps_to_its_document(stage: Stage, tmp_path: Path, who: str) -> None:
    token = await stage.login("o-chef", who=who)
    arguments = [
        *("run", f"{stage.url}/openapi.json"),
        *("--header", f"Authorization: Bearer {token}"),
        *("--include-path-regex", f"/{who}/" if who == "merchant" else "/(consumer|public)/"),
        # Leaving would end the login that everything else is asked with.
        *("--exclude-path-regex", "/logout$"),
        *("--max-examples", EXAMPLES, "--phases", "examples,coverage,fuzzing"),
        *("--generation-deterministic", "--no-color", "--request-timeout", "10"),
    ]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()"),
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=os.environ | {"SCHEMATHESIS_HOOKS": "tests.whole_numbers", "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
    )
    told, _ = await process.communicate()
    assert process.returncode == 0, told.decode()[-9_000:]

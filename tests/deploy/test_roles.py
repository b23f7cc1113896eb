"""The operator's commands about those who sell, run as they are."""

import csv
import sys
from asyncio.subprocess import PIPE, create_subprocess_exec

from deploy.roles.sheet import COLUMNS
from models.database import Database
from tests.models.role.conftest import BD, bills_of, recruit

SECRETS = {
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "RANGLI_PUBLIC_URL": "http://127.0.0.1:1",
    "RANGLI_SEAL_KEYS": f"1:{'11' * 32}",
    "RANGLI_SEAL_INDEX_KEY": "22" * 32,
    "RANGLI_DRAW_ROOT_KEY": "33" * 32,
}


async def run(database_url: str, *arguments: object) -> tuple[int, str, str]:
    process = await create_subprocess_exec(
        *(sys.executable, "-m", "deploy.roles", *map(str, arguments)),
        env=SECRETS | {"DATABASE_URL": database_url},
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_appointments_natures_and_statements(database: Database, database_url: str) -> None:
    market = await recruit(database)
    assert await run(database_url, "appoint", 330106, BD, "--at", "2026-03-01") == (0, "", "")
    code, _, complaint = await run(database_url, "appoint", 330106, BD, "--at", "2026-02-01")
    assert (code, complaint.split()[0]) == (1, "agent.overlap")
    assert (await run(database_url, "nature", BD, "business", "--at", "2099-01-01"))[0] == 0
    assert (await run(database_url, "end", 330106))[0] == 0

    bills = bills_of([21, 22])
    await market.settle(*bills)
    code, sheet, _ = await run(database_url, "statement", market.code, BD, "2026-03")
    rows = list(csv.DictReader(sheet.splitlines()))
    assert code == 0
    assert tuple(rows[0]) == COLUMNS
    assert [(row["what"], row["fen"], row["state"]) for row in rows] == [
        ("earned", "120", "held")
    ] * 2
    assert rows[0]["parts"] == "bd 60bp × 20000 = 120"
    assert (await run(database_url, "statement", market.code, BD, "2026-04"))[1].count("\n") == 1

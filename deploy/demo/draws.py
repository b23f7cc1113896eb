"""All draws of the run, written down for a stranger, and verified by the stand-alone verifier.

Seeds and commitments come from the public page of each day, as anyone gets them; the draws are the
evidence that stands in the journals.
"""

import subprocess
import sys
from pathlib import Path

import aiohttp
import msgspec

from deploy.demo.options import MARKET
from deploy.demo.phone import Line
from models.database import Database
from models.ids import write_id
from models.ledger import JournalKind
from models.packet_chain.evidence import read_evidence

_VERIFIER = Path(__file__).parents[2] / "docs" / "verify_packet.py"
_PATIENCE_S = 600


class Verified(msgspec.Struct):
    """What came of it; `says` is the verifier's own last line."""

    draws: int
    days: int
    seeds_revealed: int
    ok: bool
    says: str


async def write_draws(database: Database, product_url: str, place: Path) -> tuple[int, int, int]:
    """Write one line a draw; returns how many draws, days, and days whose seed is revealed."""
    days: dict[str, dict[str, str]] = {}
    draws = 0
    async with aiohttp.ClientSession(product_url) as session, database.connection() as connection:
        line = Line(session)
        with place.open("wb") as file:
            async with connection.transaction():
                async for (text,) in connection.cursor(
                    "SELECT evidence FROM journals WHERE market_code = $1 AND kind = $2"
                    " ORDER BY seq",
                    *(MARKET, JournalKind.SETTLEMENT),
                    prefetch=500,
                ):
                    found = read_evidence(text)
                    if found.day not in days:
                        path = f"/api/v1/public/draws/{MARKET}/{found.day}"
                        days[found.day] = await line.ask("GET", path)
                    if found.claims:
                        draws += 1
                        file.write(msgspec.json.encode(_line(found, days[found.day])) + b"\n")
    return draws, len(days), sum(bool(day["seed"]) for day in days.values())


def verify(place: Path) -> tuple[bool, str]:
    """Run the verifier in a Python of its own that sees nothing of ours."""
    command = [sys.executable, "-I", "-S", str(_VERIFIER), "--jsonl", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S)
    words = (done.stdout.strip() or done.stderr.strip()).splitlines()
    return done.returncode == 0, words[-1] if words else ""


def _line(found, day):
    return {
        "market": MARKET,
        "day": found.day,
        "order_id": write_id("ord", found.order_id),
        "part_fen": found.part_fen,
        "recipients": len(found.claims),
        "drawn_fen": found.drawn_fen,
        "remaining_fen": found.remaining_fen,
        "paid_fen": found.paid_fen,
        "commitment": day["commitment"],
        "seed": day["seed"],
    }

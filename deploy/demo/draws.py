"""All draws of the run, written down for a stranger, and verified by the stand-alone verifier.

Seeds and commitments come from the public page of each day, as anyone gets them; the draws are the
evidence that stands in the journals.
"""

import hashlib
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from deploy.demo.options import MARKET
from deploy.demo.phone import Line
from models.database import Database
from models.ledger import JournalKind
from models.packet_chain.evidence import Evidence, read_evidence
from models.packet_chain.proof import Proof, proof_of

_VERIFIER = Path(__file__).parents[2] / "docs" / "verify_packet.py"
_PATIENCE_S = 600
_PUBLIC = "/api/v1/public"


class Written(msgspec.Struct):
    """What was written; `fingerprint` is the SHA-256 of every order's packets, in their order."""

    draws: int = 0
    days: int = 0
    seeds_revealed: int = 0
    fingerprint: str = ""


async def write_draws(database: Database, product_url: str, place: Path) -> Written:
    """Write a line for each rule book and, after it, a line for each bill."""
    written, mark = Written(), hashlib.sha256()
    async with aiohttp.ClientSession(product_url) as session:
        pages = Pages(Line(session))
        with place.open("wb") as file:
            async for found in _evidence(database):
                mark.update(f"{found.order_id} {found.paid_fen}\n".encode())
                written.draws += 1
                if found.book_no not in pages.books:
                    file.write(await pages.read_book(found.book_no))
                file.write(msgspec.json.encode(await pages.proof(found)) + b"\n")
    written.days, written.fingerprint = len(pages.days), mark.hexdigest()
    written.seeds_revealed = sum(bool(day["seed"]) for day in pages.days.values())
    return written


class Pages:
    """The public pages that were read."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.days: dict[str, dict[str, Any]] = {}
        self.books: dict[int, str] = {}

    async def read_book(self, book_no: int) -> bytes:
        """The line that gives a rule book to the verifier."""
        book = await self._line.ask("GET", f"{_PUBLIC}/rulebooks/{MARKET}/{book_no}")
        self.books[book_no] = book["hash"]
        rule = {name: book[name] for name in ("book_no", "hash", "content")}
        return msgspec.json.encode({"rule": rule}) + b"\n"

    async def proof(self, found: Evidence) -> Proof:
        """One bill as the verifier reads it."""
        if found.day not in self.days:
            self.days[found.day] = await self._line.ask(
                "GET", f"{_PUBLIC}/draws/{MARKET}/{found.day}"
            )
        day = self.days[found.day]
        return proof_of(
            found,
            market_code=MARKET,
            book_hash=self.books[found.book_no],
            commitment=day["commitment"],
            seed=day["seed"],
        )


async def _evidence(database: Database) -> AsyncIterator[Evidence]:
    async with database.connection() as connection, connection.transaction():
        async for (text,) in connection.cursor(
            "SELECT evidence FROM journals WHERE market_code = $1 AND kind = $2 ORDER BY seq",
            *(MARKET, JournalKind.SETTLEMENT),
            prefetch=500,
        ):
            yield read_evidence(text)


def verify(place: Path) -> tuple[bool, str]:
    """Run the verifier in a Python of its own that sees nothing of ours."""
    command = [sys.executable, "-I", "-S", str(_VERIFIER), "--jsonl", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S)
    words = (done.stdout.strip() or done.stderr.strip()).splitlines()
    return done.returncode == 0, words[-1] if words else ""

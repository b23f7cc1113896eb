"""Bills are evidence: their bytes are kept as WeChat wrote them, once, packed and sealed."""

import gzip
import hashlib
from datetime import date, datetime

from models.database import Connection
from models.people import Seal
from models.reconciliation.entry import Bill

_NEWEST = """
SELECT bills.hash, size, sealed, key_no FROM bills LEFT JOIN bill_files USING (hash)
WHERE day = $1 AND bill = $2 ORDER BY fetched_at DESC LIMIT 1
"""


async def keep_bill(
    connection: Connection, *, seal: Seal, day: date, bill: Bill, content: bytes, at: datetime
) -> bool:
    """Keep a bill's bytes (none: nothing happened); returns whether they are new for that day."""
    name = hashlib.sha256(content).digest() if content else None
    known = await connection.fetchrow(_NEWEST, day, bill.value)
    if known is not None and known["hash"] == name:
        return False
    if name is not None:
        sealed, key_no = seal.seal_file(gzip.compress(content, mtime=0), name)
        await connection.execute(
            "INSERT INTO bill_files VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            *(name, len(content), sealed, key_no),
        )
    await connection.execute(
        "INSERT INTO bills VALUES ($1, $2, $3, $4) ON CONFLICT (day, bill, fetched_at)"
        " DO UPDATE SET hash = excluded.hash",
        *(day, bill.value, at, name),
    )
    return True


async def kept_bill(connection: Connection, *, seal: Seal, day: date, bill: Bill) -> bytes | None:
    """The newest bytes of a day's bill, empty where nothing happened; None: never fetched."""
    row = await connection.fetchrow(_NEWEST, day, bill.value)
    if row is None:
        return None
    if row["hash"] is None:
        return b""
    return gzip.decompress(seal.open_file(row["sealed"], row["key_no"], row["hash"]))


async def is_kept(connection: Connection, *, day: date, bill: Bill) -> bool:
    """Whether a day's bill was fetched before."""
    known: bool = await connection.fetchval(
        "SELECT EXISTS (SELECT FROM bills WHERE day = $1 AND bill = $2)", day, bill.value
    )
    return known

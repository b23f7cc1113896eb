"""Pools: the queue that a whole market shares, and what every program with a pool does alike.

A pool's money is the reserve (`Kind.RESERVE`) of a queue that no merchant has: numbers below 16
belong to programs. A bill fills it when it is settled; a `Program` decides what the bill earns, and
its schedules release.
"""

from models.pool.bill import PooledBill
from models.pool.evidence import PooledEvidence, read_pooled
from models.pool.numbers import POOLS, is_pool, pool_account, pool_no, release_id
from models.pool.program import Load, Program

__all__ = [
    "POOLS",
    "Load",
    "PooledBill",
    "PooledEvidence",
    "Program",
    "is_pool",
    "pool_account",
    "pool_no",
    "read_pooled",
    "release_id",
]

"""The pools' numbers, and the numbers of what they release. Pure."""

from typing import Final

from models.ledger import Kind, account

POOLS: Final = {"weekday_pool": 2, "green_points": 3, "appreciating_points": 4}
"""Program → number of its pool; below 16, where no merchant's queue is."""

_MOST = 16
_STEP_BITS = 32


def pool_no(program: str) -> int:
    """The number of a program's pool; `KeyError` for a program without one."""
    return POOLS[program]


def pool_account(program: str) -> int:
    """The ledger account that holds a program's pool."""
    return account(Kind.RESERVE, POOLS[program])


def is_pool(queue_id: int) -> bool:
    """Whether a queue's number is a pool's."""
    return queue_id < _MOST


def release_id(program: str, step: int) -> int:
    """The subject of the journal that ends the step (a day's ordinal, a period) of a pool."""
    return POOLS[program] << _STEP_BITS | step

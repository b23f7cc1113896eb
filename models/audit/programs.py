"""How the audit lives through each program once more: pools by name, other journals by kind."""

from collections.abc import Callable, Mapping
from typing import Final

from models.ledger import Draft, JournalKind
from models.pool.replay import BeginReplay

Check = Callable[[Draft, Mapping[int, int]], str]
"""What is wrong with a journal, given the balances before it (all accounts but claims'); "": nothing."""

REPLAYS: Final[Mapping[str, BeginReplay]] = {}
"""Program → how the replay of its pool begins."""

CHECKS: Final[Mapping[JournalKind, Check]] = {}
"""Kinds of journals that belong to no pool, each checked by what made it."""

"""Playing several towns at once, one process for each core.

Towns are handed down by forking, not by pickling: a year of bills is large.
"""

import multiprocessing
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

from models.rulebook import Book
from models.simulation import Run, Town, run

_PROCESSES = 2
_towns: dict[str, Town] = {}


def play(towns: Mapping[str, Town], wishes: Sequence[tuple[Book, str]]) -> list[Run]:
    """Play each book over the town with that name; runs come in the order of the wishes."""
    with ProcessPoolExecutor(
        _PROCESSES,
        mp_context=multiprocessing.get_context("fork"),
        initializer=_towns.update,
        initargs=(towns,),
    ) as processes:
        return list(processes.map(_play, *zip(*wishes, strict=True)))


def _play(book: Book, town: str) -> Run:
    return run(book, _towns[town])

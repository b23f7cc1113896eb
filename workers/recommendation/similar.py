"""Which stores share their shoppers, and what that says about each shopper's next store.

BM25, known from searching texts, weighs how much two stores have in common: a shopper who goes
everywhere says little about any store, the tenth visit little more than the ninth. What a shopper's
own stores have in common with another store adds up to that store's score. Stores that fewer than
five shoppers share count as having nothing in common.

A program of its own, `python -m workers.recommendation.similar`: habits come in, affinities go out,
both as MessagePack. Equal habits give equal affinities.
"""

import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import numpy as np
from implicit.nearest_neighbours import BM25Recommender
from implicit.utils import ParameterWarning
from scipy.sparse import csr_matrix

from models.recommendation import LEAST_SHOPPERS, Affinity, Habit

MOST: Final = 20
_NEIGHBOURS: Final = 200
_NICE: Final = 10


def affinities(
    habits: Sequence[Habit], *, least_shoppers: int = LEAST_SHOPPERS, most: int = MOST
) -> list[Affinity]:
    """Up to `most` stores a shopper where they have not been, shopper by shopper, best first."""
    if not habits:
        return []
    shoppers, who = np.unique([one.consumer_no for one in habits], return_inverse=True)
    stores, where = np.unique([one.merchant_no for one in habits], return_inverse=True)
    weights = np.log1p([one.days for one in habits])
    visits = csr_matrix((weights, (who, where)), shape=(len(shoppers), len(stores)))
    shared = _shared(visits)
    common = _in_common(visits, shared, least_shoppers)
    return [
        Affinity(int(shoppers[row]), int(stores[store]), int(stores[via]), int(both), float(score))
        for row in range(len(shoppers))
        for store, via, both, score in _best(visits, common, shared, row, most)
    ]


def _shared(visits: Any) -> Any:
    """How many shoppers each two stores share."""
    been = visits.copy()
    been.data[:] = 1
    return (been.T @ been).tocsr()


def _in_common(visits: Any, shared: Any, least_shoppers: int) -> Any:
    """What each two stores have in common, for those that share shoppers enough."""
    model = BM25Recommender(K=_NEIGHBOURS, num_threads=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterWarning)  # about its own intermediate matrix
        model.fit(visits, show_progress=False)
    enough = shared.copy()
    enough.data = (enough.data >= least_shoppers).astype(float)
    return model.similarity.multiply(enough).tocsr()


def _best(
    visits: Any, common: Any, shared: Any, row: int, most: int
) -> Iterator[tuple[int, int, int, float]]:
    """(store, the own store that speaks most for it, how many share both, score), best first."""
    begin, end = visits.indptr[row], visits.indptr[row + 1]
    own = visits.indices[begin:end]
    parts = common[own].toarray() * visits.data[begin:end, None]
    scores = parts.sum(axis=0)
    scores[own] = 0
    for store in np.argsort(-scores, kind="stable")[:most]:
        if scores[store] <= 0:
            return
        via = own[parts[:, store].argmax()]
        yield int(store), int(via), int(shared[via, store]), float(scores[store])


def main() -> None:
    """Read habits, write affinities; whoever has work to do comes first."""
    os.nice(_NICE)
    habits = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=list[Habit])
    sys.stdout.buffer.write(msgspec.msgpack.encode(affinities(habits)))


if __name__ == "__main__":
    main()

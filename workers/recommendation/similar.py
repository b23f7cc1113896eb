"""Which stores share their shoppers, and what that says about each shopper's next store.

BM25, known from searching texts, weighs how much two stores have in common: a shopper who goes
everywhere says little about any store, the tenth visit little more than the ninth. What a shopper's
own stores have in common with another store adds up to that store's score. Stores that fewer than
five shoppers share count as having nothing in common.
Equal habits give equal affinities.
"""

import warnings
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from implicit.nearest_neighbours import BM25Recommender
from implicit.utils import ParameterWarning
from scipy.sparse import csr_matrix

from models.recommendation import LEAST_SHOPPERS, Affinity, Habit

Numbers: TypeAlias = "np.ndarray[Any, Any]"
MOST: Final = 12
_NEIGHBOURS: Final = 200
_AT_ONCE: Final = 1_000


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
    found: list[Affinity] = []
    for begin in range(0, len(shoppers), _AT_ONCE):
        who, best, scores = _best(visits[begin : begin + _AT_ONCE], common, most)
        if not len(best):
            continue
        who = begin + who
        via = _speaking(visits, common, who, best)
        both = np.asarray(shared[via, best]).ravel().astype(int)
        columns = (shoppers[who], stores[best], stores[via], both, scores)
        found += map(Affinity, *(column.tolist() for column in columns))
    return found


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


def _best(rows: Any, common: Any, most: int) -> tuple[Numbers, Numbers, Numbers]:
    """(row, store, score) of what is best for each row, row by row and best first."""
    scores = (rows @ common).toarray()
    scores[rows.nonzero()] = 0
    most = min(most, scores.shape[1])
    stores = np.sort(np.argpartition(-scores, most - 1, axis=1)[:, :most], axis=1)
    of_stores = np.take_along_axis(scores, stores, axis=1)
    order = np.argsort(-of_stores, kind="stable", axis=1)
    stores = np.take_along_axis(stores, order, axis=1)
    of_stores = np.take_along_axis(of_stores, order, axis=1)
    who, place = np.nonzero(of_stores > 0)
    return who, stores[who, place], of_stores[who, place]


def _speaking(visits: Any, common: Any, who: Numbers, best: Numbers) -> Numbers:
    """The own store that speaks most for each (shopper, store)."""
    own_count = np.diff(visits.indptr)[who]
    first = np.cumsum(own_count) - own_count
    offsets = np.arange(own_count.sum()) - np.repeat(first, own_count)
    place = np.repeat(visits.indptr[who], own_count) + offsets
    own = visits.indices[place]
    says = np.asarray(common[own, np.repeat(best, own_count)]).ravel() * visits.data[place]
    loudest = np.repeat(np.maximum.reduceat(says, first), own_count)
    number = np.where(says == loudest, np.arange(len(says)), len(says))
    return np.asarray(own[np.minimum.reduceat(number, first)])

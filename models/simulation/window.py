"""What each consumer spent where within the last days, for a whole town at once."""

import numpy as np

from models.simulation.shares import Numbers


class Window:
    """Sums by consumer and merchant of the bills that are in the window now.

    Consumers and merchants are numbered from 0. `active` is on how many days of the window each
    consumer purchased; `changed` whose sums moved since `settle` was last called.
    """

    def __init__(self, who: Numbers, where: Numbers, amount_fen: Numbers, people: int) -> None:
        merchants = int(where.max(initial=0)) + 1
        pairs, self._pair = np.unique(who * merchants + where, return_inverse=True)
        self._owner = pairs // merchants
        self._spent_fen = np.zeros(len(pairs), np.int64)
        self._who, self._amount_fen = who, amount_fen
        self.active = np.zeros(people, np.int64)
        self.changed = np.zeros(people, bool)

    def enter(self, bills: slice) -> None:
        """Let a day's bills enter."""
        self._move(bills, 1)

    def leave(self, bills: slice) -> None:
        """Let a day's bills leave."""
        self._move(bills, -1)

    def settle(self) -> None:
        """Forget who changed."""
        self.changed[:] = False

    def partners(self, who: Numbers, least_fen: Numbers) -> Numbers:
        """At how many merchants each of these consumers spent at least so much."""
        spent = np.flatnonzero(self._spent_fen)
        most = int(self._spent_fen.max(initial=0)) + 2
        keys = np.sort(self._owner[spent] * most + self._spent_fen[spent])
        last = np.searchsorted(keys, np.arange(1, len(self.active) + 1) * most)
        least = np.searchsorted(keys, who * most + np.minimum(least_fen, most - 1))
        return np.asarray(last[who] - least)

    def _move(self, bills: slice, sign: int) -> None:
        who = np.unique(self._who[bills])
        np.add.at(self._spent_fen, self._pair[bills], sign * self._amount_fen[bills])
        self.active[who] += sign
        self.changed[who] = True

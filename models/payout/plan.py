"""What one order's payout is planned from, and the plan. Values, nothing else."""

from collections.abc import Collection, Mapping

from msgspec import Struct, field

from models.payout.leg import Leg, Party


class Means(Struct):
    """What can be paid out, and to whom, at the moment of planning. Amounts in fen.

    `owed`: balance of each claim's, rebate's, wallet's and payee's account; `overdue`: how much of
    a payee's is late; `barred`: receiver → why nothing may be sent to it now; `refused`: the
    (sub_mchid, receiver) that WeChat would not take; `parties`: receiver → how WeChat knows it.

    What persons and stores have between us and them besides: `owed` has the balances of MERCHANT
    accounts and, below zero, of open debts; `debts`: wallet → its person's DEBT accounts, oldest
    claim first, each with the RESERVE account of the queue that had overpaid.
    """

    parties: Mapping[int, Party]
    owed: dict[int, int] = field(default_factory=dict)
    overdue: dict[int, int] = field(default_factory=dict)
    barred: dict[int, str] = field(default_factory=dict)
    refused: Collection[tuple[str, int]] = ()
    debts: Mapping[int, Mapping[int, int]] = field(default_factory=dict)


class Plan(Struct, frozen=True):
    """What becomes of one order's discount.

    `legs` are sent, except those whose result names why not: their packets move to the wallet.
    `late` is what payees did not get: account → (fen, why); `caught_up` what they got of earlier
    orders. `recovers`: each DEBT account that packets cover → the RESERVE account that gets it.
    """

    legs: tuple[Leg, ...]
    late: dict[int, tuple[int, str]]
    caught_up: dict[int, int]
    recovers: dict[int, int] = {}

    @property
    def has_lines(self) -> bool:
        """Whether there is anything to ask WeChat to split."""
        return any(leg.under_way for leg in self.legs)

"""What the payouts of a bill made of it, as far as a refund must know. Values, nothing else."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from models.ledger import Kind, kind_of, owner_of
from models.payout.leg import PAYEES, Leg
from models.payout.lifecycle import State, Step
from models.payout.payout import number_of
from models.payout.reasons import OWN, SUCCESS, UNFROZEN
from models.refund.evidence import Evidence
from models.refund.facts import Line


class Stage(StrEnum):
    """How far a bill's discount has come; only in `HELD` and `SPLIT` can a refund be posted."""

    UNSETTLED = "unsettled"
    HELD = "held"
    UNDER_WAY = "under_way"
    SPLIT = "split"


class Split(Struct, frozen=True):
    """One payout of the bill."""

    payout_id: int
    step: str
    state: str
    legs: tuple[Leg, ...]

    @property
    def over(self) -> bool:
        """Whether it gave the store the rest: the last step."""
        return self.step == Step.UNFREEZE and self.state == State.FINISHED


def stage_of(splits: Sequence[Split]) -> Stage:
    """Where the discount of a settled bill is."""
    if not splits:
        return Stage.HELD
    return Stage.SPLIT if any(split.over for split in splits) else Stage.UNDER_WAY


def carried_of(splits: Iterable[Split], earlier: Iterable[Evidence]) -> dict[int, int]:
    """The bill's packets that went to wallets, by claim, less what was taken back before."""
    carried: Counter[int] = Counter()
    for split in splits:
        for leg in split.legs:
            person = kind_of(leg.receiver_id) is Kind.WALLET
            packet = person and kind_of(leg.account_id) is Kind.CLAIM
            if packet and leg.result not in (SUCCESS, OWN) and not leg.under_way:
                carried[owner_of(leg.account_id)] += leg.fen
    for evidence in earlier:
        carried.subtract(dict(zip(evidence.carried_claims, evidence.carried_fen, strict=True)))
    return dict(carried)


def carried_rebate_of(splits: Iterable[Split], earlier: Iterable[Evidence]) -> int:
    """What of the bill's rebate at once went to its payer's wallet, less what was taken back."""
    legs = [leg for split in splits for leg in split.legs if kind_of(leg.account_id) is Kind.REBATE]
    carried_fen = sum(
        leg.fen
        for leg in legs
        if kind_of(leg.receiver_id) is Kind.WALLET
        and leg.result not in (SUCCESS, OWN)
        and not leg.under_way
    )
    return carried_fen - sum(one.rebate_fen for one in earlier if one.phase == "split")


def own_lines(splits: Iterable[Split], earlier: Sequence[Evidence]) -> list[Line]:
    """What reached ourselves."""
    return list(_lines(splits, earlier, (Kind.CUSTODY,)))


def payee_lines(
    splits: Iterable[Split], earlier: Sequence[Evidence], accounts: Iterable[int]
) -> dict[int, list[Line]]:
    """What reached those of the payees' `accounts` that are merchant accounts at WeChat."""
    lines: dict[int, list[Line]] = {account_id: [] for account_id in accounts}
    for line in _lines(splits, earlier, PAYEES):
        if line.receiver_id in lines:
            lines[line.receiver_id].append(line)
    return lines


def kept_of(splits: Iterable[Split], earlier: Iterable[Evidence]) -> dict[int, int]:
    """What the unfreeze gave the store as a payee of its own bill, by account."""
    kept: Counter[int] = Counter()
    for split in splits:
        for leg in split.legs:
            if split.over and leg.result == SUCCESS and kind_of(leg.account_id) in PAYEES:
                kept[leg.account_id] += leg.fen
    for evidence in earlier:
        kept.subtract(dict(evidence.kept))
    return dict(kept)


def unfrozen_of(splits: Iterable[Split], earlier: Iterable[Evidence]) -> int:
    """What of the discount WeChat gave back to the store by itself, less what was forgiven."""
    legs = [leg for split in splits for leg in split.legs]
    unfrozen_fen = sum(leg.fen for leg in legs if leg.result == UNFROZEN)
    return unfrozen_fen - sum(evidence.forgiven_fen for evidence in earlier)


def _lines(
    splits: Iterable[Split], earlier: Sequence[Evidence], kinds: Sequence[Kind]
) -> Iterator[Line]:
    asked: Counter[tuple[str, int]] = Counter()
    for evidence in earlier:
        for out_order_no, receiver_id, fen in evidence.returns:
            asked[out_order_no, receiver_id] += fen
    for split in splits:
        if split.step == Step.UNFREEZE:
            continue
        arrived: Counter[int] = Counter()
        for leg in split.legs:
            if leg.result == SUCCESS and kind_of(leg.receiver_id) in kinds:
                arrived[leg.receiver_id] += leg.fen
        number = number_of(split.payout_id, split.step)
        for receiver_id, fen in arrived.items():
            if left_fen := fen - asked[number, receiver_id]:
                yield Line(number, receiver_id, left_fen)

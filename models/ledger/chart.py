"""The chart of accounts: what an account is, whose it is, and on which side of zero it lives.

Amounts in a journal add up to zero. *Places* say where WeChat holds the money and run below zero;
*claims on it* say whom it is owed to and run above. So a market whose books are right shows at one
glance that everything owed lies somewhere: the sum of all its balances is nothing.

An account id is `kind << 48 | owner`; the owner is a number of the kind's own noun.
"""

from enum import IntEnum
from typing import Final

_OWNER_BITS: Final = 48
_OWNER_MASK: Final = (1 << _OWNER_BITS) - 1


class Kind(IntEnum):
    """Account kinds. Below 10: places (balance ≤ 0). From 10: owed (balance ≥ 0)."""

    FROZEN = 1
    """Discount lying frozen in WeChat orders; owner: merchant_no."""
    CUSTODY = 2
    """Money in the platform's own WeChat account that backs what is owed; owner: 0."""
    RECEIVABLE = 3
    """What a store's later discounts have to cover, since money of a refunded bill can't be taken
    back from those who have it; owner: merchant_no."""
    DEBT = 4
    """What a claim was paid above a cap that a refund lowered; its consumer's later packets cover
    it. Owner: claim_no; its other side is RECOVERY."""

    WALLET = 10
    """What a consumer is owed and could not be paid yet, carried forward; owner: consumer_no."""
    RESERVE = 11
    """What a queue holds back for its next packets, or a market's pool for its next releases;
    owner: queue_id, or the number of the pool (`models.pool`)."""
    LOCKER = 12
    """Commission of whoever first brought the consumer; owner: payee_no."""
    BD = 13
    """Commission of whoever recruited the merchant; owner: payee_no."""
    AGENT = 14
    """Commission of a region's agent; owner: payee_no."""
    PLATFORM = 15
    """The platform's own part; owner: 0."""
    CLAIM = 16
    """Packets that a claim has won and was not paid yet; owner: claim_no. Its balance is not in
    `balances` but in the claim itself: received_fen - cut_fen - paid_fen."""
    MERCHANT = 17
    """What a refund owes back to a store and WeChat could not return; owner: merchant_no."""
    RECOVERY = 18
    """What the queue of an indebted claim will have once the debt is covered; owner: claim_no."""
    REBATE = 19
    """A rebate at once that waits for the hold of its bill; owner: consumer_no."""
    PAYING = 20
    """On its way through WeChat, outcome not known yet; owner: 0."""
    RETURNING = 21
    """On its way back to a store by split returns, outcome not known yet; owner: 0."""
    COUPON = 22
    """Coupons released and not spent, fen for fen; owner: their holder (`models.coupon`). The
    balance is not in `balances` but in the holder's purse."""
    INVITER = 23
    """Commission of whoever invited the merchant; owner: payee_no."""


_KEPT_ELSEWHERE: Final = frozenset({Kind.CLAIM, Kind.COUPON})


def account(kind: Kind, owner: int = 0) -> int:
    """The id of the account of that kind and owner (0 ≤ owner < 2**48)."""
    if not 0 <= owner <= _OWNER_MASK:
        raise ValueError(f"owner {owner} does not fit an account id")
    return kind << _OWNER_BITS | owner


def keeps_own_balance(account_id: int) -> bool:
    """Whether the balance stands with the noun itself and not in `balances`."""
    return account_id >> _OWNER_BITS in _KEPT_ELSEWHERE


def kind_of(account_id: int) -> Kind:
    """The kind that an account id carries."""
    return Kind(account_id >> _OWNER_BITS)


def owner_of(account_id: int) -> int:
    """The owner that an account id carries."""
    return account_id & _OWNER_MASK


class JournalKind(IntEnum):
    """Why a journal was posted; `subject_id` is the id of the noun named here."""

    SETTLEMENT = 1
    """An order's discount was divided; subject: order."""
    PAYOUT_SENT = 2
    """Owed money was handed to WeChat; subject: payout."""
    PAYOUT_FINISHED = 3
    """WeChat said how it ended, line by line; subject: payout."""
    REFUND = 4
    """What a refunded bill had funded was reversed; subject: refund."""
    RETURN_FINISHED = 5
    """WeChat said how a split return ended; subject: step of a refund."""
    TRANSFER_SENT = 6
    """Carried money was handed to WeChat for its person; subject: transfer."""
    TRANSFER_FINISHED = 7
    """WeChat said how the transfer ended; subject: transfer."""
    CORRECTION = 8
    """A difference between the book and WeChat's bills was put right; subject: break."""
    SWEEP = 9
    """Money too small for any rail went back to a queue's reserve; subject: sweep."""
    RELEASE = 10
    """A day or a period of a pool ended and brought something; subject: pool << 32 | its number."""
    REDEMPTION = 11
    """Points were redeemed at what backs them; subject: redemption."""
    BOUNTY = 12
    """A merchant's recruiter earned the bounty; subject: merchant."""
    DISTRIBUTION = 13
    """A shared store's profit went to its holders; subject: distribution."""
    COUPON_TAKEN = 14
    """Coupons paid at a shop outside an order of ours; subject: redemption of coupons."""

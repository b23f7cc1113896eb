"""Every job that the workers know, in one table: what, whose duty it is, and when.

The web process rings bells by these functions' names. A role is a queue of its own, because a
worker destroys a job whose name it does not know; so processes of different roles never meet at
one queue, and a process that has all roles listens at each.
"""

from collections.abc import Awaitable, Callable, Iterable
from enum import StrEnum
from typing import Any, Final, NamedTuple

from workers.draws import commit_to_days_ahead
from workers.exposure import award_points
from workers.notification import send_messages, watch_news
from workers.order import ask_orders
from workers.payout import ask_payouts, send_payouts
from workers.receivers import retire_receivers
from workers.recommendation.nightly import refresh_recommendations
from workers.reconciliation import reconcile_due
from workers.refund import drive_refunds
from workers.role import look_after_roles
from workers.schedules import end_periods, exit_large_holders, release_weekday_pools
from workers.settlement import drain_settlement, sweep_settlement
from workers.shared_store import pay_distributions
from workers.shipping import ask_management, ask_shipments, upload_shipments
from workers.transfer import drive_transfers


class Role(StrEnum):
    """What a worker process is there for."""

    SETTLEMENT = "settlement"
    """Somebody is looking at a phone: settling what is paid, and what that needs."""
    PAYOUT = "payout"
    """Nobody is looking: money that leaves, questions to WeChat, messages."""


class When(StrEnum):
    """What makes a job run."""

    BELL = "bell"
    SECOND = "each second"
    HOUR = "each hour"


class Duty(NamedTuple):
    """One job; a bell's job takes what the bell says besides its context."""

    job: Callable[..., Awaitable[Any]]
    role: Role
    when: When


DUTIES: Final = (
    Duty(drain_settlement, Role.SETTLEMENT, When.BELL),
    Duty(sweep_settlement, Role.SETTLEMENT, When.SECOND),
    Duty(release_weekday_pools, Role.SETTLEMENT, When.SECOND),
    Duty(exit_large_holders, Role.SETTLEMENT, When.SECOND),
    Duty(commit_to_days_ahead, Role.SETTLEMENT, When.HOUR),
    Duty(ask_management, Role.SETTLEMENT, When.HOUR),
    Duty(send_payouts, Role.PAYOUT, When.SECOND),
    Duty(ask_payouts, Role.PAYOUT, When.SECOND),
    Duty(drive_transfers, Role.PAYOUT, When.SECOND),
    Duty(drive_refunds, Role.PAYOUT, When.SECOND),
    Duty(retire_receivers, Role.PAYOUT, When.SECOND),
    Duty(ask_orders, Role.PAYOUT, When.SECOND),
    Duty(upload_shipments, Role.PAYOUT, When.SECOND),
    Duty(ask_shipments, Role.PAYOUT, When.SECOND),
    Duty(watch_news, Role.PAYOUT, When.SECOND),
    Duty(send_messages, Role.PAYOUT, When.SECOND),
    Duty(reconcile_due, Role.PAYOUT, When.SECOND),
    Duty(pay_distributions, Role.PAYOUT, When.SECOND),
    Duty(end_periods, Role.PAYOUT, When.SECOND),
    Duty(award_points, Role.PAYOUT, When.SECOND),
    Duty(refresh_recommendations, Role.PAYOUT, When.SECOND),
    Duty(look_after_roles, Role.PAYOUT, When.SECOND),
)


def duties(roles: Iterable[Role], when: When) -> list[Callable[..., Awaitable[Any]]]:
    """The jobs of `roles` that run at `when`, in the table's order."""
    wanted = set(roles)
    return [duty.job for duty in DUTIES if duty.role in wanted and duty.when is when]


def roles_named(name: str) -> list[Role]:
    """The roles of a process: `all` of them, or the one that is named. ValueError for no role."""
    return list(Role) if name == "all" else [Role(name)]

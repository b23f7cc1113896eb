"""Every job that the worker knows; the web process rings bells by these functions' names."""

from collections.abc import Callable
from typing import Any

from workers.draws import commit_to_days_ahead
from workers.order import ask_orders
from workers.payout import ask_payouts, send_payouts
from workers.queue import Job
from workers.receivers import retire_receivers
from workers.settlement import drain_settlement, sweep_settlement

BELLS: list[Callable[..., Any]] = [drain_settlement]
EACH_SECOND: list[Job] = [
    sweep_settlement,
    send_payouts,
    ask_payouts,
    retire_receivers,
    ask_orders,
]
EACH_HOUR: list[Job] = [commit_to_days_ahead]

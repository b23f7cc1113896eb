"""Who does what: each job has one role, and roles never meet at one queue."""

import pytest
from arq.constants import default_queue_name

from server.doorbell import JOB
from workers.jobs import DUTIES, Role, When, duties, roles_named
from workers.queue import queue_name


def test_every_job_is_somebody_s_duty_once() -> None:
    every = [job for when in When for job in duties(Role, when)]
    assert len(every) == len(set(every)) == len(DUTIES)
    apart = [job for role in Role for when in When for job in duties([role], when)]
    assert sorted(map(repr, apart)) == sorted(map(repr, every))


def test_roles_never_meet_at_one_queue() -> None:
    assert len({queue_name(role) for role in Role}) == len(Role)


def test_the_bell_rings_where_settlement_listens() -> None:
    bells = {job.__name__ for job in duties([Role.SETTLEMENT], When.BELL)}
    assert JOB in bells
    assert queue_name(Role.SETTLEMENT) == default_queue_name
    assert duties([Role.PAYOUT], When.BELL) == []


def test_a_process_may_have_all_roles_or_one() -> None:
    assert roles_named("all") == list(Role)
    assert roles_named("payout") == [Role.PAYOUT]
    with pytest.raises(ValueError, match="gardener"):
        roles_named("gardener")

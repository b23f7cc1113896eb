"""Time passes, workers work and die, people and merchants change, WeChat has bad moments."""

from tests.workers.lives.dying import dies
from tests.workers.lives.town import AGENT, OPERATION_FEN, Town
from workers.jobs import DUTIES

JOBS = (
    "sweep_settlement",
    "release_weekday_pools",
    "end_periods",
    "send_payouts",
    "ask_payouts",
    "drive_refunds",
    "drive_transfers",
    "ask_orders",
    "retire_receivers",
    "look_after_roles",
)
_WORK = {duty.job.__name__: duty.job for duty in DUTIES}
OPERATIONS = (
    *("order.*", "split.create", "split.unfreeze", "split.query", "split.amounts", "split.*"),
    *("receiver.add", "return.*", "refund.create", "refund.query", "transfer.*", "*"),
)
KINDS = (
    *("429", "error_500", "error_500_done", "gateway_page", "accepted_202"),
    *("timeout_after_accept", "reset", "reset_done", "not_enough", "stale_answer"),
)
CALLBACKS = ("duplicate", "late", "reorder", "forged", "tampered", "stale", "signtest", "lost")
REASONS = ("ACCOUNT_ABNORMAL", "NO_RELATION", "RECEIVER_HIGH_RISK", "RECEIVER_RECEIPT_LIMIT")
FLAWS = ("real_name_missing", "high_risk", "account_closed", "receipt_limit")
FLAGS = (*FLAWS, "slow", "refund_abnormal", "refund_closed")


async def work(town: Town, job: str, after: int = 0) -> None:
    """One run of a job; it dies after so many steps, unless it has ended before or `after` is 0."""
    running = _WORK[job]({"house": town.house})
    if not after:
        await running
        return
    died, _ = await dies(running, after=after)
    if died:
        town.renew()


async def rest(town: Town) -> None:
    """The machine's clock runs past every rest and every lease of somebody who died."""
    town.rest()
    await town.value("UPDATE promises SET leased_until = NULL RETURNING 1")


async def round_of_all(town: Town) -> None:
    """Every job once, each with what the ones before it left."""
    for job in JOBS:
        await work(town, job)


async def trouble(town: Town, where: str, kind: str, times: int, reason: str) -> None:
    """WeChat will have a bad moment, at a call, at a notice, or at a line of a split."""
    wish = {"match": where, "kind": kind, "times": times, "reason": reason}
    await town.tell("faults", wish | {"seconds": 60.0 if where == "callback" else 1.5})


async def flag(town: Town, who: int, flags: set[str]) -> None:
    """One of the people can't be paid or paid back, or can again."""
    await town.flag(town.numbers[who], *sorted(flags))


async def mood(town: Town, whose: int, facts: dict[str, object]) -> None:
    """A store or the agent changes what others may do with its account."""
    mchids = [*(store.sub_mchid for store in town.stores), AGENT]
    await town.tell("merchants", {"sub_mchid": mchids[whose]} | facts)


async def bank(town: Town, full: bool) -> None:
    """The operation account, from which transfers are paid, is emptied or filled again."""
    held_fen = int((await town.look("operation-account"))["operation_fen"])
    change_fen = OPERATION_FEN - held_fen if full else -held_fen
    await town.tell("operation-account", {"fen": change_fen, "from_bank": True})
    town.bank_fen += change_fen


async def well_again(town: Town) -> None:
    """All faults are gone, every account can pay, and every payer can be paid back."""
    async with town._session.delete(f"{town.url}/sandbox/faults") as answer:
        assert answer.status == 200
    for whose in range(len(town.stores) + 1):
        await mood(town, whose, {"flags": [], "available_fen": 10_000_000})
    for who in range(len(town.numbers)):
        await flag(town, who, set())
    await bank(town, True)

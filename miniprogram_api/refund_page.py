"""Refunds as pages: previews and lists in words."""

from datetime import datetime
from typing import Any, Literal

from msgspec import UnsetType

from miniprogram_api.refund import (
    RefundFacts,
    RefundList,
    RefundPage,
    RefundPreview,
    RefundStep,
)
from miniprogram_api.route import Call
from miniprogram_api.shapes import local
from models import refund
from models.database import Connection
from models.ids import read_id, write_id
from models.refund.evidence import Evidence
from models.refund.history import Refund
from models.refund.steps.history import StepFacts
from models.refund.telling import Preview, told

Reader = Literal["payer", "store"]


def refund_preview(told: Preview, *, reader: Reader, english: bool) -> RefundPreview:
    """A preview as its reader sees it."""
    return RefundPreview(
        order_id=write_id("ord", told.order_id),
        amount_fen=told.amount_fen,
        left_fen=told.left_fen,
        coupon_fen=told.coupon_fen,
        final=told.final,
        digest=told.digest,
        cap_before_fen=told.cap_before_fen,
        cap_after_fen=told.cap_after_fen,
        debt_fen=told.debt_fen,
        sentences=_sentences(told, reader, english),
    )


async def refund_page(
    connection: Connection,
    market: int,
    found: Refund,
    *,
    store_name: str,
    reader: Reader,
    english: bool,
    now: datetime,
) -> RefundPage:
    """A refund's page; what it will do while it is asked for, what it did once it is posted.

    What is fetched back from others is the store's business, not the payer's.
    """
    steps = (await refund.steps.history.of_refunds(connection, market, [found.refund_id]))[
        found.refund_id
    ]
    evidence = await refund.history.evidence_of(connection, market, found.refund_id)
    return RefundPage(
        **_columns(found),
        store_name=store_name,
        state_words=refund.steps.text.of_refund(
            found.state,
            steps,
            english=english,
            coupon_fen=evidence.coupon_fen if evidence else 0,
            cash=evidence is None or evidence.cash_fen > 0,
        ),
        steps=[_step(step, english) for step in steps if reader == "store" or not step.is_return],
        sentences=_did(evidence, reader, english)
        if evidence
        else await _will_do(connection, market, found, reader, english, now),
    )


def refund_facts(found: Refund) -> RefundFacts:
    """A refund in a list."""
    return RefundFacts(**_columns(found))


def refund_list(found: list[Refund], limit: int) -> RefundList:
    """A page of a list, of which one more than `limit` was read."""
    shown = found[:limit]
    return RefundList(
        refunds=[refund_facts(one) for one in shown],
        next_cursor=write_id("ref", shown[-1].refund_id) if len(found) > limit else None,
    )


def before(cursor: str | UnsetType) -> int | None:
    """The refund id inside a cursor."""
    return read_id("ref", cursor) if cursor else None


def refund_in(call: Call[Any]) -> int:
    """The refund that the path names; raises `IdUnreadable`."""
    return read_id("ref", call.path["refund_id"])


async def _will_do(
    connection: Connection, market: int, found: Refund, reader: Reader, english: bool, now: datetime
) -> list[str]:
    """What a refund that is asked for would do as things stand."""
    if found.state != "asked":
        return []
    try:
        told = await refund.preview(
            connection,
            market_code=market,
            order_id=found.order_id,
            amount_fen=found.amount_fen,
            refund_id=found.refund_id,
            now=now,
        )
    except refund.TooLate:
        return [refund.text.too_late(english=english)]
    return _sentences(told, reader, english)


def _did(evidence: Evidence, reader: Reader, english: bool) -> list[str]:
    """Its first sentence speaks of the future; where it stands is told elsewhere."""
    return _sentences(told(evidence), reader, english)[1:]


def _sentences(told: Preview, reader: Reader, english: bool) -> list[str]:
    say = refund.text.for_payer if reader == "payer" else refund.text.for_store
    return say(told, english=english)


def _columns(found: Refund) -> dict[str, Any]:
    return {
        "refund_id": write_id("ref", found.refund_id),
        "order_id": write_id("ord", found.order_id),
        "amount_fen": found.amount_fen,
        "state": found.state,
        "asked_by": found.asked_by,
        "reason": found.reason,
        "answer": found.answer,
        "created_at": local(found.created_at),
        "decided_at": local(found.decided_at) if found.decided_at else None,
        "finished_at": local(found.finished_at) if found.finished_at else None,
    }


def _step(step: StepFacts, english: bool) -> RefundStep:
    return RefundStep(
        number=step.number,
        kind=step.kind,
        state=step.state,
        amount_fen=step.amount_fen,
        words=refund.steps.text.of_step(step, english=english),
        created_at=local(step.created_at),
        finished_at=local(step.finished_at) if step.finished_at else None,
    )

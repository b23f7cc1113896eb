"""What people allow: their acceptances, counted as `acceptance` says, and their own switches."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial

from msgspec import Struct

from models.database import Connection, statement
from models.notification.acceptance import Answer, Tally, answered, changed, reported, shut
from models.notification.templates import Program, templates
from models.refusal import Refusal

Answers = Sequence[tuple[str, Answer]]
"""(template, answer)."""

Move = Callable[[Tally], Tally]


class TemplateUnknown(Refusal):
    """There is no such kind of message in this mini-program."""

    code = "notification.template_unknown"


class Choice(Struct, frozen=True, kw_only=True):
    """One person's standing about one template; `left` is how many messages may still be sent."""

    template: str
    wanted: bool = True
    left: int = 0
    refused_at: datetime | None = None
    told_count: int = 0
    untold_count: int = 0


async def choices_of(
    connection: Connection, *, program: Program, person_no: int
) -> dict[str, Choice]:
    """What a person allows, by template; one they never answered is left out."""
    rows = await connection.fetch(
        "SELECT template, wanted, greatest(quota + hinted, 0) AS left, refused_at, told_count,"
        " untold_count FROM notification_choices WHERE program = $1 AND person_no = $2",
        *(program, person_no),
    )
    return {row["template"]: Choice(**row) for row in rows}


async def choose(
    connection: Connection, *, program: Program, person_no: int, wanted: dict[str, bool]
) -> None:
    """Turn kinds of messages on or off; acceptances stay. Raises `TemplateUnknown`."""
    _refuse_unknown(program, wanted)
    await connection.execute(
        "INSERT INTO notification_choices (program, person_no, template, wanted)"
        " SELECT $1, $2, template, wanted FROM unnest($3::text[], $4::boolean[])"
        " AS chosen (template, wanted) ORDER BY template"
        " ON CONFLICT (program, person_no, template) DO UPDATE SET wanted = excluded.wanted",
        *(program, person_no, list(wanted), list(wanted.values())),
    )


async def hear_event(
    connection: Connection,
    *,
    program: Program,
    person_no: int,
    answers: Answers,
    dialogue: bool,
    at: datetime,
) -> None:
    """WeChat tells how a dialogue was answered (or, without one, a change in its settings).

    In a transaction, as everything here; `at` is wire time.
    """
    move = answered if dialogue else changed
    moves = [(key, partial(move, answer=answer, at=at)) for key, answer in answers]
    await _move(connection, program, person_no, moves)


async def hear_report(
    connection: Connection,
    *,
    program: Program,
    person_no: int,
    answers: Answers,
    events_expected: bool,
    at: datetime,
) -> None:
    """The app reports how a dialogue was answered; `at` is wire time. Raises `TemplateUnknown`."""
    _refuse_unknown(program, [template for template, _ in answers])
    moves = [
        (key, partial(reported, answer=answer, at=at, events_expected=events_expected))
        for key, answer in answers
    ]
    await _move(connection, program, person_no, moves)


async def exhaust(
    connection: Connection, program: Program, person_no: int, template: str, *, at: datetime
) -> None:
    """WeChat let a message of ours not through (43101): nothing is left, and we remember it."""
    await _move(connection, program, person_no, [(template, partial(shut, at=at))])


async def _move(
    connection: Connection, program: Program, person_no: int, moves: Sequence[tuple[str, Move]]
) -> None:
    """Read, move and write tallies under their rows' locks, in the order of their templates."""
    for template, move in sorted(moves, key=lambda one: one[0]):
        row = await connection.fetchrow(
            statement(__package__, "lock_tally"), program, person_no, template
        )
        tally = move(Tally(*row))
        await connection.execute(
            "UPDATE notification_choices SET quota = $4, hinted = $5, answered_at = $6,"
            " refused_at = $7 WHERE program = $1 AND person_no = $2 AND template = $3",
            *(program, person_no, template),
            *(tally.quota, tally.hinted, tally.answered_at, tally.refused_at),
        )


def _refuse_unknown(program: Program, named: Collection[str]) -> None:
    known = {key for key, template in templates().items() if template.program == program}
    if unknown := sorted(set(named) - known):
        raise TemplateUnknown(template=unknown[0][:64], known=sorted(known))

"""Programs with points need two consents: the deployment's switch and a recorded sign-off."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from models.rulebook.base import Name, RuleBook
from models.rulebook.objection import Objection

POINTS_PROGRAMS = frozenset({"green_points", "appreciating_points"})


class SignOff(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A legal sign-off: by whom, when, and the SHA-256 of the document that was signed."""

    signed_by: Name
    signed_at: Annotated[datetime, Meta(tz=True)]
    document_hash: Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}\Z")]


def check_permission(
    book: RuleBook, *, switched_on: bool, sign_off: SignOff | None, at: datetime | None
) -> Iterator[Objection]:
    """A program with points is off unless both consents are there; `at` is the publication."""
    points = book.program in POINTS_PROGRAMS
    if points and not switched_on:
        yield Objection(
            code="rulebook.points_switched_off",
            zh="本部署没有打开积分类方案的开关。",
            en="This deployment has not switched programs with points on.",
        )
    if points and (sign_off is None or not sign_off.signed_by.strip()):
        yield Objection(
            code="rulebook.sign_off_missing",
            zh="积分类方案须有法律签字记录：签字人、时间和文件指纹。",
            en="A program with points needs a recorded legal sign-off: who, when, which document.",
        )
    if sign_off is not None and at is not None and sign_off.signed_at > at:
        yield Objection(
            code="rulebook.sign_off_in_future",
            zh=f"签字时间{sign_off.signed_at.isoformat()}晚于公布时间。",
            en=f"It was signed off at {sign_off.signed_at.isoformat()}, after its publication.",
        )

"""Shapes of places and opening hours that both mini-programs share."""

from typing import Annotated

from msgspec import Meta

Latitude = Annotated[float, Meta(ge=3, le=54, description="degrees, gcj02", examples=[30.25])]
Longitude = Annotated[float, Meta(ge=73, le=136, description="degrees, gcj02", examples=[120.16])]
TimeOfDay = Annotated[
    str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", max_length=5, examples=["09:00"])
]


def minute_of(time: str) -> int:
    """`"09:30"` → 570."""
    hour, _, minute = time.partition(":")
    return int(hour) * 60 + int(minute)


def time_of(minute: int) -> str:
    """570 → `"09:30"`; the minutes of the next day begin again."""
    hour, rest = divmod(minute % 1_440, 60)
    return f"{hour:02d}:{rest:02d}"

"""How points are released step by step, in fixed point and to the last digit.

All grants of one period share a schedule: the *step* is the part of the points released next, the
*reach* the part scheduled so far, both in units of 10⁻¹² of the points. The first step is the
initial rate; each next is the one before times one plus the growth, floored; the reach stops at the
cap. A grant of n hundredths is scheduled ⌊n·reach⌋ in all, so what it is scheduled in one period is
the difference of two floors, and nothing is lost to rounding on the way.
"""

from collections.abc import Iterator

from models.money import WHOLE_BP

UNIT = 10**12
"""One: all of the points, once."""


def first_step(initial_release_bp: int) -> int:
    """The part of the points that the first release brings."""
    return initial_release_bp * UNIT // WHOLE_BP


def next_step(step: int, growth_bp: int) -> int:
    """The step after `step`, when the pool's inflow grew by `growth_bp`."""
    return step * (WHOLE_BP + growth_bp) // WHOLE_BP


def reaches(
    *, initial_release_bp: int, growth_bp: int, cap_multiple: int, periods: int
) -> Iterator[int]:
    """The reach after each of `periods` periods at the same growth, cut to the cap."""
    step, reach = first_step(initial_release_bp), 0
    for _ in range(periods):
        reach = min(reach + step, cap_multiple * UNIT)
        yield reach
        step = next_step(step, growth_bp)

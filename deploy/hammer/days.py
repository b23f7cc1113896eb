"""The market's clock, driven on: minutes by the second, and now and then a leap over hours."""

from datetime import timedelta

from deploy.hammer.ground import Ground

_GLANCE_S = 0.25
_LEAP_S = 3.0
_LEAPS = (
    timedelta(minutes=20),
    timedelta(hours=2),
    timedelta(hours=9),
    timedelta(hours=26),
)


async def let_days_pass(ground: Ground) -> None:
    """Until it is over. Holds end, orders expire at the till, transfers run out, days are drawn."""
    dice = ground.options.dice("days")
    leaps_in = _LEAP_S
    while not ground.over.is_set():
        await ground.pause(_GLANCE_S)
        leaps_in -= _GLANCE_S
        step = timedelta(seconds=dice.randrange(5, 60))
        if leaps_in <= 0:
            step, leaps_in = dice.choice(_LEAPS), _LEAP_S * dice.uniform(0.5, 1.5)
            ground.counts["leaps"] += 1
        ground.clock.drive(ground.clock() + step)

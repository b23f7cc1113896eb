"""The programs whose bills fill a pool, by name, and the records that they keep of a bill."""

from collections.abc import Mapping
from typing import Final

from models import appreciating_points, green_points, weekday_pool
from models.pool.own import OwnRecords

RECORDS: Final[Mapping[str, OwnRecords]] = {
    "weekday_pool": weekday_pool.own,
    "green_points": green_points.own,
    "appreciating_points": appreciating_points.own,
}

"""Running days: fetched where WeChat still gives the bills, else by what was kept."""

from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct, field

from deploy.reconcile.options import Options
from models import reconciliation
from models.clock import market_day
from models.reconciliation import DayReport
from wechat import WireError
from workers.house import House
from workers.reconciliation import reconcile_again, reconcile_day


class Outcome(Struct):
    """The days that were compared, and those whose bills are not to be had, with the reason."""

    reports: list[DayReport] = field(default_factory=list)
    missing: dict[date, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """0: nothing is open; 1: somebody has to look; 2: a day could not be compared."""
        if any(report.open for report in self.reports):
            return 1
        return 2 if self.missing else 0


async def days_of(house: House, options: Options) -> list[date]:
    """The days that are meant, oldest first; today is never among them."""
    yesterday = market_day(house.clock()) - timedelta(days=1)
    if options.day is not None:
        return [options.day]
    if not options.all:
        return [yesterday - timedelta(days=back) for back in reversed(range(options.last))]
    async with house.database.connection() as connection:
        first = await reconciliation.calendar.first_day(connection)
    if first is None:
        return []
    return [first + timedelta(days=n) for n in range((yesterday - first).days + 1)]


async def run(house: House, days: list[date], progress: Callable[[date], None]) -> Outcome:
    """Compare these days in their order; `progress` is told each that is done."""
    outcome = Outcome()
    async with house.database.connection() as connection:
        known = set(await reconciliation.calendar.days_known(connection))
    oldest = market_day(house.clock()) - reconciliation.calendar.KEPT
    for day in days:
        try:
            again = day < oldest and day in known
            work = reconcile_again(house, day) if again else reconcile_day(house, day)
            outcome.reports.append(await work)
        except WireError as error:
            outcome.missing[day] = str(error)
        progress(day)
    return outcome


def as_json(outcome: Outcome) -> dict[str, object]:
    """The outcome as a document for programs; amounts in fen."""
    return {
        "status": outcome.status,
        "days": [
            {
                "day": report.day,
                "bills": report.figures,
                "closing_fen": report.closing_fen,
                "owed_fen": report.owed_fen,
                "at_wechat_fen": report.at_wechat_fen,
                "breaks": report.breaks,
            }
            for report in outcome.reports
        ],
        "not_to_be_had": {str(day): why for day, why in outcome.missing.items()},
    }

"""Why a break can't be closed so."""

from models.refusal import Refusal


class BreakUnknown(Refusal):
    """There is no such break."""

    code = "reconciliation.break_unknown"


class BreakClosed(Refusal):
    """The break is explained or corrected already."""

    code = "reconciliation.break_closed"


class NoCorrection(Refusal):
    """Nothing can be done about this break by itself; explain it instead."""

    code = "reconciliation.no_correction"


class ReasonMissing(Refusal):
    """A correction and an explanation need a reason in words."""

    code = "reconciliation.reason_missing"


class MarketMissing(Refusal):
    """WeChat's line belongs to no market, and there are several: say whose platform bears it."""

    code = "reconciliation.market_missing"


class PlatformShort(Refusal):
    """The platform's own part would fall below zero."""

    code = "reconciliation.platform_short"


class PaymentUnfit(Refusal):
    """The bill's payment does not fit the order; the detail names why."""

    code = "reconciliation.payment_unfit"

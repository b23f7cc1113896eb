"""Points with a quoted price, in English. Every figure comes from the book."""

from models.money import format_percent, format_yuan
from models.rulebook import shared_en as shared
from models.rulebook.appreciating_points_limits import funded_bp
from models.rulebook.book import AppreciatingPointsBook
from models.rulebook.spell import hundredths


def appreciating_points(book: AppreciatingPointsBook) -> list[tuple[str, list[str]]]:
    """Write out how points are quoted and redeemed, section by section."""
    return [
        (book.title.en, [_opening(book), *shared.disclosed(book)]),
        ("Where the money comes from", [_source(book)]),
        ("Where the money goes", shared.destinations(book, _consumers(book), "the pool")),
        ("The quoted price", [_price(book)]),
        ("Redemption", [_redeem(book), _funded(book)]),
        ("The cap", [_cap(book)]),
        ("Automatic redemption", [_exit(book)]),
        (
            "Waiting, refunds and disputes",
            [_hold(book), shared.REFUND, _BURN, shared.netting(book), shared.DISPUTE],
        ),
        ("How to check", [_VERIFY, shared.VERSIONS]),
    ]


def _opening(book: AppreciatingPointsBook) -> str:
    return (
        f"{shared.heading(book)} When you have paid, you get points at a price quoted by a formula,"
        " and the discount fills the pool. What a point redeems for depends only on the money in"
        " the pool and on how many points there are; it may rise and it may fall."
    )


def _source(book: AppreciatingPointsBook) -> str:
    return (
        f"{shared.discount(book)} Redemptions are paid out of that discount and out of nothing"
        " else; not a fen is paid that does not lie in the pool."
    )


def _consumers(book: AppreciatingPointsBook) -> list[str]:
    return [f"The pool: {format_percent(book.pool_bp)} of the bill."]


def _price(book: AppreciatingPointsBook) -> str:
    return (
        f"{format_percent(book.mint_bp)} of the bill becomes points at the quoted price. A point is"
        f" quoted at {format_yuan(book.base_price_fen)} in the beginning; later at that price times"
        f" one plus {format_percent(book.slope_bp)} of the decimal logarithm of the pool over its"
        " first inflow, and never below the price of the beginning. The price that counts is the"
        " one after the bill's own inflow. It is the result of a formula, not what you can redeem."
    )


def _redeem(book: AppreciatingPointsBook) -> str:
    return (
        "A point redeems for the lower of two: the quoted price, or the pool divided by all points."
        f" Of that {format_percent(book.fee_bp)} stays in the pool as a fee. So a redemption never"
        " makes less the money behind the points of the others. The points that you got first are"
        " redeemed first, by the rules in force at that moment, and the money goes to your wallet."
    )


def _funded(book: AppreciatingPointsBook) -> str:
    return (
        f"Of fresh points at their quoted price {format_percent(funded_bp(book))} is funded."
        " Wherever the quoted price is shown, what a point redeems for today stands beside it,"
        " larger."
    )


def _cap(book: AppreciatingPointsBook) -> str:
    return (
        f"All that a person redeems together never passes {format_percent(book.cap_bp)} of what"
        " they paid. That is a ceiling, never a promise: it can be much less."
    )


def _exit(book: AppreciatingPointsBook) -> str:
    return (
        f"Whoever holds more than {hundredths(book.exit_points)} points has"
        f" {format_percent(book.exit_share_bp)} of them redeemed automatically, the points they got"
        f" first going first; on one day at most {format_percent(book.daily_exit_bp)} of the pool"
        " in all, those who have held longest first; who isn't reached waits for a later day."
    )


def _hold(book: AppreciatingPointsBook) -> str:
    return (
        f"The points of a bill can be redeemed {shared.hold(book)} after the payment, or after the"
        " store's own wait where that is longer; the wait is for refunds and checks. While somebody"
        " asks to have the bill back, its points can't be redeemed either."
    )


_BURN = (
    "After a refund the points of the bill are void in proportion. Those that were redeemed already"
    " are taken from your other points, the oldest first; what is still missing the next points"
    " cover that you get."
)


_VERIFY = (
    "Every minting and redemption is recorded with the pool, the number of points, the price and"
    " the rounding; logarithms follow a public algorithm of whole numbers, so anyone can compute it"
    " again."
)

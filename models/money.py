"""Money: integer fen, integer basis points, and nothing in between.

Every amount in this house is an `int` of fen (¥0.01) and every rate an `int` of basis points
(1/10,000). Fractions appear in one place only, inside `bp_of`, and are floored there: nobody is
ever handed more than the rate says. Where a sum must be shared out whole, `share_out` leaves no
fen behind and gives the same fen to the same places on every machine.
"""

from collections.abc import Sequence

from models.refusal import Refusal

WHOLE_BP = 10_000
"""One hundred per cent, in basis points."""

MAX_AMOUNT_FEN = 100_000_000
"""The largest bill that the house accepts: ¥1,000,000."""


class AmountRefused(Refusal):
    """An amount that no bill can have: not a whole number of fen from 1 to `MAX_AMOUNT_FEN`."""

    code = "money.amount_out_of_bounds"


def require_amount(amount_fen: object) -> int:
    """Return the amount of a bill in fen, or raise `AmountRefused`; `True` is not one fen."""
    if type(amount_fen) is not int or not 1 <= amount_fen <= MAX_AMOUNT_FEN:
        raise AmountRefused(least_fen=1, most_fen=MAX_AMOUNT_FEN)
    return amount_fen


def bp_of(amount_fen: int, rate_bp: int) -> int:
    """Return `rate_bp` of a non-negative amount, in fen, floored."""
    return amount_fen * rate_bp // WHOLE_BP


def share_out(total_fen: int, weights: Sequence[int]) -> list[int]:
    """Split a non-negative sum in proportion to the weights, to the last fen.

    Largest remainder: everyone gets the floor of their part, then the fen left over go one each to
    the largest remainders; among equal remainders the earlier weight comes first. A weight of zero
    gets nothing.

    Raises `ValueError` for a negative sum or weight, and where a sum finds nobody to take it.
    """
    whole = sum(weights)
    if total_fen < 0 or any(weight < 0 for weight in weights):
        raise ValueError("neither a sum nor a weight can be negative")
    if whole == 0:
        if total_fen:
            raise ValueError("a sum needs at least one weight above zero")
        return [0] * len(weights)
    parts, remainders = [], []
    for weight in weights:
        part, remainder = divmod(total_fen * weight, whole)
        parts.append(part)
        remainders.append(remainder)
    by_remainder = sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)
    for index in by_remainder[: total_fen - sum(parts)]:
        parts[index] += 1
    return parts


def format_yuan(amount_fen: int) -> str:
    """Write an amount as people read it: `¥1,234.56`, and `-¥0.05` below zero."""
    yuan, fen = divmod(abs(amount_fen), 100)
    return f"{'-' if amount_fen < 0 else ''}¥{yuan:,}.{fen:02d}"


def format_percent(rate_bp: int) -> str:
    """Write a non-negative rate as a percentage without idle zeros: `6%`, `0.3%`, `12.34%`."""
    percent, hundredths = divmod(rate_bp, 100)
    decimals = f".{hundredths:02d}".rstrip("0") if hundredths else ""
    return f"{percent}{decimals}%"

"""Decimal logarithms in whole numbers, the same on every machine.

`log10_e8(a, b)` is log₁₀(a/b) in units of 10⁻⁸, for whole numbers a ≥ b ≥ 1, by this procedure:

1. x = ⌊a·2¹²⁸ / b⌋, a fixed-point number with 128 binary places.
2. The whole part is how often x can be divided by ten (floored) while it is at least 10.
3. Each of eight decimals: x becomes x¹⁰, as x² = ⌊x·x / 2¹²⁸⌋, x⁴ and x⁸ from it in the same way,
   and x¹⁰ = ⌊x⁸·x² / 2¹²⁸⌋; the decimal is how often that can be divided by ten (floored).

Every floor errs downward by less than 2⁻¹²⁷ of x; eight tenth powers make that less than 2⁻⁹⁵ of
the logarithm's argument. So the result is the true logarithm, floored to 10⁻⁸, unless the true one
lies within about 2⁻⁹⁵ above a multiple of 10⁻⁸. Powers of ten are exact: their floors lose nothing.
"""

_PLACES = 128
_TEN = 10 << _PLACES
_DECIMALS = 8


def log10_e8(numerator: int, denominator: int) -> int:
    """Return log₁₀(numerator/denominator) in 10⁻⁸, floored; the quotient must be at least 1."""
    if not 1 <= denominator <= numerator:
        raise ValueError("a logarithm needs a quotient of at least one")
    x = (numerator << _PLACES) // denominator
    result = 0
    for place in range(_DECIMALS + 1):
        if place:
            x = _tenth_power(x)
        digit = 0
        while x >= _TEN:
            x //= 10
            digit += 1
        result = result * 10 + digit
    return result


def _tenth_power(x: int) -> int:
    square = x * x >> _PLACES
    fourth = square * square >> _PLACES
    eighth = fourth * fourth >> _PLACES
    return eighth * square >> _PLACES

"""Arrays of numbers on their way to PostgreSQL.

The driver inspects every element of every array that it encodes. For rows that are mostly arrays,
handing each over as text and casting it in the statement is several times cheaper.
"""

from collections.abc import Sequence


def array_text(numbers: Sequence[int]) -> str:
    """PostgreSQL's text form of an array of numbers: `{1,2,3}`."""
    return "{" + ",".join(map(str, numbers)) + "}"

"""Who can be paid by a line, and how far pay may reach through other people's recruits.

The list is closed. Each party is paid on a *ground*: the consumer or the merchant of the order,
whom the party once brought in, or the region, which nobody recruits. Were a party ever paid on
the ground of another party ("whoever recruited the BD"), the chain would be two levels long; it
is computed here over all lines together, so that adding such a party can't go unnoticed.
"""

from collections.abc import Iterable, Mapping
from typing import Final

GROUNDS: Mapping[str, str] = {
    "locker": "consumer",
    "bd": "merchant",
    "inviter": "merchant",
    "agent_province": "region",
    "agent_city": "region",
    "agent_district": "region",
}
"""Every party that a line may name, and on whose account it is paid."""

PARTIES: Final = ("locker", "bd", "agent_province", "agent_city", "agent_district", "inviter")
"""The order in which an order names the accounts of its parties."""

DEEPER: Mapping[str, str] = {"locker_leader": "locker", "bd_leader": "bd"}
"""Parties of other systems, paid for the recruits of their recruits: known, never admitted."""

NEVER_LISTED = frozenset({"platform", "packets", "pool"})
"""Paid by construction: the packets by their share, the platform by what is left."""

MOST_LEVELS = 1


def longest_pay_chain(parties: Iterable[str], grounds: Mapping[str, str] = GROUNDS) -> int:
    """Return through how many levels of recruits the pay of any of these parties depends.

    Raises `ValueError` where grounds lead in a circle.
    """
    return max((_levels(party, grounds) for party in parties if party in grounds), default=0)


def _levels(party: str, grounds: Mapping[str, str]) -> int:
    levels = 0
    while party in grounds:
        party = grounds[party]
        levels += party != "region"
        if levels > len(grounds):
            raise ValueError("grounds of pay lead in a circle")
    return levels

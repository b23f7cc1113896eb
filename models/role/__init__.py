"""Roles that sell: invitations, the recruiter's bounty, and what everybody in a role has earned.

Who may be whose locker stands in `people.locker`, who looks after which region in
`merchant.agency`, and who invited a merchant in `merchant.recruiting`; what a bill pays them is the
rule book's. `bounty` gives what a recruiter earns beside it, by its `bounty_terms`; `invitations`
makes the codes; `statement` and `lines` tell what came of it all, with the `nature` of the income.
"""

from models.role import bounty, bounty_terms, invitations, lines, nature, period, statement
from models.role.copying import copy_earnings

__all__ = [
    "bounty",
    "bounty_terms",
    "copy_earnings",
    "invitations",
    "lines",
    "nature",
    "period",
    "statement",
]

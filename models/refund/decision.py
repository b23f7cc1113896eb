"""What a refund does, before it is done. Values, nothing else; amounts in fen."""

from collections.abc import Mapping

from msgspec import Struct

from models.ledger import Draft, JournalKind
from models.refund.evidence import Evidence, write_evidence
from models.refund.facts import Claim


class Decision(Struct, frozen=True, kw_only=True):
    """`moves` by account; `claims` as they stand afterwards and whether each is closed.

    `settled_fen` is how much less of a payee's account is late.
    """

    moves: Mapping[int, int]
    claims: Mapping[int, tuple[Claim, bool]]
    settled_fen: Mapping[int, int]
    evidence: Evidence

    def draft(self) -> Draft:
        """Its journal; one without accounts where nothing but a cap has changed."""
        accounts, amounts = list(self.moves), list(self.moves.values())
        subject_id, evidence = self.evidence.refund_id, write_evidence(self.evidence)
        return Draft(JournalKind.REFUND, subject_id, accounts, amounts, evidence)

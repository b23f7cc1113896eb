"""The audit: every figure of the books proven again from what lies beneath it.

It changes nothing. Journals are read from the first link on, hashed, and every settlement is
executed again under its own rule book and its own day's seed; what comes out must be the journal
that stands there, to the byte. Balances, claims, promises and payouts are held against the
journals. All of one market is seen at one moment, so a market that is at work can be audited too.
"""

from models.audit.finding import Finding, Report
from models.audit.operations import audit, audit_market

__all__ = ["Finding", "Report", "audit", "audit_market"]

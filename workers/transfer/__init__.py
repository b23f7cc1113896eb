"""Transfers seen to their end: what the endpoint could not finish, expired ones, cancelled ones.

The endpoint offers a transfer while its person waits; everything after that is asked about here, at
once when WeChat's notice rang, else now and then, and by the same number for ever.
"""

from workers.transfer.driving import drive_transfers

__all__ = ["drive_transfers"]

"""Refunding: what was posted is fetched back and paid back, and every step is seen to its end.

A pass posts the refunds that wait for the book, speaks with WeChat about returns and then about the
refund itself while no transaction is open, and writes down what it heard. A worker that dies in
between leaves a promise and a number; the next one asks about the number before it sends anything.
"""

from workers.refund.driving import drive_refunds

__all__ = ["drive_refunds"]

"""Ask WeChat about orders whose callback did not come, and close those that nobody paid.

Callbacks are not guaranteed to arrive. Each order is asked about at fixed times after its opening,
with our own number; an answer that says paid goes the same way as a callback. After the last time
the order is closed, at WeChat first, so that whoever pays in between is still recorded as paid.
No transaction is open while WeChat is asked.
"""

from workers.order.rounds import ask_orders

__all__ = ["ask_orders"]

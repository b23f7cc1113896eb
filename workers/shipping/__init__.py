"""Shipping: WeChat is told that a 交易类 program's bills were handed over, and asked about them."""

from workers.shipping.asking import ask_shipments
from workers.shipping.management import ask_management
from workers.shipping.uploading import upload_shipments
from workers.shipping.waiting import without_unsettled

__all__ = ["ask_management", "ask_shipments", "upload_shipments", "without_unsettled"]

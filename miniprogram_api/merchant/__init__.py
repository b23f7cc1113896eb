"""What the merchant assistant may ask."""

from miniprogram_api.logout import logout
from miniprogram_api.merchant.earnings import store_earnings, store_invitation
from miniprogram_api.merchant.exposure import traffic_page
from miniprogram_api.merchant.green_points import name_purse, store_points
from miniprogram_api.merchant.hold import choose_hold, hold_page, preview_hold
from miniprogram_api.merchant.login import login
from miniprogram_api.merchant.order import today
from miniprogram_api.merchant.place import confirm_hours, own_place, set_hours, set_place
from miniprogram_api.merchant.promotion import promote
from miniprogram_api.merchant.refund import (
    preview_asked,
    preview_give,
    store_refund,
    store_refunds,
)
from miniprogram_api.merchant.refund_decision import (
    approve_refund,
    decline_refund,
    give_refund,
    redrive_refund,
)
from miniprogram_api.merchant.share_register import set_register, store_registers
from miniprogram_api.merchant.shared_store import (
    declare,
    store_distribution,
    store_distributions,
    withdraw,
)
from miniprogram_api.notification import choose, report, show_choices, show_messages
from miniprogram_api.route import Route

_ROOT = "/api/v1/merchant"

ROUTES = (
    Route("POST", f"{_ROOT}/login", "anyone", login),
    Route("POST", f"{_ROOT}/logout", "staff", logout),
    Route("GET", f"{_ROOT}/refunds", "staff", store_refunds),
    Route("POST", f"{_ROOT}/refunds/preview", "staff", preview_give),
    Route("POST", f"{_ROOT}/refunds", "staff", give_refund, keyed=True),
    Route("GET", f"{_ROOT}/refunds/{{refund_id}}", "staff", store_refund),
    Route("GET", f"{_ROOT}/refunds/{{refund_id}}/preview", "staff", preview_asked),
    Route("POST", f"{_ROOT}/refunds/{{refund_id}}/approve", "staff", approve_refund, keyed=True),
    Route("POST", f"{_ROOT}/refunds/{{refund_id}}/decline", "staff", decline_refund, keyed=True),
    Route("POST", f"{_ROOT}/refunds/{{refund_id}}/redrive", "staff", redrive_refund, keyed=True),
    Route("GET", f"{_ROOT}/place", "staff", own_place),
    Route("PUT", f"{_ROOT}/place", "staff", set_place),
    Route("PUT", f"{_ROOT}/hours", "staff", set_hours),
    Route("POST", f"{_ROOT}/hours/confirm", "staff", confirm_hours),
    Route("GET", f"{_ROOT}/traffic", "staff", traffic_page),
    Route("POST", f"{_ROOT}/promotions", "staff", promote, keyed=True),
    Route("GET", f"{_ROOT}/registers", "staff", store_registers),
    Route("POST", f"{_ROOT}/registers", "staff", set_register, keyed=True),
    Route("GET", f"{_ROOT}/distributions", "staff", store_distributions),
    Route("POST", f"{_ROOT}/distributions", "staff", declare, keyed=True),
    Route("GET", f"{_ROOT}/distributions/{{distribution_id}}", "staff", store_distribution),
    Route("POST", f"{_ROOT}/distributions/{{distribution_id}}/withdraw", "staff", withdraw),
    Route("GET", f"{_ROOT}/orders/today", "staff", today),
    Route("GET", f"{_ROOT}/earnings", "staff", store_earnings),
    Route("POST", f"{_ROOT}/invitation", "staff", store_invitation),
    Route("GET", f"{_ROOT}/green_points", "staff", store_points),
    Route("POST", f"{_ROOT}/green_points/purse", "staff", name_purse),
    Route("GET", f"{_ROOT}/hold", "staff", hold_page),
    Route("POST", f"{_ROOT}/hold/preview", "staff", preview_hold),
    Route("POST", f"{_ROOT}/hold", "staff", choose_hold),
    Route("GET", f"{_ROOT}/notifications/choices", "staff", show_choices),
    Route("PUT", f"{_ROOT}/notifications/choices", "staff", choose),
    Route("POST", f"{_ROOT}/notifications/reports", "staff", report),
    Route("GET", f"{_ROOT}/notifications/messages", "staff", show_messages),
)

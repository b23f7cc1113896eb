"""What shops outside (channels) may ask, each request signed; docs/channels.md tells them how."""

from miniprogram_api.route import Route
from server.channel.coupons import redeem_coupons, redemption_page
from server.channel.orders import order_page, tell_order

_ROOT = "/api/v1/channel"

ROUTES = (
    Route("POST", f"{_ROOT}/orders", "channel", tell_order),
    Route("GET", f"{_ROOT}/orders/{{order_no}}", "channel", order_page),
    Route("POST", f"{_ROOT}/coupons/redemptions", "channel", redeem_coupons),
    Route("GET", f"{_ROOT}/coupons/redemptions/{{redemption_no}}", "channel", redemption_page),
)

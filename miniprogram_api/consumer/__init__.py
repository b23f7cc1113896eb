"""What the consumer mini-program may ask."""

from miniprogram_api.consumer.claim import claim_page
from miniprogram_api.consumer.closure import close_account
from miniprogram_api.consumer.coupon import coupons_page
from miniprogram_api.consumer.coupon_code import make_code
from miniprogram_api.consumer.earnings import own_earnings
from miniprogram_api.consumer.exposure import stores_nearby
from miniprogram_api.consumer.green_points import grant_list, green_points_page
from miniprogram_api.consumer.history import wallet_history
from miniprogram_api.consumer.invitation import accept_invitation, own_invitation
from miniprogram_api.consumer.locker import own_locker, scan_store, unbind
from miniprogram_api.consumer.login import login
from miniprogram_api.consumer.opening import open_order
from miniprogram_api.consumer.order import order_list, order_page
from miniprogram_api.consumer.packet import packet_page
from miniprogram_api.consumer.points import points_history, points_page
from miniprogram_api.consumer.quote import make_quote
from miniprogram_api.consumer.recommendation import choose_recommendations, recommendations
from miniprogram_api.consumer.redemption import preview_redemption, redeem_points, redemption_page
from miniprogram_api.consumer.refund import (
    ask_refund,
    own_refund,
    own_refunds,
    preview_refund,
    withdraw_refund,
)
from miniprogram_api.consumer.release import release_list, release_page
from miniprogram_api.consumer.shared_store import own_parts, own_shares
from miniprogram_api.consumer.store import store_page
from miniprogram_api.consumer.transfer import cancel_transfer, transfer_list, transfer_page
from miniprogram_api.consumer.wallet import wallet_page
from miniprogram_api.consumer.withdrawal import ask_for_transfer
from miniprogram_api.logout import logout
from miniprogram_api.notification import choose, report, show_choices, show_messages
from miniprogram_api.route import Route

_ROOT = "/api/v1/consumer"

ROUTES = (
    Route("POST", f"{_ROOT}/login", "anyone", login),
    Route("POST", f"{_ROOT}/logout", "consumer", logout),
    Route("GET", f"{_ROOT}/notifications/choices", "consumer", show_choices),
    Route("PUT", f"{_ROOT}/notifications/choices", "consumer", choose),
    Route("POST", f"{_ROOT}/notifications/reports", "consumer", report),
    Route("GET", f"{_ROOT}/notifications/messages", "consumer", show_messages),
    Route("GET", f"{_ROOT}/stores/{{scene}}", "consumer", store_page),
    Route("POST", f"{_ROOT}/stores/{{scene}}/scan", "consumer", scan_store),
    Route("GET", f"{_ROOT}/locker", "consumer", own_locker),
    Route("POST", f"{_ROOT}/locker/unbind", "consumer", unbind),
    Route("POST", f"{_ROOT}/invitation", "consumer", own_invitation),
    Route("POST", f"{_ROOT}/invitations/accept", "consumer", accept_invitation),
    Route("GET", f"{_ROOT}/earnings", "consumer", own_earnings),
    Route("GET", f"{_ROOT}/recommendations", "consumer", recommendations),
    Route("PUT", f"{_ROOT}/recommendations/choice", "consumer", choose_recommendations),
    Route("POST", f"{_ROOT}/nearby", "consumer", stores_nearby),
    Route("GET", f"{_ROOT}/shares", "consumer", own_shares),
    Route("GET", f"{_ROOT}/distributions", "consumer", own_parts),
    Route("POST", f"{_ROOT}/quotes", "consumer", make_quote),
    Route("POST", f"{_ROOT}/orders", "consumer", open_order, keyed=True),
    Route("GET", f"{_ROOT}/orders", "consumer", order_list),
    Route("GET", f"{_ROOT}/orders/{{order_id}}", "consumer", order_page),
    Route("POST", f"{_ROOT}/refunds/preview", "consumer", preview_refund),
    Route("POST", f"{_ROOT}/refunds", "consumer", ask_refund, keyed=True),
    Route("GET", f"{_ROOT}/refunds", "consumer", own_refunds),
    Route("GET", f"{_ROOT}/refunds/{{refund_id}}", "consumer", own_refund),
    Route(
        "POST", f"{_ROOT}/refunds/{{refund_id}}/withdraw", "consumer", withdraw_refund, keyed=True
    ),
    Route("GET", f"{_ROOT}/coupons", "consumer", coupons_page),
    Route("GET", f"{_ROOT}/green_points", "consumer", green_points_page),
    Route("GET", f"{_ROOT}/green_points/grants", "consumer", grant_list),
    Route("GET", f"{_ROOT}/points", "consumer", points_page),
    Route("GET", f"{_ROOT}/points/history", "consumer", points_history),
    Route("POST", f"{_ROOT}/points/preview", "consumer", preview_redemption),
    Route("POST", f"{_ROOT}/points/redemptions", "consumer", redeem_points, keyed=True),
    Route("GET", f"{_ROOT}/points/redemptions/{{redemption_id}}", "consumer", redemption_page),
    Route("POST", f"{_ROOT}/coupons/codes", "consumer", make_code, keyed=True),
    Route("GET", f"{_ROOT}/wallet", "consumer", wallet_page),
    Route("GET", f"{_ROOT}/wallet/history", "consumer", wallet_history),
    Route("POST", f"{_ROOT}/transfers", "consumer", ask_for_transfer, keyed=True),
    Route("GET", f"{_ROOT}/transfers", "consumer", transfer_list),
    Route("GET", f"{_ROOT}/transfers/{{transfer_id}}", "consumer", transfer_page),
    Route("POST", f"{_ROOT}/transfers/{{transfer_id}}/cancel", "consumer", cancel_transfer),
    Route("POST", f"{_ROOT}/account/closure", "consumer", close_account, keyed=True),
    Route("GET", f"{_ROOT}/packets/{{packet_id}}", "consumer", packet_page),
    Route("GET", f"{_ROOT}/claims/{{claim_id}}", "consumer", claim_page),
    Route("GET", f"{_ROOT}/releases", "consumer", release_list),
    Route("GET", f"{_ROOT}/releases/{{day}}", "consumer", release_page),
)

"""What the merchant assistant may ask."""

from miniprogram_api.merchant.login import login
from miniprogram_api.merchant.order import today
from miniprogram_api.route import Route

_ROOT = "/api/v1/merchant"

ROUTES = (
    Route("POST", f"{_ROOT}/login", "anyone", login),
    Route("GET", f"{_ROOT}/orders/today", "staff", today),
)

"""What the two mini-programs may ask, as a table of routes; the web process serves them all."""

from miniprogram_api import consumer, merchant, public

ROUTES = (*consumer.ROUTES, *merchant.ROUTES, *public.ROUTES)

__all__ = ["ROUTES"]

"""PostgreSQL and Redis from wheels, so that a fresh machine needs nothing but Python and make."""

from deploy.embedded.postgres import embedded_postgres_url, postgres_command, stop_postgres
from deploy.embedded.redis import EmbeddedRedis

__all__ = ["EmbeddedRedis", "embedded_postgres_url", "postgres_command", "stop_postgres"]

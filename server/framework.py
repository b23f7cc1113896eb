"""Sanic, as this house uses it."""

from types import SimpleNamespace
from typing import TypeAlias

from sanic import Sanic
from sanic.config import Config

App: TypeAlias = Sanic[Config, SimpleNamespace]
"""The application; its context (`ctx`) is filled by `server.opening`."""

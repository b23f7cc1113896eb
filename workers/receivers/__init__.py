"""Receivers at WeChat: added just before a split needs them, retired when a store has too many."""

from workers.receivers.adding import add, provide
from workers.receivers.directory import read_directory
from workers.receivers.retiring import retire_receivers

__all__ = ["add", "provide", "read_directory", "retire_receivers"]

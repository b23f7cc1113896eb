"""Telling people: news is found behind the hot paths, messages are sent when their moment comes."""

from workers.notification.sending import send_messages
from workers.notification.watching import watch_news

__all__ = ["send_messages", "watch_news"]

"""Whether a request that failed can have arrived."""

from telegram.error import NetworkError


class NotSent(NetworkError):
    """Nothing of the request went out to Telegram: to try again cannot do anything twice."""


class PerhapsSent(NetworkError):
    """The connection broke after sending had begun: to try again may do it twice."""

"""What the operator reads: one line an event, on standard error, never the token."""

import logging


class _WithoutToken(logging.Formatter):
    """Covers the token wherever it would stand, tracebacks included."""

    def __init__(self, token: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace(self._token, "[token]")


def write_logs(token: str) -> None:
    """Our own lines from INFO on, those of libraries from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(_WithoutToken(token))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(logging.INFO)
    # python-telegram-bot logs what servers answer and people write; our own lines tell what fails.
    logging.getLogger("telegram").setLevel(logging.CRITICAL)

"""Addresses that an operator sets: where we listen, and where Telegram finds us."""

import re
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

OPEN = "open:"
"""Before an address that is meant to be reached from other machines."""

WEBHOOK_PORTS = (443, 80, 88, 8443)
"""Those that Telegram sends updates to (Bot API, setWebhook)."""


class Address(NamedTuple):
    """Of this machine."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        return self.host == "localhost" or ip_address(self.host).is_loopback


def address(text: object) -> object:
    """From host:port; the host is an IP address of this machine, or localhost. What is no text is
    given back. Raises ValueError."""
    if not isinstance(text, str):
        return text
    parts = re.fullmatch(r"(?:\[([0-9a-fA-F:.]+)\]|([^\s:/\[\]]+)):([0-9]{1,5})", text.strip())
    if parts is None:
        raise ValueError("is not an address like 127.0.0.1:8080")
    host, port = parts[1] or parts[2], int(parts[3])
    if host != "localhost":
        try:
            ip_address(host)
        except ValueError:
            raise ValueError(
                "begins with no address of this machine, like 127.0.0.1 or 0.0.0.0"
            ) from None
    if not 0 < port < 2**16:
        raise ValueError("ends with no port between 1 and 65535")
    return Address(host, port)


def for_us_alone(text: object) -> object:
    """An address on loopback, unless it is said outright that others may reach it. Raises
    ValueError."""
    if not isinstance(text, str):
        return text
    outright = text.strip().startswith(OPEN)
    found = address(text.strip().removeprefix(OPEN))
    if isinstance(found, Address) and not found.is_loopback and not outright:
        raise ValueError(
            f"can be reached from other machines; take 127.0.0.1:{found.port}, or write "
            f"{OPEN}{found} if that is meant"
        )
    return found


def webhook_base(text: str) -> str:
    """What stands before the secret part of the webhook's address, without a slash at the end.
    Raises ValueError."""
    plain = re.fullmatch(r"[!-~]+", text) and not re.search(r"[{}<>\"\\^`|?#@]", text)
    try:
        parts = urlsplit(text)
        usable = parts.scheme == "https" and parts.hostname and plain
        port = parts.port or 443
    except ValueError:
        usable, port = False, 443
    if not usable:
        raise ValueError("is not an address like https://bot.example.com (https, no ? and no #)")
    if port not in WEBHOOK_PORTS:
        ports = ", ".join(map(str, WEBHOOK_PORTS))
        raise ValueError(f"has a port that Telegram does not send to; it does to {ports}")
    return text.rstrip("/")

"""The master key: what wraps every person's own key, and is never in a database.

It is found, in this order, in PRORATA_KEY; in a systemd credential ``prorata-key``; in the file
that PRORATA_KEY_FILE names. The first line is the key in use, the lines below are older ones that
what is wrapped may still need while keys are rotated.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from pathlib import Path
from secrets import token_bytes

from bot.keeping.private_file import write_private

BYTES = 32
"""AES-256."""

CREDENTIAL = "prorata-key"

Masters = tuple[bytes, ...]
"""The key in use, and older ones."""


class UnusableKey(Exception):
    """A master key that cannot be used; the message is one line for the operator."""


def found_in(given: str | None, file: Path) -> str | Path:
    """Where the master key is looked for: ``PRORATA_KEY`` where that is ``given``, or else a file,
    which need not be there."""
    if given is not None:
        return "PRORATA_KEY"
    return _credential() or file


def _credential() -> Path | None:
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(folder) / CREDENTIAL if folder else None
    return credential if credential is not None and credential.exists() else None


def master_keys(given: str | None, file: Path, *, make: bool) -> Masters:
    """``given`` is the setting's own value; ``make`` a key where there is none anywhere. Raises
    UnusableKey."""
    if given is not None:
        return _read(given.replace(",", "\n").splitlines(), "PRORATA_KEY")
    credential = _credential()
    if credential is not None:
        return _read(_lines(credential), str(credential))
    if not file.exists():
        if not make:
            raise UnusableKey(
                f"{file}: the master key is not there, and without it nothing that is kept can be "
                "read. Bring it back from where you keep a copy of it."
            )
        write_key_file(file, (new_key(),))
    if file.stat().st_mode & 0o077:
        raise UnusableKey(f"{file}: others on this machine can read it: chmod 600 {file}")
    return _read(_lines(file), str(file))


def new_key() -> bytes:
    return token_bytes(BYTES)


def write_key_file(file: Path, masters: Masters) -> None:
    """Whole or not at all, readable by nobody else. Raises UnusableKey."""
    lines = "".join(f"{urlsafe_b64encode(key).decode()}\n" for key in masters)
    try:
        write_private(file, lines)
    except OSError as error:
        raise UnusableKey(f"{file}: cannot be written: {error.strerror}") from None


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UnusableKey(f"{file}: cannot be read as a master key") from None


def _read(lines: Iterable[str], where: str) -> Masters:
    keys = []
    for line in filter(None, map(str.strip, lines)):
        try:
            key = urlsafe_b64decode(line)
        except ValueError:
            key = b""
        if len(key) != BYTES:
            raise UnusableKey(
                f"{where}: is not a master key: each line of one is {BYTES} bytes in base64"
            )
        keys.append(key)
    if not keys:
        raise UnusableKey(f"{where}: holds no master key")
    return tuple(keys)

"""The bot's token out of a file, which is not in the environment of every program that is started.

It is PRORATA_TOKEN_FILE, or a systemd credential ``prorata-token`` (systemd.exec, LoadCredential=).
"""

import os
from pathlib import Path

CREDENTIAL = "prorata-token"


def token_in(file: Path | None) -> str | None:
    """The text of ``file`` or else of the credential; None where there is neither. Raises
    ValueError, whose text names the file and never quotes it."""
    if file is None:
        folder = os.environ.get("CREDENTIALS_DIRECTORY")
        credential = Path(folder) / CREDENTIAL if folder else None
        # systemd shows it to this service alone, in ways that a mode does not tell.
        return _text(credential) if credential is not None and credential.exists() else None
    if not file.is_file():
        raise ValueError(f"{file} is not there")
    if file.stat().st_mode & 0o077:
        raise ValueError(f"others on this machine can read it: chmod 600 {file}")
    return _text(file)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except OSError as error:
        raise ValueError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{file} holds no bot token") from None

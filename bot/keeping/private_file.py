"""Small files of secrets."""

import os
from pathlib import Path

from bot.keeping.on_disk import sync


def write_private(file: Path, text: str) -> None:
    """Whole or not at all, also at a loss of power, and readable by nobody else. A folder that is
    made for it is closed to others, too. Raises OSError."""
    file = file.resolve()  # what a link leads to is written, not the link
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
            if os.geteuid() == 0 and file.exists():  # it stays whose it was
                os.fchown(written.fileno(), file.stat().st_uid, file.stat().st_gid)
            written.write(text.encode())
            written.flush()
            os.fsync(written.fileno())
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
    sync(file.parent)

"""A new master key in the place of the one in use.

The new key goes above the old one, then every person's key is wrapped with it, then the old one
goes. Cut off at any point, all can still be read, and the next call does the rest: a second line
in the file of the master key is how it is known that there is a rest.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.keeping.database_file import keys_beside
from bot.keeping.lease import lease
from bot.keeping.master_key import Masters, found_in, master_keys, new_key, write_key_file
from bot.keeping.vault import Vault


class CannotRotate(Exception):
    """Nothing was changed; the message is one line for the operator."""


@dataclass(frozen=True)
class Rotated:
    wrapped: int
    """Keys of people, and the one that their names are hashed with."""
    kept_in: str | Path
    """Where the master key is: a setting, or a file."""
    old_is_gone: bool
    """False where the older keys are in a place that is not ours to write."""


def rotate_key(database: Path, given: str | None, file: Path) -> Rotated:
    """``given`` and ``file`` are the settings of the master key. Raises CannotRotate, UnusableKey,
    and Taken while a bot runs."""
    keys = keys_beside(database)
    if not keys.exists():
        raise CannotRotate(f"{keys}: is not there yet, so no key is wrapped with the master key")
    with lease(database):
        where, masters = found_in(given, file), master_keys(given, file, make=False)
        try:
            _refuse_while_open(keys)
            Vault(keys, masters).close()  # nothing is changed with a master key that does not fit
            if where == file:
                return Rotated(_in_file(keys, masters, file), file, old_is_gone=True)
            if len(masters) == 1:
                raise CannotRotate(_how_to_give_two(where))
            return Rotated(_wrapped_anew(keys, masters), where, old_is_gone=False)
        except (sqlite3.Error, OSError) as error:
            raise CannotRotate(f"{keys}: {error}") from None


def _in_file(keys: Path, masters: Masters, file: Path) -> int:
    if len(masters) == 1:
        masters = (new_key(), *masters)
        write_key_file(file, masters)
    wrapped = _wrapped_anew(keys, masters)
    write_key_file(file, masters[:1])
    return wrapped


def _wrapped_anew(keys: Path, masters: Masters) -> int:
    with closing(Vault(keys, masters)) as vault:
        return vault.wrap_anew()


def _refuse_while_open(keys: Path) -> None:
    """A talk in the terminal has no lease, and would go on with the old master key. Whoever has the
    file open in WAL mode keeps others from having it alone."""
    with closing(sqlite3.connect(keys, timeout=0, isolation_level=None)) as alone:
        try:
            alone.execute("PRAGMA locking_mode = EXCLUSIVE")
            alone.execute("BEGIN IMMEDIATE")
            alone.execute("ROLLBACK")
        except sqlite3.OperationalError:
            raise CannotRotate(
                f"{keys}: is in use, perhaps by a talk in the terminal or a backup. Try again when "
                "that has ended"
            ) from None


def _how_to_give_two(where: str | Path) -> str:
    return (
        f"{where}: is where the master key is, and cannot be written from here. Make a new key "
        "with `openssl rand -base64 32`, put it there before the old one (on a line of its own, or "
        "with a comma between), and call this again"
    )


def what_is_next(rotated: Rotated) -> str:
    """For the operator."""
    done = f"{rotated.wrapped} keys are wrapped with the new master key."
    old = (
        f"The old one is gone from {rotated.kept_in}."
        if rotated.old_is_gone
        else f"Now remove the old one, the second, from {rotated.kept_in}."
    )
    return "\n".join(
        (
            f"{done} {old}",
            "Then, in this order:",
            f"1. Keep a copy of {rotated.kept_in} where the database and its backups are not.",
            "2. `python -m bot backup`: the keys that were copied before need the old master key.",
            "3. Start the bot. If another database was under the old master key, too: put that one",
            "   below the new one again, and call this for that database.",
            "4. Destroy the copies of the old master key. Keep one only for as long as you keep",
            "   copies of the keys file (*.keys.db) from before: without it nobody can read those,",
            "   and with it whoever has both can.",
        )
    )

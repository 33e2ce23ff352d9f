"""Writes settings into the file ``.env``, and leaves what else is in it as it is."""

import io
import re
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bot.keeping.private_file import write_private

_AS_IT_IS = re.compile(r"[A-Za-z0-9_./:@?&={}%+,~-]+")
"""What needs no quotes for any program that reads such a file."""


class CannotWrite(Exception):
    """The file is as it was; the message is one line for the operator and quotes no value."""


def change_settings(file: Path, changes: Mapping[str, str | None]) -> None:
    """Whole or not at all; None takes a setting out. Raises CannotWrite."""
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        after = _changed(before, changes)
        if after != before:
            write_private(file, after)
        elif file.exists():
            file.chmod(0o600)
    except UnicodeDecodeError:
        raise CannotWrite(f"{file}: cannot be read as UTF-8 text") from None
    except OSError as error:
        raise CannotWrite(f"{file}: cannot be written: {error.strerror}") from None
    except ValueError as error:
        raise CannotWrite(f"{file}: {error}") from None


def _changed(whole: str, changes: Mapping[str, str | None]) -> str:
    """A setting is changed where it stands, and a new one comes at the end."""
    left = dict(changes)
    lines = []
    for binding in parse_stream(io.StringIO(whole)):
        name = (binding.key or "").upper()  # names are read without regard to case
        text = binding.original.string
        if name not in changes:
            lines.append(text)
            continue
        lines.append(text[: len(text) - len(text.lstrip())])  # empty lines before it
        if name in left:
            lines += _line(name, left.pop(name), _note_after(text))
    whole = "".join(lines)
    if whole and not whole.endswith("\n"):
        whole += "\n"
    whole += "".join(line for name, value in left.items() for line in _line(name, value))
    _check(whole, changes)
    return whole


def _note_after(line: str) -> str:
    note = re.search(r"[ \t]+#[^'\"\n]*$", line.rstrip())
    return note[0] if note else ""


def _line(name: str, value: str | None, note: str = "") -> list[str]:
    if value is None:
        return []
    if not _AS_IT_IS.fullmatch(value):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        value = f"'{escaped}'"
    return [f"{name}={value}{note}\n"]


def _check(text: str, changes: Mapping[str, str | None]) -> None:
    """What is read out of it is what was meant: ``${...}``, for one, stands for something else.
    Raises ValueError."""
    read = dotenv_values(stream=io.StringIO(text))
    for name, value in changes.items():
        if read.get(name) != value:
            raise ValueError(f"{name} cannot be written into it as it is; set it elsewhere")

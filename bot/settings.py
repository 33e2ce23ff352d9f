"""Settings, from environment variables that begin with PRORATA_, or from a file ``.env``."""

import difflib
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "PRORATA_"
ENV_FILE = ".env"


class WrongSetting(Exception):
    """A setting that cannot be used; the message is one line and names it."""


def _token(token: SecretStr) -> SecretStr:
    text = token.get_secret_value().strip()
    # It becomes a part of every URL.
    if not re.fullmatch(r"[A-Za-z0-9:_-]+", text):
        raise ValueError("is not a bot token: BotFather gives one like 123456:ABC-DEF")
    return SecretStr(text)


def _file(path: Path) -> Path:
    if str(path).startswith((":", "file:")):
        raise ValueError("is not the path of a file")
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("names a home directory that there is not") from None


def _booking_url(text: str) -> str:
    """A reference code goes where {code} stands; what else is in braces was meant otherwise."""
    address = text.replace("{code}", "AAAA-AAAA")
    parts = urlsplit(address)
    plain = re.fullmatch(r"[!-~]+", address) and not re.search(r'[{}<>"\\^`|]', address)
    if not plain or parts.scheme != "https" or not parts.hostname or parts.username is not None:
        raise ValueError(
            "is not an address like https://example.com/book?ref={code} (https, and {code} or no "
            "code)"
        )
    return text


def _day(text: object) -> object:
    """Dates as people write them; a number of seconds is none."""
    return date.fromisoformat(text) if isinstance(text, str) else text


_NOT = {
    "today": "is not a date like 2026-11-21",
    "api_url": "is not an address like https://api.telegram.org",
}
"""What a setting that cannot be read should have been."""


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        None, description="the bot's token from BotFather; without it, a chat in the terminal"
    )
    api_url: HttpUrl = Field(
        HttpUrl("https://api.telegram.org"), description="root of the Bot API server"
    )
    database: Annotated[Path, AfterValidator(_file)] = Field(
        Path("data/prorata.db"), description="the SQLite file that keeps the talks"
    )
    booking_url: Annotated[str, AfterValidator(_booking_url)] | None = Field(
        None, description="where a session is booked, {code} in the place of the reference code"
    )
    today: Annotated[date | None, BeforeValidator(_day)] = Field(
        None, description="a date to take for today, like 2026-11-21; for reviewers and tests"
    )

    @property
    def api_root(self) -> str:
        """The Bot API server's root, without a slash at the end."""
        return str(self.api_url).rstrip("/")


def read_settings() -> Settings:
    """Raises WrongSetting with one line that names the variable, or the line of ``.env``."""
    for name in (*os.environ, *_names_in(Path(ENV_FILE))):
        _refuse_unknown(name)
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        words = _NOT.get(name, first["msg"].removeprefix("Value error, "))
        raise WrongSetting(f"{PREFIX}{name}".upper() + f": {words}") from None


def _names_in(file: Path) -> Iterator[str]:
    """The names that a settings file gives a value."""
    if not file.is_file():
        return
    try:
        with file.open(encoding="utf-8") as text:
            bindings = list(parse_stream(text))
    except (UnicodeDecodeError, OSError):
        raise WrongSetting(f"{file}: cannot be read as UTF-8 text") from None
    for binding in bindings:
        if binding.error or (binding.key and binding.value is None):
            raise WrongSetting(f"{file}, line {binding.original.line}: is not NAME=value")
        if binding.key:
            yield binding.key


def _refuse_unknown(name: str) -> None:
    known = [field.upper() for field in Settings.model_fields]
    given = name.upper().removeprefix(PREFIX)
    if given in known or not name.upper().startswith(PREFIX):
        return
    meant = difflib.get_close_matches(given, known, 1)
    hint = (
        f"did you mean {PREFIX}{meant[0]}?"
        if meant
        else f"there are {PREFIX}" + (f", {PREFIX}".join(known))
    )
    raise WrongSetting(f"{name}: no such setting; {hint}")

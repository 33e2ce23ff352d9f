"""Settings, from environment variables that begin with PRORATA_, or from a file ``.env``."""

import difflib
import os
import re
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "PRORATA_"


class WrongSetting(Exception):
    """A setting that cannot be used; the message is one line and names it."""


def _token(token: SecretStr) -> SecretStr:
    # It becomes a part of every URL.
    if not re.fullmatch(r"[A-Za-z0-9:_-]+", token.get_secret_value()):
        raise ValueError("is not a bot token: BotFather gives one like 123456:ABC-DEF")
    return token


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
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        None, description="the bot's token from BotFather; without it, a chat in the terminal"
    )
    api_url: HttpUrl = Field(
        HttpUrl("https://api.telegram.org"), description="root of the Bot API server"
    )
    database: Path = Field(
        Path("data/prorata.db"), description="the SQLite file that keeps the talks"
    )
    today: Annotated[date | None, BeforeValidator(_day)] = Field(
        None, description="a date to take for today, like 2026-11-21; for reviewers and tests"
    )

    @property
    def api_root(self) -> str:
        """The Bot API server's root, without a slash at the end."""
        return str(self.api_url).rstrip("/")


def read_settings() -> Settings:
    """Raises WrongSetting with one line that names the variable."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            meant = difflib.get_close_matches(name.upper(), known, 1)
            hint = f"did you mean {meant[0]}?" if meant else f"there are {', '.join(sorted(known))}"
            raise WrongSetting(f"{name}: no such setting; {hint}")
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        words = _NOT.get(name, first["msg"].removeprefix("Value error, "))
        raise WrongSetting(f"{PREFIX}{name}".upper() + f": {words}") from None
    except UnicodeDecodeError:
        raise WrongSetting(".env: is not UTF-8 text") from None

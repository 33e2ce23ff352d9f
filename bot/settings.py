"""Settings, from environment variables that begin with PRORATA_, or from a file ``.env``."""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
)

from bot.operating.consent_file import consent_in
from bot.operating.token_file import token_in
from bot.receiving.addresses import Address, address, for_us_alone, webhook_base
from bot.telegram.access import Access
from bot.telegram.limits import A_DAY, A_MINUTE
from conversations.privacy import Privacy
from conversations.sharing.consent import Cpa

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


LONGEST_POLICY_URL = 150
"""Characters; it has to fit into the description of a bot."""


def _policy_url(text: str) -> str:
    parts = urlsplit(text)
    plain = re.fullmatch(r"[!-~]+", text) and not re.search(r'[{}<>"\\^`|]', text)
    if not plain or parts.scheme != "https" or not parts.hostname or parts.username is not None:
        raise ValueError("is not an address like https://example.com/privacy")
    if len(text) > LONGEST_POLICY_URL:
        raise ValueError(f"is longer than {LONGEST_POLICY_URL} characters")
    return text


def _numbers(text: object) -> object:
    """Telegram's numbers of people, with commas or blanks between them."""
    return text.replace(",", " ").split() if isinstance(text, str) else text


LONGEST_NAME = 60
"""Characters of what a CPA is called."""


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ValueError(f"is not a name of at most {LONGEST_NAME} characters")
    return name


def _day(text: object) -> object:
    """Dates as people write them; a number of seconds is none."""
    return date.fromisoformat(text) if isinstance(text, str) else text


def _lower(text: object) -> object:
    return text.strip().lower() if isinstance(text, str) else text


_NOT = {
    "access": "is none of open, listed and invited",
    "people": "is not a list of Telegram's numbers of people, like 123456789, 987654321",
    "operators": "is not a list of Telegram's numbers of people, like 123456789, 987654321",
    "minute_limit": "is not a number from 10 to 100000",
    "day_limit": "is not a number from 10 to 1000000",
    "keep_idle_days": "is not a number of days from 1 to 3650",
    "keep_finished_days": "is not a number of days from 1 to 3650",
    "log": "is neither text nor json",
    "log_level": "is none of debug, info, warning and error",
    "cpa_chat": "is not the number of a chat, like -1001234567890",
    "today": "is not a date like 2026-11-21",
    "api_url": "is not an address like https://api.telegram.org",
}
"""What a setting that cannot be read should have been."""


class Settings(BaseModel):
    """Everything an operator can set."""

    model_config = ConfigDict(frozen=True)

    token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        None, description="the bot's token from BotFather; without it, a chat in the terminal"
    )
    token_file: Annotated[Path, AfterValidator(_file)] | None = Field(
        None, description="the file with the token, in the place of PRORATA_TOKEN"
    )
    api_url: HttpUrl = Field(
        HttpUrl("https://api.telegram.org"), description="root of the Bot API server"
    )
    database: Annotated[Path, AfterValidator(_file)] = Field(
        Path("data/prorata.db"), description="the SQLite file that keeps the talks"
    )
    key: SecretStr | None = Field(None, description="the master key itself, in the place of a file")
    key_file: Annotated[Path, AfterValidator(_file)] = Field(
        Path("keys/master.key"), description="the file with the master key, made at the first start"
    )
    booking_url: Annotated[str, AfterValidator(_booking_url)] | None = Field(
        None, description="where a session is booked, {code} in the place of the reference code"
    )
    cpa_chat: int | None = Field(
        None, description="the Telegram chat of the CPA that results can be sent to"
    )
    cpa_name: Annotated[str, AfterValidator(_name)] | None = Field(
        None, description="what the CPA is called where a client is asked for consent"
    )
    consent: Annotated[Path, AfterValidator(_file)] | None = Field(
        None, description="the text file with the words of that consent"
    )
    access: Annotated[Access | None, BeforeValidator(_lower)] = Field(
        None, description="who may talk: open, listed or invited"
    )
    people: Annotated[tuple[int, ...], BeforeValidator(_numbers)] = Field(
        (), description="Telegram's numbers of the people who may talk"
    )
    operators: Annotated[tuple[int, ...], BeforeValidator(_numbers)] = Field(
        (), description="Telegram's numbers of those who run this, for their commands in the chat"
    )
    minute_limit: int = Field(
        A_MINUTE, ge=10, le=100_000, description="what one person may send in a minute"
    )
    day_limit: int = Field(A_DAY, ge=10, le=1_000_000, description="what one may send in a day")
    keep_idle_days: int = Field(
        30, ge=1, le=3_650, description="for how long unfinished answers are kept"
    )
    keep_finished_days: int = Field(
        180, ge=1, le=3_650, description="for how long answers with a result are kept"
    )
    privacy_url: Annotated[str, AfterValidator(_policy_url)] | None = Field(
        None, description="the https address of your own privacy policy"
    )
    webhook_url: Annotated[str, AfterValidator(webhook_base)] | None = Field(
        None, description="the public https address that Telegram sends updates to"
    )
    listen: Annotated[Address, BeforeValidator(address)] = Field(
        Address("127.0.0.1", 8080), description="where the webhook is served to the proxy before it"
    )
    metrics: Annotated[Address | None, BeforeValidator(for_us_alone)] = Field(
        None, description="where metrics are served to Prometheus"
    )
    log: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = Field(
        "text", description="how log lines are written"
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = (
        Field("info", description="from which level on lines are written")
    )
    today: Annotated[date | None, BeforeValidator(_day)] = Field(
        None, description="a date to take for today, like 2026-11-21; for reviewers and tests"
    )

    def cpa(self) -> Cpa | None:
        """To whom results can be sent, with the words of the consent as they are in their file.
        Raises WrongSetting."""
        if self.cpa_chat is None and self.cpa_name is None and self.consent is None:
            return None
        for name, value in (("CPA_CHAT", self.cpa_chat), ("CPA_NAME", self.cpa_name)):
            if value is None:
                raise WrongSetting(f"{PREFIX}{name}: is missing, to send results to a CPA")
        if self.consent is None:
            raise WrongSetting(
                f"{PREFIX}CONSENT: is missing, to send results to a CPA; deploy/consent-sample.txt "
                "is a sample to begin with"
            )
        assert self.cpa_name is not None
        try:
            return Cpa(self.cpa_name, consent_in(self.consent))
        except ValueError as wrong:
            raise WrongSetting(f"{PREFIX}CONSENT: {wrong}") from None

    def who_may_talk(self) -> Access:
        """Raises WrongSetting where nobody could, or where two settings say different things."""
        if self.access is Access.OPEN and self.people:
            raise WrongSetting(
                f"{PREFIX}PEOPLE: says who may talk, but {PREFIX}ACCESS is open, so everybody may"
            )
        if self.access is Access.LISTED and not (self.people or self.operators):
            raise WrongSetting(f"{PREFIX}PEOPLE: is missing, as {PREFIX}ACCESS is listed")
        if self.access is None:
            return Access.LISTED if self.people else Access.OPEN
        return self.access

    @property
    def given_key(self) -> str | None:
        """The master key itself, where it is not in a file."""
        return None if self.key is None else self.key.get_secret_value()

    @property
    def privacy(self) -> Privacy:
        return Privacy(self.keep_idle_days, self.keep_finished_days, self.privacy_url)

    @property
    def api_root(self) -> str:
        """The Bot API server's root, without a slash at the end."""
        return str(self.api_url).rstrip("/")


def read_settings() -> Settings:
    """Raises WrongSetting with one line that names the variable, or the line of ``.env``."""
    for name in (*os.environ, *_names_in(Path(ENV_FILE))):
        _refuse_unknown(name)
    try:
        settings = Settings.model_validate(
            {**_given(dotenv_values(ENV_FILE)), **_given(os.environ)}
        )
    except ValidationError as error:
        raise _wrong(error) from None
    return settings if settings.token is not None else _with_token_of_file(settings)


def _given(variables: Mapping[str, str | None]) -> dict[str, str]:
    """Our settings among them, by the names of their fields. What is empty is not set."""
    return {
        name.upper().removeprefix(PREFIX).lower(): text
        for name, text in variables.items()
        if text and name.upper().startswith(PREFIX)
    }


def check_setting(name: str, text: str) -> None:
    """Whether a setting, by the name of its field, could be this. Raises WrongSetting."""
    try:
        Settings.model_validate({name: text})
    except ValidationError as error:
        raise _wrong(error) from None


def _wrong(error: ValidationError) -> WrongSetting:
    first = error.errors()[0]
    name = str(first["loc"][0])
    words = _NOT.get(name, first["msg"].removeprefix("Value error, "))
    return WrongSetting(f"{PREFIX}{name}".upper() + f": {words}")


def _with_token_of_file(settings: Settings) -> Settings:
    try:
        text = token_in(settings.token_file)
        token = None if text is None else _token(SecretStr(text))
    except ValueError as wrong:
        raise WrongSetting(f"{PREFIX}TOKEN_FILE: {wrong}") from None
    return settings.model_copy(update={"token": token})


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

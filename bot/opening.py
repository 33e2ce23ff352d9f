"""What the settings name: the database and its keys, the flows, the clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.keeping.database_file import keys_beside
from bot.keeping.master_key import master_keys
from bot.keeping.storage import Storage
from bot.settings import Settings
from conversations.flow import Flows
from conversations.flows.every import FLOWS


def storage_of(settings: Settings, *, as_left: bool = False) -> Storage:
    """A first master key is made where nothing was sealed with one yet. Raises UnusableDatabase,
    UnusableKey."""
    is_new = not keys_beside(settings.database).exists()
    masters = master_keys(settings.given_key, settings.key_file, make=is_new)
    return Storage(settings.database, masters, as_left=as_left)


def flows_of(settings: Settings) -> Flows:
    return replace(FLOWS, booking=settings.booking_url)


def today_of(settings: Settings) -> Callable[[], date]:
    pretended = settings.today
    return date.today if pretended is None else lambda: pretended


def now_of(settings: Settings) -> Callable[[], datetime]:
    pretended = settings.today
    if pretended is None:
        return lambda: datetime.now(UTC)
    # Day in every time zone of the United States.
    by_day = datetime.combine(pretended, time(20), UTC)
    return lambda: by_day

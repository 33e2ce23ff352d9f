import pytest


def pytest_configure(config: pytest.Config) -> None:
    """pytest undoes what `bot.receiving.polling` says of warnings, so it is said here again."""
    config.addinivalue_line("filterwarnings", "ignore:Please use 'Bot.getUpdates'")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _times_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it python-telegram-bot warns on every 429, and a warning fails a test."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")

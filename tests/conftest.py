"""Recordings: texts on file that a test compares with, and writes anew when told to."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, settings

# The same examples every time, and no stop watch: a test fails for what the code does.
settings.register_profile("repeatable", derandomize=True, print_blob=True, deadline=None)
# Whether a test fails is all that make mutants asks, not by which smallest example.
settings.register_profile(
    "mutants", settings.get_profile("repeatable"), phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record",
        action="store_true",
        help="write recorded texts anew instead of comparing; read the diff before committing it",
    )


@pytest.fixture
def recorded(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with the one in a file, or writes it there with --record."""

    def compare(file: Path, text: str) -> None:
        if request.config.getoption("--record"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.exists(), f"{file} is not recorded yet: run pytest --record"
        assert text == file.read_text(encoding="utf-8"), f"not as recorded in {file}"

    return compare

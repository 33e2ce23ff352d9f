import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record",
        action="store_true",
        help="write transcripts and golden files anew; look at what git says has changed",
    )

"""What must be documented is, and what is documented works."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.settings import PREFIX, Settings
from bot.telegram.profile import COMMANDS
from calc.cases import CALCULATIONS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting(name: str) -> None:
    assert f"| `{PREFIX}{name.upper()}` |" in README


def test_no_other_setting() -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", README))
    assert named == {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command(command: str) -> None:
    assert f"| /{command} |" in README


@pytest.mark.parametrize("command", main.commands)
def test_every_command_of_the_operator(command: str) -> None:
    assert f"| `{command}` |" in README


@pytest.mark.parametrize("name", CALCULATIONS)
def test_every_calculation(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize("target", re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
def test_every_make_target(target: str) -> None:
    assert f"make {target}" in README or target == "clean"


def test_the_example_of_calc() -> None:
    case, result = re.search(r"echo '(.+)' \\\n.+\n +(.+)\n", README).groups()
    done = subprocess.run(
        [sys.executable, "-m", "calc"], input=case, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == json.loads(result)


def test_decisions_are_numbered_and_short() -> None:
    text = (ROOT / "DECISIONS.md").read_text("utf-8")
    decisions = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    for number, decision in enumerate(decisions, start=1):
        title, *lines = decision.strip().splitlines()
        assert title.startswith(f"{number}. ")
        assert len([line for line in lines if line]) <= 10, title

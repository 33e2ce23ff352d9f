"""The process that draws beside the bot: it may end at any time, and knows nothing but drawings."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.render import drawing, drawing_process, typesetting
from bot.render.drawing import Drawing, Template, as_it_is, picture
from bot.render.drawing_process import draw
from tests.bot.a_key import PRORATA_KEY
from tests.conversations.results import shown

PICTURE = picture(shown())
SPOILT = Drawing(Template.PICTURE, "{")


def process() -> subprocess.Popen[bytes]:
    running = drawing_process._BESIDE._process
    assert running is not None
    return running


async def test_it_draws_as_the_program_itself_does() -> None:
    assert await draw(PICTURE) == drawing.draw(PICTURE)
    assert await draw(as_it_is("what is kept")) == b"what is kept"


async def test_it_is_the_same_as_long_as_it_runs() -> None:
    await draw(PICTURE)
    first = process().pid
    await draw(PICTURE)
    assert process().pid == first


async def test_another_one_draws_where_it_has_ended() -> None:
    """Nothing was drawn for a minute, or the system took it."""
    await draw(PICTURE)
    process().kill()
    process().wait()
    assert (await draw(PICTURE)).startswith(b"\x89PNG")


async def test_what_cannot_be_drawn_keeps_nothing_else_from_it() -> None:
    with pytest.raises(RuntimeError) as failure:
        await draw(SPOILT)
    assert SPOILT.data not in str(failure.value)
    assert (await draw(PICTURE)).startswith(b"\x89PNG")


async def test_one_that_never_draws_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = tmp_path / "ends.py"
    ends.write_text("")
    drawing_process._BESIDE.end()
    monkeypatch.setattr(drawing_process, "PROGRAM", ends)
    with pytest.raises(RuntimeError):
        await draw(PICTURE)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
async def test_it_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRORATA_KEY", PRORATA_KEY)
    monkeypatch.setenv("prorata_token", "123:ABC-DEF")
    drawing_process._BESIDE.end()
    await draw(PICTURE)
    told = Path(f"/proc/{process().pid}/environ").read_bytes()
    assert b"PATH=" in told
    assert PRORATA_KEY.encode() not in told
    assert b"123:ABC-DEF" not in told


def test_it_ends_when_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    quiet, asks = os.pipe()
    with open(quiet, "rb") as nothing, open(asks, "wb"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(nothing))
        monkeypatch.setattr(typesetting, "IDLE", 0.0)
        typesetting.main()


def test_it_ends_with_the_bot() -> None:
    subprocess.run([sys.executable, drawing_process.PROGRAM], input=b"", check=True, timeout=20)

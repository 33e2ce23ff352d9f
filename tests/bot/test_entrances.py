"""Whatever comes in, from Telegram or from somebody who wants in: no crash, nobody reads what is
somebody else's, nothing typed becomes markup, and every update is confirmed in the end."""

import io
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.glossary_search import GlossarySearch
from bot.keeping.storage import Storage
from bot.telegram.access import Access
from bot.terminal.chat import TerminalChat
from conversations.flows.every import FLOWS
from tests.bot.a_key import MASTERS
from tests.bot.entrance import entrance, is_trouble, said, tapped
from tests.bot.forged_updates import ANN, BOB, CARL, DATA, KINDS, TEXTS, Forger
from tests.conversations.talking import TODAY

UPDATES = 100
LINES = [words.encode(errors="replace") for words in TEXTS]


@pytest.mark.parametrize("seed", range(8606, 8612))
async def test_forged_updates(tmp_path: Path, seed: int) -> None:
    async with entrance(tmp_path) as door:
        forger = Forger(seed, door.buttons)
        for _ in range(UPDATES):
            await door.takes(forger.update())


async def test_behind_a_closed_door(tmp_path: Path) -> None:
    """A stranger does not get in, and is told once at most."""
    async with entrance(tmp_path, access=Access.LISTED, people=(ANN,)) as door:
        forger = Forger(8608, door.buttons)
        told = [letter for _ in range(UPDATES) for letter in await door.takes(forger.update())]
        assert door.storage.person(CARL) is None
        assert (
            len([letter for letter in told if letter[0] == CARL and not is_trouble([letter])]) == 1
        )


@pytest.mark.parametrize("half", ["\ud800", "a\udfffb"])
async def test_half_a_character(tmp_path: Path, half: str) -> None:
    """JSON can have one; nothing that is kept or sent can."""
    who = {"id": BOB, "is_bot": False, "first_name": "x"}
    query = {"id": "1", "from": who, "query": half, "offset": ""}
    async with entrance(tmp_path) as door:
        await door.takes(said(1_001, BOB, half))
        await door.takes(tapped(1_002, BOB, half))
        await door.takes({"update_id": 1_003, "inline_query": query})


async def test_every_kind_of_update(tmp_path: Path) -> None:
    async with entrance(tmp_path) as door:
        forger = Forger(8609, door.buttons)
        for number, kind in enumerate(KINDS * 3, start=100):
            made = {}
            while kind not in made:
                made = forger._by_the_book()
            await door.takes({"update_id": number, **made})


@settings(max_examples=25)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(TEXTS).map(lambda words: (said, words)),
            st.text(max_size=60).map(lambda words: (said, words)),
            st.sampled_from(DATA).map(lambda data: (tapped, data)),
            st.text(max_size=64).map(lambda data: (tapped, data)),
        ),
        max_size=12,
    )
)
@example([(said, "backdoor"), (said, "2026"), (said, "a\ud800b")])
def test_whatever_one_person_says_and_taps(steps) -> None:
    async def walk(folder: Path) -> None:
        async with entrance(folder) as door:
            for number, (make, words) in enumerate(steps, start=1_000):
                letters = await door.takes(make(number, BOB, words))
                assert not is_trouble(letters), words

    with TemporaryDirectory() as folder:
        anyio.run(walk, Path(folder))


@settings(max_examples=12)
@given(st.lists(st.binary(max_size=60) | st.sampled_from(LINES), max_size=10))
def test_bytes_at_the_terminal(lines: list[bytes]) -> None:
    """As the program reads them (``bot.__main__``), also such that are no text."""
    typed = io.TextIOWrapper(io.BytesIO(b"\n".join(lines)), encoding="utf-8", errors="replace")
    screen = io.StringIO()
    with TemporaryDirectory() as folder, chdir(folder):  # a file may be asked for
        storage = Storage(Path(folder) / "prorata.db", MASTERS)
        talk = TerminalChat(storage, FLOWS, GlossarySearch(), lambda: TODAY, typed, screen)
        talk.run()
        storage.close()
    assert "could not be kept" not in screen.getvalue()
    assert all(character.isprintable() or character == "\n" for character in screen.getvalue())

"""Who may talk: everybody, the listed, the invited; and never a stranger who is not let in."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.keeping.storage import Storage
from bot.on_telegram import doors_of
from bot.settings import read_settings
from bot.telegram.access import Access
from bot.telegram.doors import INVITED_ONLY, SOME_ONLY, STILL_YOURS, Doors
from bot.telegram.inviting import CannotInvite, invitation
from bot.telegram.start_links import CODE_LENGTH, invitation_link, start_in
from tests.bot.a_key import MASTERS
from tests.bot.bot_api_server import BotApiServer
from tests.bot.phone import Chat
from tests.bot.program import ERRORS, Program
from tests.bot.talks import NOON, answer, answers_of, holds, kept_of, talking, text, until

OPERATOR = 1009
TO_THE_YEAR = "says /start \n taps Backdoor Roth \n taps 2026"


def doors(storage: Storage, access: Access, *people: int) -> dict[str, Any]:
    opened = Doors(storage, lambda: NOON, access, people, always=(OPERATOR,))
    return {"doors": opened, "operators": (OPERATOR,)}


def rows(storage: Storage, table: str) -> list[Any]:
    return storage.db.execute(f"SELECT * FROM {table}").fetchall()


def parameter_of(link: str) -> str:
    return link.partition("?start=")[2]


@pytest.fixture
def operator(server: BotApiServer) -> Chat:
    return server.chat(user_id=OPERATOR, first_name="Olga")


class TestAListOfPeople:
    async def test_who_is_on_it_talks(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        async with talking(server, storage, **doors(storage, Access.LISTED, ann.chat_id)):
            await holds(ann, TO_THE_YEAR)

    async def test_a_stranger_is_told_once_and_nothing_is_kept_of_them(
        self, server: BotApiServer, storage: Storage, ann: Chat, bob: Chat
    ) -> None:
        async with talking(server, storage, **doors(storage, Access.LISTED, ann.chat_id)):
            for words in ("/start", "backdoor", "95k", "/start", "/delete"):
                last = await bob.says(words)
            assert (await bob.hears()).text == SOME_ONLY
            await server.confirms(last.update_id)
            await holds(ann, "says /start")
            assert len([message for message in bob.messages if message.from_bot]) == 1
        assert kept_of(storage, bob) == "nothing"
        assert rows(storage, "visitors") == [(storage.vault.name(b"chat", "1002"), None, 1)]

    async def test_a_list_that_was_made_shorter_leaves_what_is_kept_to_the_person(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        async with talking(server, storage):
            await holds(ann, TO_THE_YEAR)
        async with talking(server, storage, **doors(storage, Access.LISTED)):
            await ann.says("single")
            assert (await ann.hears()).text == STILL_YOURS
            assert answers_of(storage, ann)["year"] == "2026"
            await ann.says("/export")
            assert (await ann.hears(2)).upload is not None
            await holds(ann, "says /delete")
            await ann.taps("Yes, delete")
            await until(lambda: kept_of(storage, ann) == "nothing")


class TestInvitations:
    async def test_a_link_lets_one_person_in_and_nobody_else(
        self, server: BotApiServer, storage: Storage, ann: Chat, bob: Chat
    ) -> None:
        parameter = parameter_of(invitation(storage, "prorata_bot", NOON))
        async with talking(server, storage, **doors(storage, Access.INVITED)):
            await holds(ann, TO_THE_YEAR.replace("/start", f"/start {parameter}"))
            await bob.says(f"/start {parameter}")
            assert (await bob.hears()).text == INVITED_ONLY
        assert kept_of(storage, bob) == "nothing"

    async def test_an_update_that_comes_twice_uses_it_once(
        self, server: BotApiServer, storage: Storage, ann: Chat, bob: Chat
    ) -> None:
        parameter = parameter_of(invitation(storage, "prorata_bot", NOON, people=2))
        async with talking(server, storage, **doors(storage, Access.INVITED)):
            said = await ann.says(f"/start {parameter}")
            await answer(ann)
            server.repeat(said.update_id)
            await holds(ann, f"says /start {parameter}")
            await holds(bob, f"says /start {parameter}")

    async def test_who_was_let_in_stays_in_also_after_forgetting_everything(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        parameter = parameter_of(invitation(storage, "prorata_bot", NOON))
        async with talking(server, storage, **doors(storage, Access.INVITED)):
            await holds(ann, f"says /start {parameter} \n says /delete")
            await ann.taps("Yes, delete")
            await until(lambda: kept_of(storage, ann) == "nothing")
        async with talking(server, storage, **doors(storage, Access.INVITED)):
            assert "Roth" in text(await holds(ann, "says /start"))

    async def test_who_talked_before_the_doors_were_closed_goes_on(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        async with talking(server, storage):
            await holds(ann, TO_THE_YEAR)
        async with talking(server, storage, **doors(storage, Access.INVITED)):
            await holds(ann, "taps Single")

    @pytest.mark.parametrize(
        ("people", "days", "later"),
        [(1, 14, timedelta(days=14, seconds=1)), (1_000, 1, timedelta(days=2))],
    )
    def test_one_that_is_too_old(
        self, storage: Storage, people: int, days: int, later: timedelta
    ) -> None:
        link = invitation(storage, "prorata_bot", NOON, people, days)
        start = start_in(f"/start {parameter_of(link)}")
        assert start is not None
        assert start.code is not None
        assert not storage.visitors.use(start.code, NOON + later)
        assert storage.visitors.use(start.code, NOON + timedelta(days=days))

    def test_no_code_is_kept(self, storage: Storage) -> None:
        parameter = parameter_of(invitation(storage, "prorata_bot", NOON))
        code = parameter.removeprefix("inv_")
        for file in storage.path.parent.iterdir():
            assert code.encode() not in file.read_bytes(), file.name

    @pytest.mark.parametrize(("people", "days"), [(0, 14), (1_001, 14), (1, 0), (1, 366)])
    def test_one_without_an_end(self, storage: Storage, people: int, days: int) -> None:
        with pytest.raises(CannotInvite):
            invitation(storage, "prorata_bot", NOON, people, days)

    async def test_with_who_sent_the_person(
        self, server: BotApiServer, storage: Storage, ann: Chat
    ) -> None:
        link = invitation(storage, "prorata_bot", NOON, sent_by="smith-cpa")
        async with talking(server, storage, **doors(storage, Access.INVITED)):
            await holds(ann, f"says /start {parameter_of(link)}")
        said = storage.said(ann.chat_id)
        assert said is not None
        assert said.referred_by == "smith-cpa"

    def test_a_parameter_fits_into_a_link(self) -> None:
        code = "a" * CODE_LENGTH
        longest = invitation_link("prorata_bot", code, "x" * 39)
        assert len(parameter_of(longest)) == 64
        for name in ("x" * 40, "", "with blank", "ä", "a&b=c"):
            with pytest.raises(ValueError, match="is not a name"):
                invitation_link("prorata_bot", code, name)


class TestOperators:
    async def test_an_invitation(
        self, server: BotApiServer, storage: Storage, operator: Chat, ann: Chat
    ) -> None:
        async with talking(server, storage, **doors(storage, Access.INVITED)):
            asked = await operator.says("/invite 2 30")
            link = (await operator.hears()).text.splitlines()[-1]
            server.repeat(asked.update_id)
            await holds(ann, f"says /start {parameter_of(link)}")
            assert storage.visitors.invitations(NOON) == 1
            assert len([message for message in operator.messages if message.from_bot]) == 1

    async def test_shutting_somebody_out_and_letting_them_in(
        self, server: BotApiServer, storage: Storage, operator: Chat, ann: Chat
    ) -> None:
        async with talking(server, storage, **doors(storage, Access.OPEN)):
            await holds(ann, TO_THE_YEAR)
            await operator.says(f"/shutout {ann.chat_id}")
            await operator.hears()
            await ann.taps("Single")
            assert (await ann.hears()).text == STILL_YOURS
            await operator.says(f"/letin {ann.chat_id}")
            await operator.hears()
            await holds(ann, "taps Single")

    async def test_counts(
        self, server: BotApiServer, storage: Storage, operator: Chat, ann: Chat
    ) -> None:
        async with talking(server, storage, **doors(storage, Access.OPEN)):
            await holds(ann, TO_THE_YEAR)
            await operator.says("/stats")
            assert "People whose answers are kept" in (await operator.hears()).text

    @pytest.mark.parametrize(
        "words", ["/shutout", "/shutout Ann", "/shutout 0", "/invite 0", "/invite x", "/stats now"]
    )
    async def test_what_cannot_be_meant(
        self, server: BotApiServer, storage: Storage, operator: Chat, words: str
    ) -> None:
        async with talking(server, storage, **doors(storage, Access.INVITED)):
            await operator.says(words)
            await operator.hears()
        assert rows(storage, "visitors") == rows(storage, "invitations") == []

    async def test_are_nobody_else(
        self, server: BotApiServer, storage: Storage, ann: Chat, bob: Chat
    ) -> None:
        """Whatever a menu shows."""
        async with talking(server, storage, **doors(storage, Access.OPEN)):
            await holds(bob, TO_THE_YEAR)
            await holds(ann, f"says /start \n says /shutout {bob.chat_id} \n says /invite")
            assert "t.me" not in str(ann)
        assert rows(storage, "visitors") == rows(storage, "invitations") == []


class TestTheProgram:
    async def test_makes_a_link(
        self, server: BotApiServer, tmp_path: Path, program: Program
    ) -> None:
        process = await program(
            tmp_path,
            *("invite", "--people", "3", "--ref", "smith"),
            PRORATA_TOKEN=server.token,
            PRORATA_API_URL=server.url,
            PRORATA_ACCESS="invited",
        )
        link, _ = await process.communicate()
        start = start_in(f"/start {parameter_of(link.decode().strip())}")
        assert start is not None
        assert start.text == "/start ref_smith"
        with closing(Storage(tmp_path / "prorata.db", MASTERS)) as storage:
            assert storage.visitors.invitations(NOON) == 3

    @pytest.mark.parametrize(
        "settings",
        [
            {"PRORATA_ACCESS": "listed"},
            {"PRORATA_ACCESS": "open", "PRORATA_PEOPLE": "1001"},
            {"PRORATA_ACCESS": "closed"},
            {"PRORATA_PEOPLE": "ann"},
            {"PRORATA_OPERATORS": "@olga"},
        ],
    )
    async def test_refuses_settings_that_let_in_nobody_or_everybody_by_mistake(
        self, tmp_path: Path, program: Program, settings: dict[str, str]
    ) -> None:
        process = await program(tmp_path, PRORATA_TOKEN="1:x", **settings)
        await process.communicate()
        assert process.returncode == 1
        (line,) = (tmp_path / ERRORS).read_text().splitlines()
        assert any(name in line for name in settings)


class TestTheLogAtTheStart:
    """A bot that answers nobody is a dead end; one that answers everybody must say so."""

    @pytest.mark.parametrize(
        ("settings", "said"),
        [
            ({}, True),
            ({"access": "open"}, False),
            ({"access": "invited"}, False),
            ({"people": "1001"}, False),
        ],
    )
    def test_says_whether_anybody_may_talk(
        self,
        storage: Storage,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        settings: dict[str, str],
        said: bool,
    ) -> None:
        monkeypatch.chdir(storage.path.parent)
        for name, value in settings.items():
            monkeypatch.setenv(f"PRORATA_{name}".upper(), value)
        doors_of(read_settings(), storage, lambda: NOON)
        assert ("anybody on Telegram may talk" in caplog.text) == said

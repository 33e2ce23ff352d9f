"""A turn on Telegram: what a person did moves their talk, and what comes of it is kept in the same
transaction: messages for them, for the CPA, a text that may be shared, everything that is kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from bot.keeping.outbox import Letter
from bot.keeping.records import Person
from bot.keeping.retention import kept_until
from bot.keeping.storage import Moved, Storage
from bot.telegram.chat import collapsed, outgoing
from bot.telegram.message import File, to_json
from bot.telegram.reminding import Now, next_time
from bot.telegram.sharing import exported, is_offered, offering, to_cpa
from conversations.engine import turn
from conversations.events import Asked, Command, Event
from conversations.flow import Flows, Said
from conversations.glossary import LookUp
from conversations.replies import Export, Reply, Share, ToCpa
from conversations.sharing.consent import fingerprint


@dataclass(frozen=True)
class Taken:
    """What came of a turn."""

    replies: tuple[Reply, ...] = ()
    served: tuple[int, ...] = ()
    """Chats that something is to be sent to."""


class Turns:
    def __init__(
        self,
        storage: Storage,
        flows: Flows,
        look_up: LookUp,
        today: Callable[[], date],
        now: Now,
        cpa_chat: int | None,
    ) -> None:
        self._storage = storage
        self._flows = flows
        self._look_up = look_up
        self._today = today
        self._now = now
        self._cpa_chat = cpa_chat

    def take(
        self, update_id: int, chat: int, message: int | None, event: Event, *, inline: bool
    ) -> Taken:
        """``message`` was typed, or has the button that was tapped; ``inline`` where a token of
        what is shared would be answered. Raises sqlite3.Error."""
        taken = Taken()

        def move(said: Said | None) -> Moved:
            nonlocal taken
            moved = turn(self._flows, said, event, self._today(), self._look_up)
            share = next((one for one in moved.replies if isinstance(one, Share)), None)
            offered = offering(share, self._now()) if share is not None and inline else None
            messages = (
                *([] if moved.settled is None else [collapsed(moved.settled)]),
                *outgoing(moved.replies, message, None if offered is None else offered.token),
                *self._exports(moved.replies, moved.said, chat),
            )
            elsewhere = self._to_cpa(moved.replies, chat)
            taken = Taken(moved.replies, (chat, *(other for other, _ in elsewhere)))
            return Moved(
                moved.said,
                list(map(to_json, messages)),
                elsewhere=elsewhere,
                offered=None if offered is None else offered.offered,
                asked_in_vain=moved.in_vain,
                reminds=next_time(moved.said, self._now()),
                kept_until=kept_until(self._flows, moved.said, self._today()),
            )

        self._storage.turn(chat, move, update_id)
        return taken

    def share(self, update_id: int, person: int, token: str) -> str | None:
        """The text for a token, to whom it was given, once. Raises sqlite3.Error."""
        if not is_offered(self._storage.shown(person), token, self._now()):
            self._storage.set_aside(update_id)
            return None
        text = self._shared_text(person)
        self._storage.take_offered(update_id, person)
        return text

    def _shared_text(self, person: int) -> str | None:
        """As it was shown; None where it would be another one by now."""
        said, offered = self._storage.said(person), self._storage.shown(person).offered
        taken = turn(self._flows, said, Asked(Command.SHARE), self._today(), self._look_up)
        texts = [reply.text for reply in taken.replies if isinstance(reply, Share)]
        same = (text for text in texts if offered and fingerprint(text) == offered.content)
        return next(same, None)

    def _exports(self, replies: Iterable[Reply], said: Said | None, chat: int) -> list[File]:
        asked = [reply for reply in replies if isinstance(reply, Export)]
        if said is None or not asked:
            return []
        person = replace(self._storage.person(chat) or Person(chat), said=said)
        return [file for one in asked for file in exported(one, person, self._today())]

    def _to_cpa(self, replies: Iterable[Reply], person: int) -> list[Letter]:
        cpa = self._cpa_chat
        if cpa is None:
            return []
        words = (reply for reply in replies if isinstance(reply, ToCpa))
        return [(cpa, to_json(to_cpa(one, cpa, person))) for one in words]

"""How fast Telegram is spoken to: each chat by itself, and all of them together.

Telegram (core.telegram.org/bots/faq, "My bot is hitting limits"): in one chat no more than one
message a second, "short bursts" aside, in a group no more than 20 a minute, and no more than about
30 a second to all. Edits and deletions count in their chat too: bots that kept below the limit with
messages, and not with all they did, were shut out for hours (NousResearch/hermes-agent, 107612).

Whoever comes takes the next place and waits for it, so that places go in the order of coming, and a
chat in which there is a lot to say holds one place at a time like any other.
"""

import asyncio

OVERALL = 30.0
"""Places a second, for all chats together."""

A_CHAT = 1.0
"""Places a second, for a person's chat."""

AT_ONCE = 5
"""Places that a chat has at once after a rest: an answered question is tidied up and two messages
follow, and two more for whoever does not have to think."""

A_GROUP = 15 / 60
"""Places a second. With those that it has at once, it is never more than 20 in a minute."""

MESSAGES_A_STEP = 2
"""At most; what is only looks leaves places for as many."""

MOST_KEPT = 1024
"""Chats of which a pace is held in memory, before those that were quiet are let go."""


class Pace:
    """So many places a second in the long run, and some at once after a rest. What is known is when
    the next place is due if all come evenly (the generic cell rate algorithm, ITU-T I.371)."""

    def __init__(self, a_second: float, at_once: int) -> None:
        self._interval = 1 / a_second
        self._ahead = (at_once - 1) * self._interval
        self._due = 0.0

    def take(self, now: float) -> float:
        """Take the next place; gives how many seconds there are until then."""
        due = max(self._due, now)
        self._due = due + self._interval
        return max(0.0, due - self._ahead - now)

    def has(self, places: int, now: float) -> bool:
        """Whether so many could be taken now without waiting."""
        return max(self._due, now) + (places - 1) * self._interval - self._ahead <= now

    def hold(self, until: float) -> None:
        """No place is due before then."""
        self._due = max(self._due, until + self._ahead)

    def is_rested(self, now: float) -> bool:
        return self._due <= now


class Pacing:
    """``overall`` and ``a_chat`` are places a second; infinity for no limit."""

    def __init__(self, overall: float = OVERALL, a_chat: float = A_CHAT) -> None:
        self._overall = Pace(overall, at_once=1)
        self._a_chat = a_chat
        self._chats: dict[int, Pace] = {}

    async def turn(self, chat: int) -> None:
        """Wait until something may be sent to a chat. It takes a place among all only when it is
        its own chat's turn."""
        await _pass(self._of(chat).take(_now()))
        await self.turn_among_all()

    async def turn_among_all(self) -> None:
        await _pass(self._overall.take(_now()))

    def may_tidy(self, chat: int) -> bool:
        """Take a place for what is only looks, where nothing has to wait for that."""
        now, pace = _now(), self._of(chat)
        if not self._overall.has(1, now) or not pace.has(1 + MESSAGES_A_STEP, now):
            return False
        self._overall.take(now)
        pace.take(now)
        return True

    def hold(self, chat: int, seconds: float) -> None:
        """Telegram asks to leave this chat alone."""
        self._of(chat).hold(_now() + seconds)

    def _of(self, chat: int) -> Pace:
        if chat not in self._chats:
            if len(self._chats) >= MOST_KEPT:
                now = _now()
                busy = ((at, pace) for at, pace in self._chats.items() if not pace.is_rested(now))
                self._chats = dict(busy)
            a_second = min(self._a_chat, A_GROUP) if _is_group(chat) else self._a_chat
            self._chats[chat] = Pace(a_second, AT_ONCE)
        return self._chats[chat]


def _is_group(chat: int) -> bool:
    """Telegram's numbers of groups are below zero."""
    return chat < 0


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _pass(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)

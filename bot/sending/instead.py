"""What is said once a message is sent, and in its place where it cannot be."""

from collections.abc import Iterable
from contextlib import suppress

from bot.keeping.outbox import Letter
from bot.telegram.message import File, Message, Outgoing, Plainly, Rich, To, from_json, to_json


def rest(message: Outgoing | None) -> Outgoing | None:
    """What is still to be said to the same person after the first of several."""
    match message:
        case Plainly(plain=(_, *others)) if others:
            return Plainly(tuple(others))
        case _:
            return None


def instead(message: Outgoing | None) -> Outgoing | None:
    """A file that did not go out, or perhaps not, is told of in words; what a rich message says is
    said plainly."""
    match message:
        case File(regret=Message() as words):
            return words
        case Rich(plain=plain):
            return Plainly(plain)
        case _:
            return rest(message)


def then(message: Outgoing) -> list[Letter]:
    """What others are told once it is there."""
    return _letters(message.then) if isinstance(message, File) else []


def regrets(*messages: Outgoing | None) -> list[Letter]:
    """What others are told of messages that do not arrive."""
    files = (message for message in messages if isinstance(message, File))
    return _letters(file.regret for file in files if isinstance(file.regret, To))


def regrets_of(waiting: Iterable[str]) -> list[Letter]:
    """The same of messages as they wait in the database."""
    messages: list[Outgoing] = []
    for text in waiting:
        with suppress(ValueError):  # it cannot be read
            messages.append(from_json(text))
    return regrets(*messages)


def _letters(to_others: Iterable[To]) -> list[Letter]:
    return [(one.chat, to_json(one.message)) for one in to_others]

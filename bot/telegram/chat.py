"""Telegram's side of a talk: updates become events, replies become messages. Nothing here
decides what happens in the talk."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from telegram import Chat, Update
from telegram import Message as TelegramMessage
from telegram.constants import ChatType

from bot.render import telegram_html, telegram_rich
from bot.render.drawing import in_a_calendar, on_paper
from bot.telegram.callback_data import decode, encode
from bot.telegram.keyboard import rows, to_try_again, with_keyboard
from bot.telegram.message import Collapse, Deletion, File, Key, Message, Outgoing, Rich
from bot.telegram.result import charts, result
from bot.telegram.sharing import shared
from bot.telegram.start_links import start_in
from conversations.document import Paper
from conversations.events import Asked, Command, Edited, Event, Typed, Unreadable
from conversations.replies import (
    Ask,
    Calendar,
    Card,
    Export,
    Forget,
    Hand,
    Line,
    Picture,
    Reply,
    Sample,
    Say,
    Share,
    Show,
    Tasks,
    Toast,
    ToCpa,
)

MOST_BUTTONS = 100
"""Of a message (Bot API, InlineKeyboardMarkup). Further answers are changed by typing."""

LONGEST_TEXT = 4096
"""Characters of a message (Bot API, Message)."""

PENCIL = "\u270f\ufe0f"

PRIVATE_ONLY = "I only talk in private chats: your accounts are nobody else's business."


@dataclass(frozen=True)
class Incoming:
    """What an update means to us."""

    chat: int
    private: bool
    event: Event | None
    """None where there is nothing to answer."""
    callback_query: str | None = None
    """To be answered, or the button keeps spinning."""
    message: int | None = None
    """The message that was typed, or whose button was tapped."""


def incoming(update: Update) -> Incoming | None:
    """None for an update that belongs to no chat."""
    chat = update.effective_chat
    if chat is None:
        return None
    private = chat.type == ChatType.PRIVATE
    sender = update.effective_user
    if private and (sender is None or sender.id != chat.id):
        # A private chat has the number of its person; nobody else speaks or taps in it.
        return Incoming(chat.id, private, None)
    query = update.callback_query
    if query is not None:
        message_id = query.message.message_id if query.message else None
        return Incoming(chat.id, private, decode(query.data or ""), query.id, message_id)
    if update.edited_message is not None:
        return Incoming(chat.id, private, Edited())
    if update.message is not None:
        message = update.message
        return Incoming(chat.id, private, _event(message), message=message.message_id)
    return Incoming(chat.id, private, None)


def _event(message: TelegramMessage) -> Event | None:
    if message.text is not None and len(message.text) <= LONGEST_TEXT:
        return Typed(_without_address(message.text))
    if message.text is not None:
        return Unreadable()
    if message.effective_attachment is not None:
        return Unreadable()
    return None  # a service message: somebody pinned something, or the like


def _without_address(text: str) -> str:
    """A command as it is meant: without the bot's name, and without what follows it, unless that
    is what is asked, or says how the person came here."""
    command = re.match(r"\s*/(\w+)(?:@\w+)?(\s.*)?$", text, re.DOTALL)
    if command is None:
        return text
    name, rest = command.groups()
    whole = f"/{name}{rest or ''}"
    takes_more = name in (Command.ASK, Command.SAVE) or start_in(whole) is not None
    return whole if takes_more else f"/{name}"


def speaks_to_a_group(chat: Chat) -> bool:
    return chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)


def outgoing(
    replies: Sequence[Reply], came: int | None = None, token: str | None = None
) -> list[Outgoing]:
    """The messages that show the replies; ``came`` is the message that was typed, or whose button
    was tapped, and a ``token`` stands for what is shared."""
    return [message for reply in replies for message in _messages(reply, came, token)]


def collapsed(settled: Line) -> Collapse:
    """What is left of an answered question in the chat."""
    change = settled.change
    assert change is not None
    assert isinstance(change.makes, Asked)
    label = f"{PENCIL} {change.label}"
    return Collapse(
        change.makes.question or "",
        telegram_html.line(settled.name, settled.value),
        ((Key(label, encode(change.makes)),),),
    )


def toast(replies: Sequence[Reply]) -> str | None:
    """What to show for a moment over the chat."""
    return next((reply.text for reply in replies if isinstance(reply, Toast)), None)


def _messages(reply: Reply, came: int | None, token: str | None) -> Sequence[Outgoing]:
    match reply:
        case Say(text, choices, in_place):
            texts = telegram_html.messages(text)
            return with_keyboard(texts, rows(choices), came if in_place else None)
        case Ask():
            edits = came if reply.in_place else None
            keyboard = (*rows(reply.choices), *rows(reply.controls))
            return [Message(_question(reply), keyboard, edits, reply.question)]
        case Card(controls=controls):
            changes = _changes(reply)[: MOST_BUTTONS - len(controls)]
            return with_keyboard(telegram_html.card(reply), (*_pairs(changes), *rows(controls)))
        case Tasks():
            return _tasks(reply, came if reply.in_place else None)
        case Show():
            return result(reply, came)
        case Hand(paper):
            return [_pdf(paper)]
        case Calendar():
            return [_calendar(reply)]
        case Picture():
            return charts(reply)
        case Sample(document, refused):
            html = telegram_rich.document(document)
            return [] if html is None else [Rich(html, (Message(refused),))]
        case Share():
            return shared(reply, token)
        case Toast() | ToCpa() | Export():
            return []  # these go elsewhere, or need what only the database has
        case Forget():
            return [] if came is None else [Deletion(came)]


def _tasks(shown: Tasks, edits: int | None) -> Sequence[Message]:
    """A button for each thing to tick; below what has too many, they stand on the last of it."""
    links = tuple((Key(link.label, url=link.url),) for link in shown.links)
    toggles = tuple(
        (Key(f"{telegram_html.BOXES[task.item.done]} {task.item.title}", encode(task.makes)),)
        for task in shown.items[: MOST_BUTTONS - len(shown.links) - len(shown.controls)]
    )
    keyboard = (*links, *toggles, *rows(shown.controls))
    return with_keyboard(telegram_html.tasks(shown), keyboard, edits)


def _pdf(paper: Paper) -> File:
    regret = "The PDF did not go through; it may be Telegram or the connection. Nothing is lost."
    return File(
        on_paper(paper),
        f"prorata-{paper.reference}.pdf",
        f"To forward or to print, for your CPA. Reference {escape(paper.reference)}.",
        to_try_again(regret, Command.PDF),
    )


def _calendar(calendar: Calendar) -> File:
    regret = "The calendar file did not go through; /remind shows the dates. Nothing is lost."
    return File(
        in_a_calendar(calendar),
        "prorata.ics",
        "Open it to put the dates into your calendar. Another one later changes those, and adds "
        "none twice.",
        to_try_again(regret, Command.CALENDAR),
    )


def _question(ask: Ask) -> str:
    note = f"{escape(ask.note, quote=False)}\n\n" if ask.note else ""
    progress = escape(ask.progress, quote=False)
    return f"{note}<i>{progress}</i>\n<b>{escape(ask.text, quote=False)}</b>"


def _changes(card: Card) -> Sequence[Key]:
    """A button for every answer that can be changed."""
    buttons = [line.change for group in card.groups for line in group.lines if line.change]
    return [Key(f"{PENCIL} {button.label}", encode(button.makes)) for button in buttons]


def _pairs(keys: Sequence[Key]) -> Iterator[tuple[Key, ...]]:
    for at in range(0, len(keys), 2):
        yield tuple(keys[at : at + 2])

"""What leaves a person's chat on Telegram, and everything that is kept, handed to themselves.

A text is shared by Telegram's chat picker: the button carries a token, Telegram asks for what it
stands for as an inline query, and the person's record answers it, once, within some minutes.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape

from bot.keeping.records import Offered, Person, Shown, everything
from bot.render import telegram_html
from bot.render.drawing import on_paper
from bot.sending.calling import Parameters
from bot.telegram.keyboard import rows, to_try_again
from bot.telegram.message import File, Key, Message, Outgoing, To
from conversations.events import Asked, Command
from conversations.replies import Button, Export, Say, Share, ToCpa
from conversations.sharing.consent import fingerprint

GOOD_FOR = timedelta(minutes=15)
"""A token that was shown and not used is good for nothing after that."""

_PDF = Button("PDF", Asked(Command.PDF))
_BACK = Button("Back to the result", Asked(Command.RESULT))

_TO_COPY = "The text above is what is shared: forward the message, or copy it into another app."
_NOT_SENT_YET = "Nothing is sent before you send it."


@dataclass(frozen=True)
class Offering:
    """A text that can be put into a chat, once."""

    token: str
    """Carried by the button; only its hash is kept."""
    offered: Offered


def offering(share: Share, now: datetime) -> Offering:
    token = secrets.token_urlsafe(16)
    until = int((now + GOOD_FOR).timestamp())
    return Offering(token, Offered(fingerprint(token), fingerprint(share.text), until))


def shared(share: Share, token: str | None) -> Sequence[Message]:
    """The text by itself, so that it can be forwarded as it stands, then what can be done with it.
    Without a token where the bot may not answer inline queries (BotFather, /setinline)."""
    minutes = GOOD_FOR.seconds // 60
    picked = (
        f"Choose a chat puts it there for you, within {minutes} minutes. You still have to send it."
    )
    words = " ".join((_TO_COPY, _NOT_SENT_YET if token is None else picked))
    picker = () if token is None else ((Key("Choose a chat", shares=token),),)
    text = telegram_html.messages(share.text)
    return [*map(Message, text), Message(words, (*picker, *rows((_PDF, _BACK))))]


def is_offered(shown: Shown, token: str, now: datetime) -> bool:
    """Whether a token is the one that was given to this person last, not used and not too old."""
    offered = shown.offered
    return (
        offered is not None
        and secrets.compare_digest(offered.token, fingerprint(token))
        and now.timestamp() <= offered.until
    )


def to_cpa(word: ToCpa, cpa: int, person: int) -> Outgoing:
    """A message to the CPA's chat; the person is told in theirs what became of it."""
    if word.result is None:
        return Message(escape(word.text, quote=False))
    result = word.result
    return File(
        on_paper(result.paper),
        f"prorata-{result.paper.reference}.pdf",
        escape(word.text, quote=False),
        To(person, _said(result.regret)),
        (
            *(To(cpa, Message(text)) for text in telegram_html.messages(result.text)),
            To(person, _said(result.told)),
        ),
    )


def _said(say: Say) -> Message:
    (text,) = telegram_html.messages(say.text)
    return Message(text, rows(say.choices))


def exported(export: Export, person: Person, today: date) -> Sequence[File]:
    """Everything that is kept, as it is kept and as paper."""
    regret = to_try_again("The export did not go through. Nothing is lost.", Command.EXPORT)
    stored = everything(person, today)
    return (
        File(stored, "prorata-export.json", "Everything kept about you, as it is stored.", regret),
        File(on_paper(export.paper), "prorata-export.pdf", "The same, to read.", regret),
    )


def answered_with(text: str | None) -> Parameters:
    """The answer to an inline query: a text for the chosen chat, or the way to a talk. Kept by
    Telegram for nobody, and for no time."""
    nobodys = {"cache_time": 0, "is_personal": True}
    if text is None:
        button = {"text": "Share from a result", "start_parameter": "share"}
        return {"results": [], "button": button, **nobodys}
    content = {"message_text": text, "link_preview_options": {"is_disabled": True}}
    summary = {
        "type": "article",
        "id": "summary",
        "title": "Your summary",
        "input_message_content": content,
        "description": text,
    }
    return {"results": [summary], **nobodys}

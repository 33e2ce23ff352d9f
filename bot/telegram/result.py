"""A result as messages: the number below its picture, then what there is to know and to do.

They are two. The second changes in place into what its buttons open, and back.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.render import telegram_html, telegram_rich
from bot.render.drawing import picture
from bot.render.telegram_result import TwoMessages, in_two_messages, longest_first
from bot.telegram.keyboard import Rows, rows, to_try_again, with_keyboard
from bot.telegram.message import File, Message, Outgoing, Rich
from conversations.document import Document, Paragraph
from conversations.events import Command, Opened
from conversations.parts import MORE, Part, parts
from conversations.preferences import Preference
from conversations.replies import Button, Picture, Show


def result(shown: Show, came: int | None) -> Sequence[Outgoing]:
    """``came`` is the message whose button was tapped."""
    if shown.opened is None:
        texts = [*_note(shown), *telegram_html.document(shown.document)]
        plain = with_keyboard(texts, rows(shown.controls))
        return _richly(shown, plain) or plain
    told = in_two_messages(shown.document)
    edits = came if shown.in_place else None
    part = _opened(shown.document, shown.opened)
    if part is not None:
        return _part(part, told, shown.opened, edits)
    keyboard = rows(tuple(_below(shown, told, shown.opened)))
    if edits is not None:
        return [Message(told.second, keyboard, edits)]
    second = Message(told.second, keyboard, silent=bool(told.first))
    words = list(map(Message, _first(shown, told)))
    return _richly(shown, [*words, second]) or [*_with_picture(shown, told, words), second]


def _opened(document: Document, at: Opened) -> Part | None:
    if at.part in ("", MORE):
        return None
    return next((part for part in parts(document) if part.mark == at.part), None)


def charts(shown: Picture | Show) -> Sequence[File]:
    """Below each other, with the sentences they show; nothing without any."""
    every = shown.document.charts
    if not every:
        return []
    caption = telegram_html.caption([chart.shows for chart in every])
    words = "The picture did not go through; what it shows is said in the result."
    return [_picture(shown, caption, to_try_again(words, Command.CHART))]


def _with_picture(shown: Show, told: TwoMessages, words: list[Message]) -> Iterator[Outgoing]:
    """The picture takes the words below it that are sent alone where it does not go through."""
    if not (shown.document.charts and told.first):
        yield from words
        return
    *note, first = words
    yield from note
    again = to_try_again(first.text, Command.CHART, "Try the picture again")
    yield _picture(shown, first.text, again)


def _picture(shown: Picture | Show, caption: str, regret: Message) -> File:
    drawn = picture(shown.document, dark=Preference.DARK in shown.prefers)
    return File(drawn, "prorata.png", caption, regret)


def _first(shown: Show, told: TwoMessages) -> list[str]:
    """What was said before stands above the number, where there is room for it."""
    texts = list(filter(None, (*_note(shown), told.first)))
    together = "\n\n".join(texts)
    fits = telegram_html.length(together) <= longest_first(shown.document)
    return [together] if together and fits else texts


def _note(shown: Show) -> list[str]:
    return [] if shown.note is None else telegram_html.messages(shown.note)


def _below(shown: Show, told: TwoMessages, at: Opened) -> Iterator[Button]:
    """What is behind the message comes first, what is wanted less often last."""
    if at.part == MORE:
        yield from (*shown.further, _back(at))
        return
    yield from _opening(told.behind, at)
    yield from shown.controls
    if shown.further:
        yield Button("More", Opened(MORE, at.of))


def _opening(behind: Iterable[Part], at: Opened) -> Iterator[Button]:
    return (Button(part.title, Opened(part.mark, at.of)) for part in behind)


def _back(at: Opened) -> Button:
    return Button("Back to the result", Opened("", at.of))


def _part(part: Part, told: TwoMessages, at: Opened, edits: int | None) -> Sequence[Message]:
    others = (one for one in told.behind if one != part)
    keyboard: Rows = rows((*_opening(others, at), _back(at)))
    texts = telegram_html.document(Document(part.blocks)) or [part.title]
    return with_keyboard(texts, keyboard, edits)


def _richly(shown: Show, plain: Sequence[Message]) -> Sequence[Outgoing]:
    """A rich message in the place of texts, for a person who wants it so: all parts of a result
    are in it. Nothing for others, and where it would not fit."""
    if Preference.RICH not in shown.prefers:
        return []
    note = () if shown.note is None else (Paragraph(shown.note),)
    html = telegram_rich.document(Document((*note, *shown.document.blocks)))
    if html is None:
        return []
    keyboard = rows((*shown.controls, *shown.further))
    above = charts(shown)
    return [*above, Rich(html, tuple(plain), keyboard, silent=bool(above))]

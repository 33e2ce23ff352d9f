"""A result as a phone shows it: both messages, then what each button makes of the second."""

from collections.abc import Iterator
from html import escape

from bot.telegram.callback_data import decode
from bot.telegram.chat import outgoing
from bot.telegram.message import File, Key, Message
from conversations.events import Event, Opened
from tests.conversations.talking import Talk

WIDTH = 360
"""Points of a phone, less the margins of a message."""

_STYLE = f"""
body {{ background: #8aa8bd; font: 15px/1.35 sans-serif; margin: 12px; }}
section {{ display: inline-block; vertical-align: top; width: {WIDTH}px; margin-right: 16px; }}
h2 {{ font-size: 13px; color: #fff; }}
.message {{ background: #fff; border-radius: 10px; padding: 8px 10px; white-space: pre-wrap; }}
.message img {{ width: 100%; border-radius: 6px; }}
.row {{ display: flex; gap: 4px; margin-top: 4px; }}
.row span {{ flex: 1; background: #5f8199; color: #fff; border-radius: 6px; padding: 6px 0;
  text-align: center; }}
.message + .message {{ margin-top: 8px; }}
blockquote {{ margin: 0; padding-left: 8px; border-left: 3px solid #5f8199; }}
"""


def phone_page(talk: Talk) -> str:
    """The talk is at its result."""
    shown = talk.says("result").replies
    sent = outgoing(shown)
    screens = {"The result": "".join(map(_message, sent))}
    last = sent[-1]
    assert isinstance(last, Message)
    for key in _opening(last):
        event = decode(key.data)
        screens[key.label] = "".join(map(_message, outgoing(talk.does(event).replies, came=1)))
    drawn = (
        f"<section><h2>{escape(name)}</h2>{inner}</section>" for name, inner in screens.items()
    )
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>\n" + "\n".join(drawn)


def _opening(message: Message) -> Iterator[Key]:
    for row in message.keyboard:
        for key in row:
            event: Event = decode(key.data)
            if isinstance(event, Opened):
                yield key


def _message(sent: object) -> str:
    assert isinstance(sent, Message | File), sent
    if isinstance(sent, File):
        return f'<div class="message"><img src="light.png">{sent.caption}</div>'
    rows = ("".join(f"<span>{escape(key.label)}</span>" for key in row) for row in sent.keyboard)
    buttons = "".join(f'<div class="row">{row}</div>' for row in rows)
    return f'<div class="message">{sent.text}</div>{buttons}'

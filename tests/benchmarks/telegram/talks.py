"""What people say, step by step, and the updates that bring it to the bot.

A talk is written down as what a person does: "says 45", "taps Single". What a button carries is
looked up once, when the first person comes to it: it is the same for everybody.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

BEGINNING = ("says /start",)
ANSWERS = (
    "taps Backdoor Roth",
    "taps 2026",
    "taps Single",
    "says 45",
    "says 3{number:03}00",
    "taps Yes",
    "marks Rollover IRA",
    "taps Done",
    "says 95,{number:03}",
    "says 6000",
    "taps By December 31",
    "taps No",
    "says 6000",
    "says 0",
    "taps Not sure",
    "taps No",
    "taps Show the result",
)
"""Up to a result: pre-tax $95,000 or somewhat more, nondeductible $6,000, converted $6,000. Income
and pre-tax money differ from person to person, so that nobody's result is that of somebody else."""
AGAIN = ("says /startover", "taps Yes, start over")
DRAWN = ("asks-for /pdf",)
TO_AND_FRO = ("says 0", "says back")
"""Of somebody who is asked for an amount: after every two turns the talk stands where it stood."""

BOT = b'{"id":7000000001,"is_bot":true,"first_name":"Bot","username":"a_bot"}'
DATE = b'"date":1767225600,'


@dataclass
class Step:
    verb: str
    what: str
    data: bytes | None = None
    """What the button carries, as JSON; once it is known."""
    asked: bytes = b""
    """The message with the button, as JSON, from its text on."""


@dataclass
class Talk:
    """``with_buttons``: a person goes on when something comes that can be tapped; after a mark,
    when the message with the button changes; when the file is there that was asked for. To a bot
    without buttons everything is typed, and a person goes on at any message."""

    steps: list[Step]
    again_from: int
    with_buttons: bool

    def after(self, at: int) -> int:
        return at + 1 if at + 1 < len(self.steps) else self.again_from

    def is_answered_by(self, at: int, method: bytes, body: bytes) -> bool:
        if not self.with_buttons:
            return True
        match self.steps[at].verb:
            case "marks":
                return method.startswith(b"edit")
            case "asks-for":
                return method == b"senddocument"
        return method.startswith(b"send") and b"inline_keyboard" in body

    def update(self, at: int, update_id: int, person: int, message: int, body: bytes) -> bytes:
        """Step ``at``, after a message of the bot that had this number and came as ``body``."""
        step = self.steps[at]
        sender = b'{"id":%d,"is_bot":false,"first_name":"Ann","language_code":"en"}' % person
        chat = b'"chat":{"id":%d,"first_name":"Ann","type":"private"},' % person
        if step.verb in ("says", "asks-for") or not self.with_buttons:
            words = json.dumps(step.what.format(number=person % 1000))
            marked = ""
            if step.what.startswith("/"):
                length = len(step.what)
                marked = f',"entities":[{{"type":"bot_command","offset":0,"length":{length}}}]'
            said = b'"text":%b%b' % (words.encode(), marked.encode())
            return b'{"update_id":%d,"message":{"message_id":%d,"from":%b,%b%b%b}}' % (
                update_id, message + 1, sender, chat, DATE, said,
            )  # fmt: skip
        if step.data is None:
            step.data, step.asked = _button(step.what, body)
        return (
            b'{"update_id":%d,"callback_query":{"id":"%d","from":%b,"chat_instance":"1","data":%b,'
            b'"message":{"message_id":%d,"from":%b,%b%b%b}}}'
        ) % (update_id, update_id, sender, step.data, message, BOT, chat, DATE, step.asked)


def our_talk(drawn: bool = False) -> Talk:
    steps = (*BEGINNING, *ANSWERS, *(DRAWN if drawn else ()), *AGAIN)
    return Talk(_steps(steps), again_from=1, with_buttons=True)


def to_and_fro() -> Talk:
    return Talk(_steps(TO_AND_FRO), again_from=0, with_buttons=True)


def typed_talk() -> Talk:
    """The same, for a bot that has no buttons: from the beginning again with what was first."""
    return Talk(_steps((*BEGINNING, *ANSWERS, *AGAIN)), again_from=1, with_buttons=False)


def _steps(lines: tuple[str, ...]) -> list[Step]:
    parted = (line.partition(" ") for line in lines)
    return [Step(verb, what) for verb, _, what in parted]


def given(body: bytes) -> dict[str, Any]:
    """The parameters of a call, which come as JSON or as a form."""
    if body.startswith(b"{"):
        whole: dict[str, Any] = json.loads(body)
        return whole
    form: dict[str, Any] = {name: value for name, (value, *_) in parse_qs(body.decode()).items()}
    if "reply_markup" in form:
        form["reply_markup"] = json.loads(form["reply_markup"])
    return form


def shown(body: bytes) -> bytes:
    """Text and buttons of a message that the bot sends, as the Bot API's Message has them."""
    parameters = given(body)
    about = {"text": parameters.get("text", "")}
    if parameters.get("reply_markup"):
        about["reply_markup"] = parameters["reply_markup"]
    return json.dumps(about, ensure_ascii=False)[1:-1].encode()


def _button(label: str, body: bytes) -> tuple[bytes, bytes]:
    markup = given(body)["reply_markup"]
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    for button in buttons:
        if button["text"] == label:
            return json.dumps(button["callback_data"]).encode(), shown(body)
    raise LookupError(f"no button reads {label!r}; there are {[b['text'] for b in buttons]}")

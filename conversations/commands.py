"""What a typed text asks the talk to do, whatever question is open."""

import re

from conversations.answers import plain
from conversations.events import Command

_WORDS = {
    "start": Command.START,
    "back": Command.BACK,
    "go back": Command.BACK,
    "help": Command.HELP,
    "help me": Command.HELP,
    "ask": Command.ASK,
    "check": Command.CHECK,
    "check answers": Command.CHECK,
    "check my answers": Command.CHECK,
    "answers": Command.CHECK,
    "my answers": Command.CHECK,
    "show my answers": Command.CHECK,
    "result": Command.RESULT,
    "results": Command.RESULT,
    "show result": Command.RESULT,
    "show the result": Command.RESULT,
    "whatif": Command.WHAT_IF,
    "what if": Command.WHAT_IF,
    "what-if": Command.WHAT_IF,
    "what ifs": Command.WHAT_IF,
    "another what-if": Command.WHAT_IF,
    "pdf": Command.PDF,
    "the pdf": Command.PDF,
    "paper": Command.PDF,
    "chart": Command.CHART,
    "charts": Command.CHART,
    "picture": Command.CHART,
    "show the picture": Command.CHART,
    "to do": Command.TO_DO,
    "todo": Command.TO_DO,
    "to-do": Command.TO_DO,
    "to do list": Command.TO_DO,
    "tasks": Command.TO_DO,
    "action items": Command.TO_DO,
    "documents": Command.DOCUMENTS,
    "documents to bring": Command.DOCUMENTS,
    "what to bring": Command.DOCUMENTS,
    "book": Command.BOOK,
    "book a session": Command.BOOK,
    "booking": Command.BOOK,
    "share": Command.SHARE,
    "share it": Command.SHARE,
    "share this": Command.SHARE,
    "share the result": Command.SHARE,
    "share this result": Command.SHARE,
    "send": Command.SEND,
    "send it": Command.SEND,
    "send to my cpa": Command.SEND,
    "send it to my cpa": Command.SEND,
    "send to the cpa": Command.SEND,
    "send it to the cpa": Command.SEND,
    "export": Command.EXPORT,
    "export my data": Command.EXPORT,
    "calendar": Command.CALENDAR,
    "calendar file": Command.CALENDAR,
    "ics": Command.CALENDAR,
    "remind": Command.REMIND,
    "remind me": Command.REMIND,
    "reminders": Command.REMIND,
    "my reminders": Command.REMIND,
    "settings": Command.SETTINGS,
    "my settings": Command.SETTINGS,
    "preferences": Command.SETTINGS,
    "save": Command.SAVE,
    "save it": Command.SAVE,
    "save this": Command.SAVE,
    "save this result": Command.SAVE,
    "save the result": Command.SAVE,
    "save please": Command.SAVE,
    "save this please": Command.SAVE,
    "save it please": Command.SAVE,
    "save beside": Command.SAVE,
    "save it beside": Command.SAVE,
    "saved": Command.SAVED,
    "compare": Command.SAVED,
    "compare results": Command.SAVED,
    "compare the two": Command.SAVED,
    "saved results": Command.SAVED,
    "my saved results": Command.SAVED,
    "list results": Command.SAVED,
    "list saved results": Command.SAVED,
    "my results": Command.SAVED,
    "nextyear": Command.NEXT_YEAR,
    "go on to next year": Command.NEXT_YEAR,
    "go on to the next year": Command.NEXT_YEAR,
    "another": Command.ANOTHER,
    "another check": Command.ANOTHER,
    "new check": Command.ANOTHER,
    "begin another check": Command.ANOTHER,
    "start over": Command.START_OVER,
    "startover": Command.START_OVER,
    "restart": Command.START_OVER,
    "cancel": Command.CANCEL,
    "stop": Command.CANCEL,
    "privacy": Command.PRIVACY,
    "delete": Command.DELETE,
}
"""No kind of answer reads one of these, so they work without a slash too."""

_IT = "(?:it|this|that|the question|this question|the number|this number|the amount|this amount)"
_SAYINGS = tuple(
    (command, re.compile(ways))
    for command, ways in (
        (
            Command.WHY,
            rf"what|huh|why(?: {_IT})?"
            r"|why (?:do|are|would|did) you (?:ask|asking|need|want|care)\b.*"
            rf"|why (?:is|does|should) (?:{_IT}|i) (?:asked|needed|important|matter|tell you)"
            rf"|what(?:'s|s| is) {_IT}(?: for| about)?"
            rf"|what do you (?:need|want) {_IT} for"
            rf"|what do you mean(?: by {_IT})?|what does {_IT} mean"
            rf"|i (?:don't|dont|do not) (?:understand|get)(?: {_IT})?",
        ),
        (
            Command.WHERE,
            rf"where|where (?:do|can|should|would) i (?:find|see|get|look|look up)(?: {_IT})?"
            rf"|where(?:'s| is) {_IT}|where to find {_IT}|where does it say(?: {_IT})?"
            rf"|how do i find {_IT}|which (?:paper|form|document) (?:says|has|shows) {_IT}",
        ),
    )
)
"""Ways to say a command that is about the open question."""

_ASK = re.compile(r"\s*/ask\b\s*(?P<question>\S.*)", re.DOTALL | re.IGNORECASE)


def command_in(text: str) -> Command | None:
    """The command that the whole text is."""
    said = plain(text).removeprefix("/").replace("_", " ").rstrip("? ")
    if said in _WORDS:
        return _WORDS[said]
    return next((command for command, ways in _SAYINGS if ways.fullmatch(said)), None)


_REFERRED = re.compile(r"\s*/?start\s+ref_(?P<by>[A-Za-z0-9_-]{1,60})\s*", re.IGNORECASE)
"""As a link that opens the chat carries it (Bot API, deep linking: 64 characters of these)."""


def referred_by(text: str) -> str | None:
    """Who sent the person here, in "/start ref_smith-cpa"; None where nobody is named."""
    came = _REFERRED.fullmatch(text)
    return None if came is None else came["by"]


def after_ask(text: str) -> str | None:
    """What follows ``/ask``: a question, whatever it looks like. None without one."""
    asked = _ASK.match(text)
    return None if asked is None else asked["question"]

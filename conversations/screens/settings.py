"""What a person can set, on one screen: how it is now, and what changes it."""

from collections.abc import Iterator

from conversations.document import Document, FormLine, FormLines
from conversations.events import Asked, Command, Preferred, Setting
from conversations.flow import Said
from conversations.preferences import Preference
from conversations.reminders import FIRST_ZONE
from conversations.replies import Button, Sample, Say
from conversations.screens.reminders import GO_ON, REMINDERS
from conversations.sharing.screens import consents_given
from conversations.to_do import BACK

_PRIVACY = Button("Privacy", Asked(Command.PRIVACY))
_EXPORT = Button("Everything kept, as files", Asked(Command.EXPORT))
_DELETE = Button("Delete everything", Asked(Command.DELETE))
_LIGHT = Button("Light pictures", Preferred(Setting.LIGHT))
_DARK = Button("Dark pictures", Preferred(Setting.DARK))
_TEST = Button("Send me a test", Preferred(Setting.TEST))
_PLAIN = Button("Plain results", Preferred(Setting.PLAIN))

Part = tuple[str, tuple[Button, ...]]
"""What is said of something that can be set, and what changes it."""

SAMPLE = Sample(
    Document(
        (
            FormLines(
                (
                    FormLine("1", "Contributed", "$6,000", ""),
                    FormLine("2", "Converted", "$6,000", ""),
                    FormLine("3", "Taxable", "$0", ""),
                )
            ),
        )
    ),
    "Telegram did not take the test: there is no table here.",
)
"""Of a rich message."""


def overview(said: Said, finished: bool, note: str = "", in_place: bool = False) -> Say:
    parts = list(_parts(said))
    return Say(
        "\n\n".join(filter(None, (note, *(words for words, _ in parts)))),
        (
            *(button for _, buttons in parts for button in buttons),
            _PRIVACY,
            _EXPORT,
            _DELETE,
            BACK if finished else GO_ON,
        ),
        in_place,
    )


def _parts(said: Said) -> Iterator[Part]:
    yield _pictures(said)
    yield _results(said)
    yield _reminders(said)
    yield from consents_given(said)


def _pictures(said: Said) -> Part:
    if Preference.DARK in said.prefers:
        return "Pictures are dark.", (_LIGHT,)
    return "Pictures are light.", (_DARK,)


def _results(said: Said) -> Part:
    if Preference.RICH in said.prefers:
        words = "Results have tables, and parts that open with a tap. If one comes out blank, turn "
        return f"{words}them back to plain text.", (_PLAIN,)
    words = "Results are plain text. On Telegram they can have tables, and parts that open with a "
    return f"{words}tap. Some apps show those as a blank message, so a test comes first.", (_TEST,)


def _reminders(said: Said) -> Part:
    on = [mark for mark, one in said.reminders.items() if one.on and mark not in said.done]
    words = f"{len(on)} on, {said.zone or FIRST_ZONE} time" if on else "none on"
    return f"Reminders: {words}.", (REMINDERS,)


def can_it_be_seen(note: str | None = None) -> Say:
    asks = "Do you see a table with three lines above?"
    return Say(
        asks if note is None else f"{note}\n\n{asks}",
        (
            Button("Yes, use it", Preferred(Setting.RICH)),
            Button("No, or it is blank", Preferred(Setting.PLAIN)),
        ),
    )

"""A talk held without a channel. Its state goes through JSON between any two turns, as it goes
through the database in life."""

from datetime import date

from pydantic import TypeAdapter

from conversations.document import Document
from conversations.engine import turn
from conversations.events import Asked, Command, Event, Typed
from conversations.flow import Flows, Said
from conversations.flows.every import FLOWS
from conversations.glossary import Entry, LookUp
from conversations.replies import Ask, Button, Card, Reply, Say, Show, Tasks, Toast

TODAY = date(2026, 11, 21)

BASIS = Entry(
    asked="What is basis?",
    also=("what was taxed already",),
    answer="Money that was taxed before it went in. It is not taxed again.",
    source="IRC 408(o); Form 8606, lines 2 and 14",
)

EVERY_QUESTION = {
    question.id: question
    for flow in FLOWS.by_goal.values()
    for question in flow.questions.values()
    if not question.id[-4:].isdigit() or question.id.endswith(("1997", "2019", "2020"))
}
"""Of all flows. What is asked about one year is asked about any."""

_SAID = TypeAdapter(Said)


def small_glossary(words: str) -> Entry | None:
    """One entry, known by one word."""
    return BASIS if "basis" in words.casefold() else None


class Talk:
    """What one person said, and what they were shown last."""

    def __init__(
        self,
        today: date = TODAY,
        flows: Flows = FLOWS,
        look_up: LookUp = small_glossary,
    ) -> None:
        self.flows, self.today, self.look_up = flows, today, look_up
        self.said: Said | None = None
        self.replies: tuple[Reply, ...] = ()
        self.in_vain: str | None = None

    def does(self, event: Event) -> "Talk":
        taken = turn(self.flows, self.said, event, self.today, self.look_up)
        self.said = None if taken.said is None else _SAID.validate_json(_SAID.dump_json(taken.said))
        self.replies, self.in_vain = taken.replies, taken.in_vain
        return self

    def says(self, *texts: str) -> "Talk":
        for text in texts:
            self.does(Typed(text))
        return self

    def taps(self, label: str) -> "Talk":
        """The button with this label in the last reply."""
        return self.does(self.button(label))

    def button(self, label: str) -> Event:
        (found,) = (b.makes for b in self.buttons if b.label == label)
        return found

    @property
    def buttons(self) -> tuple:
        match self.replies[-1]:
            case Ask(choices=choices, controls=controls):
                return (*choices, *controls)
            case Say(choices=choices):
                return choices
            case Card(groups=groups, controls=controls):
                changes = (line.change for group in groups for line in group.lines if line.change)
                return (*changes, *controls)
            case Tasks(items=items, controls=controls):
                return (*(Button(task.item.title, task.makes) for task in items), *controls)
            case Show(controls=controls, further=further):
                return (*controls, *further)
            case Toast():
                return ()

    @property
    def ask(self) -> Ask:
        """The open question."""
        last = self.replies[-1]
        assert isinstance(last, Ask), last
        return last

    @property
    def document(self) -> Document:
        """The result: shown, or a tap away."""
        last = self.replies[-1]
        if isinstance(last, Card):
            shows = Asked(Command.RESULT)
            (last,) = turn(self.flows, self.said, shows, self.today, self.look_up).replies
        assert isinstance(last, Show), last
        return last.document

    @property
    def note(self) -> str:
        """What was said before the open question, or in passing."""
        last = self.replies[-1]
        assert isinstance(last, Ask | Card | Show | Toast), last
        if isinstance(self.replies[0], Toast):
            return self.replies[0].text
        return last.note or ""


KNOWN_ANSWER = (
    *("backdoor", "2026", "single", "45", "300k", "yes"),
    *("rollover", "95,000", "6000", "by december 31", "no", "6000", "0", "not sure"),
)
"""Pre-tax $95,000, nondeductible $6,000, converted $6,000, no rate of the state; then the 401(k)
part."""

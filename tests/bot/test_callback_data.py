"""What buttons carry: every button fits, and comes back as the event that it makes.

Telegram allows 64 bytes (Bot API, InlineKeyboardButton), and anybody can send anything as data.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.callback_data import decode, encode
from conversations import saved_results
from conversations.events import (
    AboutReminders,
    Adopted,
    Asked,
    Chosen,
    Command,
    Confirmed,
    Deed,
    Edited,
    Event,
    Opened,
    Preferred,
    Reminding,
    Setting,
    Ticked,
    Tried,
    Typed,
    Unreadable,
    WithSaved,
)
from conversations.flow import Said
from conversations.flows.every import FLOWS
from conversations.flows.mega_backdoor_check import AFTER_TAX_MONEY
from conversations.parts import MORE, parts
from conversations.question import Question
from conversations.questions.spouse import PREFIX
from conversations.replay import replay
from conversations.what_ifs.screens import mark
from conversations.what_ifs.ways import Way
from tests.conversations.results import shown
from tests.conversations.talking import Talk

LONG_WINDED = [
    "1,000,000,000.00",
    "about $1,000.00 dollars + 500k + 0.01",
    "1." + "0" * 60 + "k",
    "0." + "0" * 60 + "k",
    "0" * 100 + "7.5",
    ".01 + " * 30 + ".01",
]
"""What people may type for an amount; it has to be kept, and changed, by a button."""

LEADING_TO_MORE = {
    "status": "married filing separately",
    "apart": "no",
    "age": "74",
    "simple_since": "March 3, 2025",
    "converted": "100,000",
    "state_rate": "5%",
    "covered": "no",
    "contributed": "7000",
    "deducted": "part",
    "made": "each",
    "earned": "0",
    "cap": "a percentage of pay",
    "form_kept": "no",
    "first_year": "2023",
    "first2023": "not sure",
    "year2024": "both",
    "deducted2024": "part",
    "year2025": "same",
    "forms_filed": "some",
    "after_tax_of": "both",
}


OF_BOTH = {"after_tax", "way_out"} | {
    question.id for section in AFTER_TAX_MONEY for question in section.questions
}
"""Of a plan, where the mega backdoor is asked about too."""

OTHER_WAY = {
    *("form_year", "form_line_14", "cap_amount", "spouse_earned", "spouse_contributed"),
    "second_cap_amount",
    *("second_covered", "second_state_rate"),  # said as the first person's already
}
"""Asked where another answer is given to a question above."""


def answer_to(question: Question[Any]) -> str:
    """One that leads to as many questions as there are."""
    labels = [option.label for option in question.kind.options]
    known = LEADING_TO_MORE.get(question.id.removeprefix(PREFIX))
    match labels:
        case _ if known is not None:
            return known
        case []:
            return "50"
        case _ if question.kind.several:
            return ", ".join(labels)
        case _:
            return labels[0]


@pytest.mark.parametrize("goal", FLOWS.by_goal)
def test_every_button_of_a_talk_that_meets_every_question(goal: str) -> None:
    talk, met = Talk().says("/start"), []
    assert_carried(talk.says(goal, "back"))
    talk.says(goal)
    met.append("goal")
    while (question := open_question(talk)) is not None:
        assert question.id not in met, f"{answer_to(question)!r} does not answer {question.id}"
        met.append(question.id)
        assert_carried(talk)
        if not question.kind.options:
            for typed in LONG_WINDED:
                talk.says(typed)
                if open_question(talk) is not question:
                    assert_carried(talk.says("back"))
        talk.says(answer_to(question))
        assert_carried(talk.says("back"))
        talk.says(answer_to(question))
    assert_carried(talk)
    for words in ("/delete", "no", "start over", "no", "/cancel", "hello", "/start"):
        assert_carried(talk.says(words))
    every = {
        question.id
        for question in FLOWS.by_goal[goal].questions.values()
        if not question.id[-4:].isdigit() and not question.only_kept
    }
    assert every - set(met) <= OTHER_WAY | (OF_BOTH if goal == "backdoor" else set())


def open_question(talk: Talk) -> Question[Any] | None:
    said = talk.said or Said()
    return replay(FLOWS.of(said), said, talk.today).open


def assert_carried(talk: Talk) -> None:
    """By the buttons below the last message."""
    for button in talk.buttons:
        assert len(encode(button.makes).encode()) <= 64
        assert decode(encode(button.makes)) == button.makes


@pytest.mark.parametrize("command", Command)
def test_commands(command: Command) -> None:
    for event in (Asked(command), Confirmed(command, yes=True), Confirmed(command, yes=False)):
        assert decode(encode(event)) == event


@pytest.mark.parametrize("way", Way)
def test_what_ifs(way: Way) -> None:
    for tried in (Tried(way), Tried(way, "999999999.99")):
        answers = mark({"year": "2026"})
        for event in (tried, Adopted(tried, answers), Adopted(tried, answers, beside=True)):
            assert decode(encode(event)) == event


@pytest.mark.parametrize("deed", Deed)
def test_saved_results(deed: Deed) -> None:
    one, other = (saved_results.mark(name, {"year": "2026"}) for name in ("One", "The other"))
    for event in (WithSaved(deed, one), WithSaved(deed, one, other)):
        assert decode(encode(event)) == event


@pytest.mark.parametrize("part", ["", MORE, *(part.mark for part in parts(shown()))])
def test_parts_of_a_result(part: str) -> None:
    opened = Opened(part, mark({"year": "2026"}))
    assert decode(encode(opened)) == opened


@pytest.mark.parametrize("deed", AboutReminders)
def test_ticks_and_reminders(deed: AboutReminders) -> None:
    longest = "2026.spouse_basis_open_points"
    for event in (Ticked(Command.DOCUMENTS, longest, True), Reminding(deed, longest)):
        assert decode(encode(event)) == event


@pytest.mark.parametrize("setting", Setting)
def test_settings(setting: Setting) -> None:
    assert decode(encode(Preferred(setting))) == Preferred(setting)


@pytest.mark.parametrize("event", [Typed("45"), Unreadable(), Edited(), Chosen("age", "9" * 64)])
def test_what_no_button_carries(event: Event) -> None:
    with pytest.raises(ValueError, match=r"cannot carry|longer than 64"):
        encode(event)


@given(
    st.text()
    | st.binary(max_size=64).map(lambda data: data.decode("utf-8", "surrogateescape"))
    | st.builds("|".join, st.lists(st.sampled_from(["a", "m", "c", "y", "yes", "age", "start"])))
)
def test_anything_else_is_an_event_too(data: str) -> None:
    assert isinstance(decode(data), Event)

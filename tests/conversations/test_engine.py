"""How a talk moves: one event in, replies out, nothing lost."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.document import KeyFigure
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
    Kept,
    Marked,
    Preferred,
    Reminding,
    Setting,
    Ticked,
    Tried,
    Typed,
    Unreadable,
    WithSaved,
)
from conversations.flow import Aside, Said
from conversations.replies import Ask, Card, Say, Show, Toast
from conversations.saved_results import THE_OPEN_ONE, mark
from conversations.what_ifs.ways import Way
from tests.conversations.talking import EVERY_QUESTION, KNOWN_ANSWER, TODAY, Talk

FIRST = EVERY_QUESTION["goal"].asks


def begun(*answers: str) -> Talk:
    return Talk().says("/start", *answers)


def finished() -> Talk:
    return begun(*KNOWN_ANSWER, "no")


def headline(talk: Talk) -> str:
    figure = talk.document.blocks[0]
    assert isinstance(figure, KeyFigure)
    return figure.value


def test_start_greets_and_asks() -> None:
    greeting, question = begun().replies
    assert isinstance(greeting, Say)
    assert isinstance(question, Ask)
    assert question.text == FIRST
    assert question.progress == "You · 1 of about 12"


def test_somebody_never_met_is_greeted_whatever_they_send() -> None:
    for event in (Typed("hello"), Typed("2025"), Unreadable(), Chosen("age", "45"), Edited()):
        talk = Talk().does(event)
        assert talk.ask.text == FIRST
        assert talk.said == Said()


def test_the_known_answer() -> None:
    assert headline(finished()) == "$5,643.56"


def test_tapping_is_typing() -> None:
    tapped = (
        begun().taps("Backdoor Roth").taps("2026").taps("Single").says("45", "300k").taps("Yes")
    )
    tapped.taps("Rollover IRA").taps("Done").says("95000", "6000").taps("By December 31")
    tapped.taps("No").says("6000", "0").taps("Not sure").taps("No")
    assert tapped.said == finished().said


def test_a_text_that_cannot_be_read_leaves_the_question_open() -> None:
    talk = begun("backdoor", "2026", "single")
    before = talk.said
    talk.says("middle-aged")
    assert talk.said == before
    assert talk.note == "Enter an age in whole years, like 45."
    assert talk.ask.text == "How old will you be on December 31, 2026?"


@pytest.mark.parametrize(
    ("event", "note"),
    [
        (Typed("x" * 4096), "too long to be an answer"),
        (Typed("\U0001f600" * 4096), "too long to be an answer"),
        (Typed("\u200f"), "Enter an age"),
        (Typed("/frobnicate"), "That command is not known. /help lists"),
        (Unreadable(), "Only text and buttons can be read"),
        (Edited(), "Changes to earlier messages are not read"),
        (Chosen("deducted", "none"), "does not apply now"),
        (Chosen("plan", "yes"), "does not apply now"),
        (Chosen("unheard_of", "1"), "does not apply now"),
        (Chosen("age", "old"), "no longer works"),
        (Chosen("", ""), "does not apply now"),
        (Marked("ira_kinds", "sep"), "does not apply now"),
        (Marked("age", "45"), "no longer works"),
        (Kept("age"), "does not apply now"),
        (Kept("status"), "does not apply now"),
        (Confirmed(Command.DELETE, yes=True), "nothing to confirm"),
        (Confirmed(Command.BACK, yes=True), "nothing to confirm"),
    ],
)
def test_nothing_confuses_an_open_question(event: Event, note: str) -> None:
    talk = begun("backdoor", "2026", "single")
    before = talk.said
    talk.does(event)
    assert note in talk.note
    assert talk.ask.text == "How old will you be on December 31, 2026?"
    assert talk.said == before


# Why, where, help, privacy


def test_why_and_where_answer_and_ask_again() -> None:
    talk = begun("backdoor", "2026", "single", "45")
    question = talk.ask.text
    for words in ("why", "/why", "Why?"):
        assert "Roth IRA directly" in talk.says(words).note
        assert talk.ask.text == question
    assert "Form 1040" in talk.taps("Where do I find it?").note
    assert "/delete" in talk.says("help").note
    assert "end-to-end" in talk.says("privacy").note
    assert talk.ask.text == question


def test_where_without_a_paper_says_so() -> None:
    assert begun().says("where").note == "There is no paper to look at for this one."


def test_why_on_an_earlier_question_explains_that_one() -> None:
    talk = begun("backdoor")
    why_year = talk.button("Why?")
    talk.says("2026").does(why_year)
    assert "calendar year" in talk.note
    assert "How will you file" in talk.ask.text


@pytest.mark.parametrize("question", EVERY_QUESTION.values(), ids=lambda q: q.id)
def test_no_answer_is_read_as_a_command(question: object) -> None:
    """But for *share* (of pay), which answers where it is asked."""
    for command in Command:
        kind = question.kind  # type: ignore[attr-defined]
        if command is Command.SHARE and command.value in {one.key for one in kind.options}:
            continue
        assert type(kind.read(command.value)).__name__ == "Declined"


# Back


def test_back_asks_again_and_keeps_the_answer() -> None:
    talk = begun("backdoor", "2026", "single", "45").says("back")
    assert talk.ask.text.startswith("How old")
    assert talk.note == "You said: 45."
    talk.taps("Keep 45")
    assert talk.said == begun("backdoor", "2026", "single", "45").said


def test_back_works_at_every_step() -> None:
    answers = ("both", *KNOWN_ANSWER[1:], "yes", "yes", "yes", "yes", "200k", "23.5k", "10k", "0")
    answers += ("no cap", "no")
    talk = begun(*answers)
    whole = talk.said
    asked = []
    for _ in answers:
        talk.says("back")
        asked.append(talk.ask.text)
    assert len(set(asked)) == len(answers)
    assert talk.says("back").note == "This is the first question."
    talk.says(*answers)
    assert talk.said == whole
    assert headline(talk) == "$5,643.56"


def test_a_changed_answer_asks_only_what_it_makes_necessary() -> None:
    talk = finished()
    talk.does(Chosen("status", "mfs"))
    assert talk.note == "Filing status: changed from Single to Married filing separately."
    assert talk.ask.text == "Will you have lived apart from your spouse for all of 2026?"
    assert headline(talk.says("no")) == "$5,643.56"


def test_an_answer_that_no_longer_fits_is_asked_again() -> None:
    answers = ("backdoor", "2026", "single", "45", "300k", "yes", "none", "7000", "each", "5000")
    talk = begun(*answers, "no", "7000", "0")
    talk.does(Chosen("contributed", "4000"))
    assert "How much of it between January 1" in talk.ask.text
    talk.says("5000")
    assert talk.note == "It is a part of $4,000, so it cannot be more than that."
    assert isinstance(talk.says("1000", "not sure").replies[-1], Card)


def test_an_earlier_button_changes_its_answer() -> None:
    talk = begun("backdoor", "2026", "single")
    talk.does(Chosen("year", "2025"))
    assert talk.note == "Tax year: changed from 2026 to 2025."
    assert talk.ask.text == "How old were you on December 31, 2025?"


def test_a_second_tap_on_the_same_button_is_only_noted() -> None:
    talk = begun("backdoor", "2026", "single").does(Chosen("status", "single"))
    assert talk.replies == (Toast("Noted already: Single."),)


def test_marking_several() -> None:
    talk = begun("backdoor", "2026", "single", "45", "300k", "yes")
    talk.taps("SEP IRA")
    assert talk.ask.in_place
    assert [b.label for b in talk.ask.choices if b.chosen] == ["SEP IRA"]
    talk.taps("Rollover IRA").taps("SEP IRA")
    assert [b.label for b in talk.ask.choices if b.chosen] == ["Rollover IRA"]
    talk.taps("Done")
    assert talk.said.answers["ira_kinds"] == "rollover"


def test_quick_taps_are_all_counted() -> None:
    """Two taps on the same message, the second before the first has changed it."""
    talk = begun("backdoor", "2026", "single", "45", "300k", "yes")
    sep, simple = talk.button("SEP IRA"), talk.button("SIMPLE IRA")
    talk.does(sep).does(simple).taps("Done")
    assert talk.said.answers["ira_kinds"] == "sep+simple"


def test_unmarking_all_of_them() -> None:
    talk = begun("backdoor", "2026", "single", "45", "300k", "yes").taps("SEP IRA").taps("SEP IRA")
    talk.taps("None of these")
    assert talk.said.answers["ira_kinds"] == "none"


def test_a_typed_answer_is_said_as_it_was_read() -> None:
    assert begun("backdoor", "2026").says("hoh").note == "Noted: Head of household."
    assert begun("backdoor", "2026", "single", "45").says("300k").note == "Noted: $300,000."
    assert begun("backdoor", "2026").says("Single").note == ""


def test_marking_an_answered_question_reopens_it() -> None:
    talk = begun("backdoor", "2026", "single", "45", "300k", "yes", "rollover", "95k")
    talk.does(Marked("ira_kinds", "sep"))
    assert not talk.ask.in_place  # shown anew below, where the person looks
    assert "changes an earlier answer" in talk.note
    talk.taps("Done")
    assert talk.ask.text.startswith("What will your SEP IRAs hold")
    assert talk.said.answers["value_rollover"] == "95000"


# Start, stop, start over, delete


def test_start_goes_on() -> None:
    talk = begun("backdoor", "2026", "single").says("/start")
    assert talk.note == "Welcome back. Your 3 answers are kept."
    assert talk.ask.text.startswith("How old")


def test_a_finished_talk_is_kept_until_another_begins() -> None:
    talk = finished().says("/start").taps("Another check")
    assert talk.ask.text == FIRST
    assert headline(talk.taps("Back to my answers")) == "$5,643.56"
    talk.says("another check", "nonsense", "both")
    assert talk.said.answers == {"goal": "both"}
    assert list(talk.said.saved) == ["2026 Backdoor Roth"]


def test_a_button_of_the_finished_talk_still_changes_it() -> None:
    talk = finished().says("/start").does(Chosen("converted", "3000"))
    assert headline(talk) == "$2,816.33"


def test_after_the_end_a_text_is_not_an_answer() -> None:
    talk = finished()
    said = talk.said
    assert "say which one" in talk.says("7000").replies[0].text
    assert talk.said == said
    assert headline(talk.taps("Show the result")) == "$5,643.56"


@pytest.mark.parametrize("words", ["help", "privacy", "why", "/frobnicate"])
def test_a_word_in_passing_does_not_show_the_result_again(words: str) -> None:
    (reply,) = finished().says(words).replies
    assert isinstance(reply, Say)


def test_the_result_keeps_what_was_gone_back_to() -> None:
    talk = finished().says("back", "back", "back")
    assert headline(talk.says("result")) == "$5,643.56"


def test_the_result_comes_after_the_last_question() -> None:
    talk = begun("backdoor", "2026").says("result")
    assert talk.note == "The result comes after the last question."


def test_cancel_stops_and_keeps() -> None:
    talk = begun("backdoor", "2026", "single").says("/cancel")
    said = talk.said
    assert "Stopped" in talk.says("45").replies[0].text
    assert talk.said == said
    assert talk.taps("Go on").ask.text.startswith("How old")


def test_cancel_after_the_end_stops_nothing() -> None:
    talk = finished().says("/cancel")
    assert "Your result is kept" in talk.replies[0].text
    assert talk.said == finished().said


def test_a_tap_goes_on_after_cancel() -> None:
    talk = begun("backdoor", "2026").says("/cancel").does(Chosen("status", "single"))
    assert talk.ask.text.startswith("How old")


@pytest.mark.parametrize(
    ("command", "aside"), [("start over", Aside.STARTING_OVER), ("/delete", Aside.DELETING)]
)
def test_what_forgets_asks_first(command: str, aside: Aside) -> None:
    talk = begun("backdoor", "2026", "single").says(command)
    assert talk.said.aside is aside
    talk.says("45")
    assert "Answer yes or no." in talk.replies[0].text
    assert talk.says("no").note == "Nothing was changed."
    assert talk.said == begun("backdoor", "2026", "single").said


def test_start_over() -> None:
    talk = begun("backdoor", "2026", "single").says("start over", "yes")
    assert talk.said == Said()
    assert talk.ask.text == FIRST


def test_delete() -> None:
    talk = begun("backdoor", "2026", "single").says("/delete").taps("Yes, delete")
    assert talk.said is None
    assert "deleted" in talk.replies[0].text
    assert talk.says("/delete").replies == (Say("Nothing is kept about you here."),)
    assert talk.said is None


# Other releases


def test_an_answer_of_another_release_is_asked_again() -> None:
    talk = begun("backdoor", "2026", "single")
    talk.said = Said(answers={"goal": "gone", "year": "2031", "gone": "1", "status": "single"})
    assert talk.says("/start").ask.text == FIRST
    assert "Which tax year" in talk.says("backdoor").ask.text
    talk.says("2026")
    assert talk.ask.text.startswith("How old")


def test_the_same_talk_on_another_day() -> None:
    """A talk begun in one year and finished in the next speaks of the past."""
    talk = begun("backdoor", "2026", "single")
    talk.today = date(2027, 1, 1)
    assert talk.says("why").ask.text == "How old were you on December 31, 2026?"


# What holds for any sequence of events

IDS = st.sampled_from([*EVERY_QUESTION, "gone", ""])
KEYS = st.sampled_from(
    [
        "yes",
        "no",
        "not sure",
        "2026",
        "2018",
        "mfs",
        "single",
        "45",
        "0",
        "6000",
        "sep+simple",
        "none",
        "part",
        "each",
        "95000",
        *("backdoor", "both", "mega", "findbasis", "direct", "same"),
        "x",
        "",
    ]
)
SAVED = finished().says("save as One", "change rollover to 0", "save as Two")
MARKS = st.sampled_from([THE_OPEN_ONE, "gone", *(mark(*one) for one in SAVED.said.saved.items())])
TRIED = st.builds(Tried, st.sampled_from(Way), st.none() | KEYS)
ITEMS = st.sampled_from(["2026.papers", "2026.bring_8606", "Hawaii", str(TODAY), "gone"])
EVENTS = st.one_of(
    st.builds(Typed, KEYS | st.text(max_size=20) | st.sampled_from(["keep", *Command])),
    st.builds(Chosen, IDS, KEYS),
    st.builds(Marked, IDS, KEYS),
    st.builds(Kept, IDS),
    st.builds(Asked, st.sampled_from(Command), st.none() | IDS),
    st.builds(Confirmed, st.sampled_from(Command), st.booleans()),
    TRIED,
    st.builds(Adopted, TRIED, KEYS),
    st.builds(WithSaved, st.sampled_from(Deed), MARKS, st.none() | MARKS),
    st.builds(Ticked, st.sampled_from(Command), ITEMS, st.booleans()),
    st.builds(Reminding, st.sampled_from(AboutReminders), ITEMS),
    st.builds(Preferred, st.sampled_from(Setting)),
    st.just(Unreadable()),
    st.just(Edited()),
)


@given(st.sampled_from([None, SAVED.said]), st.lists(EVENTS, max_size=40))
@settings(max_examples=150)
def test_any_events_leave_a_talk_that_can_go_on(said: Said | None, events: list[Event]) -> None:
    talk = Talk()
    talk.said = said
    for event in events:
        talk.does(event)
        assert 1 <= len(talk.replies) <= 2
        for reply in talk.replies:
            assert not isinstance(reply, Ask) or reply.text
    talk.says("/start")
    if talk.said.aside is Aside.ANOTHER:
        talk.says("result")
    assert isinstance(talk.replies[-1], Ask | Card | Show)


@given(st.lists(KEYS, max_size=25))
@settings(max_examples=100)
def test_going_back_and_saying_the_same_changes_nothing(texts: list[str]) -> None:
    talk = begun(*texts)
    before = talk.said
    talk.says("back")
    if not talk.said.reopened:
        return  # nothing was answered yet
    (again,) = talk.said.reopened
    talk.says(talk.said.answers[again])
    assert talk.said == before

"""Settings: one screen, each changed where it stands by a button that says what it makes."""

from datetime import date

import pytest

from conversations.events import Event, Preferred, Setting, Typed
from conversations.flow import Aside, Said
from conversations.preferences import Preference
from conversations.replies import Ask, Picture, Sample, Say, Show, Tasks
from tests.conversations.talking import KNOWN_ANSWER, Talk

DARK, RICH = Preference.DARK, Preference.RICH


def finished(*further: str) -> Talk:
    return Talk().says("/start", *KNOWN_ANSWER, "no", *further)


def screen(talk: Talk) -> Say:
    last = talk.replies[-1]
    assert isinstance(last, Say), last
    return last


def labels(talk: Talk) -> list[str]:
    return [button.label for button in screen(talk).choices]


def prefers(talk: Talk) -> set[Preference]:
    assert talk.said is not None
    return set(talk.said.prefers)


def aside(talk: Talk) -> Aside | None:
    assert talk.said is not None
    return talk.said.aside


class TestTheScreen:
    def test_it_says_how_everything_is_and_offers_the_other(self) -> None:
        talk = finished("/settings")
        assert screen(talk).text.startswith("Pictures are light.\n\nResults are plain text.")
        assert "Reminders: none on." in screen(talk).text
        assert labels(talk)[:3] == ["Dark pictures", "Send me a test", "Reminders"]
        assert labels(talk)[-2:] == ["Delete everything", "Back to the result"]

    @pytest.mark.parametrize("words", ["/settings", "settings", "My settings"])
    def test_ways_to_ask_for_it(self, words: str) -> None:
        assert screen(finished(words)).text.startswith("Pictures are light.")

    def test_it_counts_the_reminders_that_are_on(self) -> None:
        talk = finished("/remind").taps("Turn all on").taps("Pacific").says("/settings")
        assert "Reminders: 7 on, Pacific time." in screen(talk).text

    @pytest.mark.parametrize(
        ("label", "begins"),
        [
            ("Reminders", "No reminders unless you turn them on"),
            ("Privacy", "What is kept: your answers"),
            ("Delete everything", "Delete everything that is kept"),
        ],
    )
    def test_it_leads_to(self, label: str, begins: str) -> None:
        shown = finished("/settings").taps(label).replies[-1]
        assert isinstance(shown, Say | Tasks)
        assert shown.text.startswith(begins)

    def test_in_the_middle_of_a_talk_it_goes_on_with_the_question(self) -> None:
        talk = Talk().says("/start", "backdoor", "/settings").taps("Dark pictures").taps("Go on")
        assert talk.ask.question == "year"

    def test_an_answer_is_taken_while_it_is_shown(self) -> None:
        assert Talk().says("/start", "backdoor", "/settings", "2026").ask.question == "status"

    def test_before_anything_else(self) -> None:
        talk = Talk().says("/settings").taps("Dark pictures").taps("Go on")
        assert talk.ask.question == "goal"
        assert prefers(talk) == {DARK}

    def test_it_takes_back_what_was_to_be_confirmed(self) -> None:
        talk = finished("/delete", "/settings", "yes")
        assert talk.said is not None


class TestPictures:
    def test_dark_ones_from_a_tap_on(self) -> None:
        talk = finished("/settings").taps("Dark pictures")
        assert screen(talk).in_place
        assert "Light pictures" in labels(talk)
        (picture,) = talk.says("/chart").replies
        assert isinstance(picture, Picture)
        assert DARK in picture.prefers
        assert prefers(talk.says("/settings").taps("Light pictures")) == set()

    def test_a_second_tap_on_the_same_button_changes_nothing(self) -> None:
        dark = Preferred(Setting.DARK)
        assert prefers(finished().does(dark).does(dark)) == {DARK}


class TestRichResults:
    def test_only_a_yes_to_the_test_turns_them_on(self) -> None:
        talk = finished("/settings").taps("Send me a test")
        sample, asks = talk.replies
        assert isinstance(sample, Sample)
        assert isinstance(asks, Say)
        assert asks.text == "Do you see a table with three lines above?"
        assert prefers(talk) == set()
        assert prefers(talk.taps("Yes, use it")) == {RICH}
        assert screen(talk).text.startswith("Results come with tables from now on.")
        (result,) = talk.taps("Back to the result").replies
        assert isinstance(result, Show)
        assert RICH in result.prefers

    @pytest.mark.parametrize("no", ["No, or it is blank", "no"])
    def test_no_leaves_them_off(self, no: str) -> None:
        talk = finished("/settings").taps("Send me a test").says(no)
        assert prefers(talk) == set()
        assert screen(talk).text.startswith("Results come as plain text.")

    def test_off_again_is_one_tap(self) -> None:
        talk = finished("/settings").taps("Send me a test").taps("Yes, use it")
        talk.taps("Plain results")
        assert prefers(talk) == set()
        assert "Send me a test" in labels(talk)

    def test_a_typed_yes_is_about_the_table_and_not_about_the_open_question(self) -> None:
        talk = Talk().says("/start", *KNOWN_ANSWER[:5])
        asked = talk.ask
        assert asked.question == "covered", "a yes would answer it"
        talk.says("/settings").taps("Send me a test").says("yes")
        assert prefers(talk) == {RICH}
        assert talk.taps("Go on").ask.text == asked.text

    def test_an_answer_to_the_open_question_is_taken(self) -> None:
        talk = Talk().says("/start", "backdoor", "/settings").taps("Send me a test").says("2026")
        assert talk.ask.question == "status"
        assert prefers(talk) == set()
        assert aside(talk) is None

    def test_a_question_back_is_answered_and_the_test_stays_open(self) -> None:
        talk = finished("/settings").taps("Send me a test").says("what is basis?")
        assert screen(talk).text.startswith("What is basis?")
        assert screen(talk).text.endswith("Do you see a table with three lines above?")

    def test_another_command_leaves_the_test(self) -> None:
        talk = finished("/settings").taps("Send me a test").says("/result", "yes")
        assert prefers(talk) == set()

    def test_a_yes_tapped_much_later_is_still_one(self) -> None:
        talk = finished().does(Preferred(Setting.RICH))
        assert prefers(talk) == {RICH}


class TestWhatBecomesOfThem:
    @pytest.mark.parametrize(
        "further",
        [("start over", "yes"), ("contributing directly",), ("/save", "another check", "mega")],
    )
    def test_they_outlive_another_talk(self, further: tuple[str, ...]) -> None:
        talk = finished().does(Preferred(Setting.DARK)).does(Preferred(Setting.RICH))
        assert prefers(talk.says(*further)) == {DARK, RICH}

    def test_another_year(self) -> None:
        talk = finished().does(Preferred(Setting.DARK))
        talk.today = date(2027, 2, 1)
        assert prefers(talk.says("/settings")) == {DARK}
        assert screen(talk).text.startswith("Pictures are dark."), "asked once more first"

    def test_delete_erases_them(self) -> None:
        talk = finished().does(Preferred(Setting.DARK)).says("/delete", "yes")
        assert talk.said is None
        assert prefers(talk.says("/start")) == set()

    @pytest.mark.parametrize("event", [Preferred(one) for one in Setting])
    def test_a_button_of_somebody_forgotten_sets_nothing(self, event: Event) -> None:
        talk = finished("/delete", "yes").does(event)
        assert prefers(talk) == set()
        assert isinstance(talk.replies[-1], Ask)


def test_every_screen_leads_on_from_the_test() -> None:
    """Whatever is said to it, there is something to tap or to answer."""
    for words in ("", "maybe", "/help", "/back", "/cancel", "45", "x" * 5_000):
        talk = finished("/settings").taps("Send me a test").does(Typed(words))
        assert aside(talk) in (None, Aside.RICHLY, Aside.PAUSED)
        assert talk.buttons


def test_somebody_who_never_set_anything_is_kept_as_before() -> None:
    assert Said().prefers == frozenset()

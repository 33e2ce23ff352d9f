"""What is ticked off stays ticked, whatever else is said."""

from dataclasses import replace
from datetime import date

import pytest

from conversations.document import Checklist
from conversations.events import Asked, Command, Ticked
from conversations.flow import Said
from conversations.flows.every import FLOWS
from conversations.replay import replay
from conversations.replies import Calendar, Card, Say, Show, Tasks, Toast
from conversations.to_do import to_bring
from tests.conversations.talking import KNOWN_ANSWER, TODAY, Talk

CONVERSION = "Plan the conversion with a CPA"
LAST_FORM = "The last Form 8606 that was filed, for each person"
WITH_BOOKING = replace(FLOWS, booking="https://cpa.example/book?ref={code}")


def finished(*further: str) -> Talk:
    return Talk().says("/start", *KNOWN_ANSWER, "no", *further)


def shown(talk: Talk) -> Tasks:
    last = talk.replies[-1]
    assert isinstance(last, Tasks), last
    return last


def done(talk: Talk) -> set[str]:
    """Titles that are ticked on the list that is shown."""
    return {task.item.title for task in shown(talk).items if task.item.done}


@pytest.mark.parametrize("words", ["/todo", "to do", "To-do", "tasks"])
def test_the_action_items_as_a_list(words: str) -> None:
    talk = finished("result")
    items = [item for b in talk.document.blocks if isinstance(b, Checklist) for item in b.items]
    tasks = shown(talk.says(words))
    assert [(task.item.title, task.item.due) for task in tasks.items] == [
        (item.title, item.due) for item in items
    ]
    assert done(talk) == set()


def test_a_tap_ticks_in_place_and_another_takes_it_back() -> None:
    talk = finished("/todo").taps(CONVERSION)
    assert shown(talk).in_place
    assert done(talk) == {CONVERSION}
    assert shown(talk).text.startswith("What to do: 1 of 6 done.")
    assert done(talk.taps(CONVERSION)) == set()


def test_a_second_tap_on_an_old_list_takes_nothing_back() -> None:
    talk = finished("/todo")
    tap = talk.button(CONVERSION)
    assert done(talk.does(tap).does(tap)) == {CONVERSION}


def test_the_result_shows_what_is_done() -> None:
    talk = finished("/todo").taps(CONVERSION).taps("Back to the result")
    items = [item for b in talk.document.blocks if isinstance(b, Checklist) for item in b.items]
    assert [item.title for item in items if item.done] == [CONVERSION]


def test_other_answers_leave_a_tick() -> None:
    talk = finished("/todo").taps(CONVERSION).says("change conversion to 5000", "/todo")
    assert done(talk) == {CONVERSION}


def test_an_item_that_comes_back_is_still_ticked() -> None:
    unsure = "Clear up what you were not sure of"
    talk = finished("change rollover iras to not sure", "/todo").taps(unsure)
    assert done(talk) == {unsure}
    talk.says("change rollover iras to 95k", "/todo")
    assert unsure not in {task.item.title for task in shown(talk).items}
    assert done(talk.says("change rollover iras to not sure", "/todo")) == {unsure}


def test_what_is_done_for_one_year_is_not_done_for_another() -> None:
    talk = finished("/todo").taps(CONVERSION)
    before = Talk(date(2025, 11, 21)).says("/start", "backdoor", "2025", *KNOWN_ANSWER[2:], "no")
    assert talk.said is not None
    assert before.said is not None
    before.said = replace(before.said, done=talk.said.done)
    assert done(before.says("/todo")) == set()


def test_ticks_go_with_the_person_and_not_with_a_saved_result() -> None:
    """Done is done, whichever result of the year is looked at."""
    talk = finished("save as before", "change conversion to 5000", "save as after", "/todo")
    talk.taps(CONVERSION).says("open before", "/todo")
    assert done(talk) == {CONVERSION}


def test_starting_over_forgets_them() -> None:
    talk = finished("/todo").taps(CONVERSION).says("start over", "yes")
    assert talk.said == Said()


def test_a_button_for_what_is_not_on_the_list_any_more() -> None:
    talk = finished("/todo").does(Ticked(Command.TO_DO, "2026.gone", True))
    toast, tasks = talk.replies
    assert isinstance(toast, Toast)
    assert isinstance(tasks, Tasks)
    assert talk.said is not None
    assert talk.said.done == frozenset()


@pytest.mark.parametrize("words", ["/todo", "/documents", "/remind", "/calendar"])
def test_before_the_result_there_is_a_way_on(words: str) -> None:
    talk = Talk().says("/start", "backdoor", "2026", words)
    assert "after the last question" in (talk.ask.note or "")


def walked(goal: str) -> Talk:
    """To the end of a check, by the first answer that will do."""
    talk = Talk().says("/start", goal)
    for _ in range(60):
        before = talk.said
        for answer in ("2026", "not sure", "jointly", "45", "no", "none", "2024", "yes"):
            if isinstance(talk.replies[-1], Card):
                return talk
            if talk.says(answer).said != before:
                break
    raise AssertionError(f"{goal} comes to no end")


@pytest.mark.parametrize("goal", FLOWS.by_goal)
def test_every_check_has_its_lists(goal: str) -> None:
    talk = walked(goal)
    for words in ("/todo", "/documents"):
        tasks = shown(talk.says(words))
        assert tasks.items
        assert done(talk.does(tasks.items[0].makes)) == {tasks.items[0].item.title}
    dated = isinstance(talk.says("/remind").replies[-1], Tasks)
    assert isinstance(talk.says("/calendar").replies[-1], Calendar) is dated


SPOUSES = (
    *("wife", "2026", "jointly", "45", "450k", "yes", "none", "7500", "by december 31", "no"),
    *("7500", "0", "no", "51", "no", "rollover", "95k", "6000", "by december 31", "no", "6000"),
    *("0", "not sure", "yes", "yes", "neither"),
)


def test_each_of_two_spouses_ticks_their_own() -> None:
    talk = Talk().says("/start", *SPOUSES, "/todo")
    theirs = [task for task in shown(talk).items if "spouse_conversion" in task.makes.item]
    talk.does(theirs[0].makes)
    assert [task.makes.item for task in shown(talk).items if task.item.done] == [
        "2026.spouse_conversion"
    ]


class TestDocuments:
    def test_found_or_missing(self) -> None:
        talk = finished("/documents").taps(LAST_FORM)
        assert done(talk) == {LAST_FORM}
        assert shown(talk).text.startswith("Documents to bring: 1 of ")

    def test_they_are_a_tap_from_what_to_do(self) -> None:
        talk = finished("/todo").taps("Documents to bring").taps("To do")
        assert CONVERSION in {task.item.title for task in shown(talk).items}

    def test_what_is_found_is_known_wherever_it_is_asked(self) -> None:
        talk = finished("/documents").taps(LAST_FORM)
        assert talk.said is not None
        position = replay(FLOWS.of(talk.said), talk.said, TODAY)
        found = [item.title for item in to_bring(position, talk.said) if item.done]
        assert found == [LAST_FORM]


class TestBooking:
    def booked(self) -> Talk:
        return Talk(flows=WITH_BOOKING).says("/start", *KNOWN_ANSWER, "no", "result")

    def test_the_address_carries_the_reference_code(self) -> None:
        talk = self.booked().taps("Book")
        (link,) = shown(talk).links
        code = link.url.removeprefix("https://cpa.example/book?ref=")
        assert f"Reference code: {code}." in shown(talk).text
        assert "{" not in link.url

    def test_documents_can_be_ticked_there(self) -> None:
        talk = self.booked().taps("Book").taps(LAST_FORM)
        assert shown(talk).links, "the list that is shown again is another one"
        assert done(talk) == {LAST_FORM}
        assert done(talk.says("/documents")) == {LAST_FORM}

    def test_without_an_address_nothing_is_shown(self) -> None:
        talk = finished("result")
        assert "Book" not in {button.label for button in talk.buttons}
        talk.says("/book")
        last = talk.replies[-1]
        assert isinstance(last, Say | Card)
        assert talk.buttons

    def test_it_is_shown_below_every_result(self) -> None:
        for words in ("result", "/privacy"):
            talk = self.booked().says(words)
            assert isinstance(talk.replies[-1], Show | Say)
            assert Asked(Command.BOOK) in {button.makes for button in talk.buttons}

"""Results under names: saved, listed, opened, compared, deleted; and none lost on the way."""

import pytest

from conversations.document import Row, Table
from conversations.events import Command, Deed, WithSaved
from conversations.flow import Aside
from conversations.replies import Ask, Forget, Say, Show, Toast
from conversations.saved_results import LONGEST_NAME, MOST, THE_OPEN_ONE
from tests.conversations.talking import KNOWN_ANSWER, Talk

FINISHED = (*KNOWN_ANSWER, "no")


def finished() -> Talk:
    return Talk().says("/start", *FINISHED)


def two_results() -> Talk:
    """As planned, and with nothing in the rollover IRA."""
    talk = finished().says("save as As planned", "change rollover to 0", "save as Rolled in")
    assert list(talk.said.saved) == ["As planned", "Rolled in"]
    return talk


def labels(talk: Talk) -> list[str]:
    return [button.label for button in talk.buttons]


def text(talk: Talk) -> str:
    reply = talk.replies[0]
    if isinstance(reply, Show):
        return reply.note or ""
    assert isinstance(reply, Say | Toast), reply
    return reply.text


class TestSaving:
    def test_a_tap_below_the_result(self) -> None:
        talk = finished().says("result").taps("Save this result")
        assert text(talk) == (
            "Saved as 2026 Backdoor Roth. For another name say: save as, and the name."
        )

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("save as 2026, rolled in", "2026, rolled in"),
            ("Save this as Plan B", "Plan B"),
            ("/save Plan B", "Plan B"),
            ("save the result as   what  my CPA said", "what my CPA said"),
            ("call it 2026", "2026"),
            ("save", "2026 Backdoor Roth"),
            ("/save", "2026 Backdoor Roth"),
        ],
    )
    def test_by_name(self, typed: str, name: str) -> None:
        assert list(finished().says(typed).said.saved) == [name]

    def test_the_same_answers_are_saved_once(self) -> None:
        talk = finished().says("save", "save")
        assert text(talk) == "Saved already, as 2026 Backdoor Roth."
        talk.says("save as Plan B")
        assert text(talk) == "The saved result 2026 Backdoor Roth is called Plan B now."
        assert list(talk.said.saved) == ["Plan B"]

    def test_other_answers_get_a_name_of_their_own(self) -> None:
        talk = finished().says("save", "change rollover to 0", "save")
        assert list(talk.said.saved) == ["2026 Backdoor Roth", "2026 Backdoor Roth, 2"]

    def test_a_name_that_is_taken(self) -> None:
        talk = two_results().says("change age to 50", "save as as planned")
        assert text(talk).startswith("There is a saved result as planned already")
        assert len(talk.said.saved) == 2

    def test_a_name_that_is_too_long(self) -> None:
        assert f"{LONGEST_NAME} characters" in text(finished().says("save as " + "x" * 41))

    def test_a_name_that_must_not_stay(self) -> None:
        talk = finished().says("save as 123-45-6789")
        assert talk.replies[0] == Forget()
        assert not talk.said.saved

    def test_only_what_is_finished(self) -> None:
        talk = Talk().says("/start", "backdoor", "2026").says("save")
        assert "once it is there" in talk.note
        assert not talk.said.saved

    def test_there_is_an_end_to_it(self) -> None:
        talk = finished()
        for age in range(30, 30 + MOST):
            talk.says(f"change age to {age}", "save")
        assert len(talk.said.saved) == MOST
        talk.says("change age to 60", "save")
        assert "the most there can be" in text(talk)
        assert labels(talk) == ["Saved results"]
        assert "kept until you answer this, unless" in talk.says("another check").note


class TestGoingBackToThem:
    def test_none_yet(self) -> None:
        talk = finished().says("saved")
        assert text(talk).startswith("No results are saved.")
        assert labels(talk) == ["Back"]

    def test_each_with_its_figures(self) -> None:
        talk = two_results().says("/saved")
        assert labels(talk) == ["As planned", "Rolled in", "Back"]
        talk.taps("As planned")
        assert "$5,643.56" in text(talk)
        assert labels(talk) == ["Open", "Compare", "Delete", "Saved results"]

    def test_opening_one_saves_what_was_open(self) -> None:
        talk = two_results().says("change age to 51", "open as planned")
        assert text(talk) == "Opened: As planned."
        assert isinstance(talk.replies[-1], Show)
        assert talk.said.answers["age"] == "45"
        assert list(talk.said.saved) == ["As planned", "Rolled in", "2026 Backdoor Roth"]

    def test_opening_what_is_open_saves_nothing_twice(self) -> None:
        talk = two_results().says("open rolled in")
        assert list(talk.said.saved) == ["As planned", "Rolled in"]

    def test_one_that_is_not_finished(self) -> None:
        """Begun, left for another one, and gone back to: the open question is asked."""
        talk = two_results().says("another check").says("mega", "2025")
        talk.says("open as planned", "open 2025 Mega backdoor")
        assert isinstance(talk.replies[-1], Ask)
        assert talk.note == "Opened: 2025 Mega backdoor."
        assert talk.said.answers == {"goal": "mega", "year": "2025"}
        talk.says("/saved").taps("As planned")

    def test_what_is_not_finished_says_so(self) -> None:
        talk = finished().says("another check").says("mega", "2025").says("open 2026 Backdoor Roth")
        talk.says("show 2025 Mega backdoor")
        assert text(talk) == "2025 Mega backdoor\nNot finished: 2 answers."
        assert "Compare" not in labels(talk)

    def test_another_check_loses_nothing(self) -> None:
        talk = finished().says("another check")
        assert talk.note.startswith("Nothing is lost by another check")
        assert list(talk.says("backdoor").said.saved) == ["2026 Backdoor Roth"]

    def test_starting_over_leaves_them(self) -> None:
        talk = two_results().says("start over", "yes")
        assert not talk.said.answers
        assert len(talk.said.saved) == 2

    def test_deleting_everything_does_not(self) -> None:
        assert two_results().says("/delete", "yes").said is None


class TestComparing:
    def test_two_of_them(self) -> None:
        talk = two_results().says("compare as planned with rolled in")
        shown = talk.replies[-1]
        assert isinstance(shown, Show)
        figures, answers = (block for block in shown.document.blocks if isinstance(block, Table))
        assert figures.columns == answers.columns == ("As planned", "Rolled in")
        assert figures.rows[0] == Row("Taxable", ("$5,643.56", "$0"))
        assert Row("Rollover IRAs", ("$95,000", "$0")) in answers.rows
        assert Row("401(k) or the like", ("No", "not asked")) in answers.rows
        assert "Age" not in [row.label for row in answers.rows]
        assert labels(talk) == ["Open As planned", "Open Rolled in", "Saved results"]

    def test_by_tapping(self) -> None:
        talk = two_results().says("/saved").taps("As planned").taps("Compare")
        assert labels(talk) == ["The open one", "Rolled in", "Saved results"]
        assert isinstance(talk.taps("Rolled in").replies[-1], Show)

    def test_with_the_open_one(self) -> None:
        talk = two_results().says("change age to 51", "compare rolled in")
        shown = talk.replies[-1]
        assert isinstance(shown, Show)
        assert Row("Age", ("45", "51")) in [
            row for block in shown.document.blocks if isinstance(block, Table) for row in block.rows
        ]

    def test_different_goals(self) -> None:
        """What only one of them has stands beside nothing."""
        talk = finished().says("save as IRAs", "Contributing directly")
        talk.says("200k", "0", "save as Limits", "compare IRAs with Limits")
        shown = talk.replies[-1]
        assert isinstance(shown, Show), shown
        table = next(block for block in shown.document.blocks if isinstance(block, Table))
        assert {"Taxable", "Into Roth IRAs, at most"} <= {row.label for row in table.rows}

    def test_with_nothing_to_compare_it_with(self) -> None:
        talk = finished().says("save as One", "show one").taps("Compare")
        assert text(talk) == "There is no other finished result to compare it with."


class TestWhatIfs:
    """Saved by themselves, while the answers stay as they are."""

    @pytest.mark.parametrize(
        ("words", "name"),
        [
            ("save", "2026, Convert $3,000"),
            ("save it", "2026, Convert $3,000"),
            ("save as Half", "Half"),
        ],
    )
    def test_by_typing(self, words: str, name: str) -> None:
        talk = finished().says("what if I convert 3,000", words)
        assert text(talk) == f"Saved as {name}, beside this result."
        assert talk.said.answers["converted"] == "6000"
        assert talk.said.saved[name]["converted"] == "3000"

    def test_by_tapping_and_compared(self) -> None:
        talk = finished().says("what if I convert 3,000").taps("Save it beside")
        talk.taps("Compare the two")
        shown = talk.replies[-1]
        assert isinstance(shown, Show)
        table = next(block for block in shown.document.blocks if isinstance(block, Table))
        assert table.columns == ("2026, Convert $3,000", "Now")

    def test_twice(self) -> None:
        talk = finished().says("what if I convert 3,000", "save", "what if I convert 3,000", "save")
        assert text(talk) == "Saved already, as 2026, Convert $3,000."

    def test_tried_on_other_answers(self) -> None:
        talk = finished().says("what if I convert 3,000")
        button = talk.button("Save it beside")
        before = talk.says("change age to 51").said.saved
        talk.does(button)
        assert text(talk) == "Your answers have changed since then."
        assert talk.said.saved == before


class TestDeleting:
    def test_it_asks_first(self) -> None:
        talk = two_results().says("delete rolled in")
        assert text(talk) == "Delete the saved result Rolled in? There is no undo."
        assert list(talk.taps("Yes, delete").said.saved) == ["As planned"]

    def test_no_keeps_it(self) -> None:
        talk = two_results().says("delete rolled in").taps("No, keep it")
        assert len(talk.said.saved) == 2
        assert "$0" in text(talk)

    @pytest.mark.parametrize("deed", Deed)
    def test_a_button_of_one_that_is_gone(self, deed: Deed) -> None:
        """Saved anew under the same name, it is another one: no old button touches it."""
        talk = two_results()
        old = talk.says("/saved").button("As planned")
        talk.says("open as planned", "change age to 51", "delete as planned").taps("Yes, delete")
        talk.says("save as As planned")
        before = talk.said
        talk.does(WithSaved(deed, old.result))
        assert text(talk) == "That saved result is not there any more."
        assert talk.said == before

    def test_the_open_one_is_not_among_the_saved(self) -> None:
        talk = finished()
        for deed in Deed:
            assert talk.does(WithSaved(deed, THE_OPEN_ONE)).replies
        assert talk.said.answers == finished().said.answers


def test_it_works_from_wherever_the_talk_stands() -> None:
    for aside in Aside:
        talk = two_results()
        talk.said = type(talk.said)(**{**vars(talk.said), "aside": aside})
        talk.says(Command.SAVED)
        assert labels(talk)[:2] == ["As planned", "Rolled in"], aside

"""One part of a result is open at a time, where the result stands; a button of any age shows the
result as it is now."""

import pytest

from conversations.document import FormLines, Note, Sources
from conversations.events import Opened
from conversations.parts import LINES, MORE, Part, parts
from conversations.replies import Ask, Show
from tests.conversations.results import shown
from tests.conversations.talking import KNOWN_ANSWER, Talk


@pytest.fixture
def talk() -> Talk:
    return Talk().says("/start", *KNOWN_ANSWER, "no", "result")


def result(talk: Talk) -> Show:
    (last,) = talk.replies
    assert isinstance(last, Show)
    return last


def opens(talk: Talk, part: str) -> Opened:
    """As the button below this result carries it."""
    at = result(talk).opened
    assert at is not None
    assert at.part == ""
    return Opened(part, at.of)


def lines(talk: Talk) -> Part:
    (part,) = (part for part in parts(result(talk).document) if part.title == LINES)
    return part


class TestParts:
    def test_all_of_a_result_is_in_them(self) -> None:
        document = shown()
        blocks = [block for part in parts(document) for block in part.blocks]
        assert set(document.blocks) <= set(blocks)

    def test_form_lines_come_with_their_method_and_sources(self, talk: Talk) -> None:
        kinds = [type(block) for block in lines(talk).blocks]
        assert {FormLines, Sources} <= set(kinds)
        assert any(
            isinstance(block, Note) and block.text.startswith("Method: ")
            for block in lines(talk).blocks
        )

    def test_each_has_a_mark_of_its_own(self) -> None:
        every = parts(shown())
        assert len({part.mark for part in every}) == len(every)

    def test_that_it_is_no_advice_stands_apart(self) -> None:
        *_, closing = parts(shown())
        assert isinstance(closing.blocks[-1], Note)
        assert "Not tax advice" in closing.blocks[-1].text


class TestOpening:
    @pytest.mark.parametrize("part", ["lines", MORE, ""])
    def test_in_place_and_back(self, talk: Talk, part: str) -> None:
        event = opens(talk, lines(talk).mark if part == "lines" else part)
        opened = result(talk.does(event))
        assert opened.in_place
        assert opened.opened == event
        closed = result(talk.does(Opened("", event.of)))
        assert closed.in_place
        assert closed.opened == Opened("", event.of)

    def test_a_part_that_is_not_there_shows_the_result(self, talk: Talk) -> None:
        before = opens(talk, "")
        there = result(talk.does(Opened("00000000", before.of)))
        assert there.opened == before
        assert there.in_place

    def test_below_the_result_of_other_answers_the_present_one_comes_anew(self, talk: Talk) -> None:
        """The number above the button is another one."""
        event = opens(talk, lines(talk).mark)
        anew = result(talk.says("change my conversion to 3000", "result").does(event))
        assert not anew.in_place
        assert anew.opened is not None
        assert anew.opened.part == ""
        assert anew.document.key_figures[0].label.startswith("Taxable, of your $3,000")

    def test_below_a_result_that_was_opened_again(self, talk: Talk) -> None:
        event = opens(talk, lines(talk).mark)
        talk.says("save as one", "change my conversion to 3000", "open one")
        assert result(talk.does(event)).in_place

    def test_an_old_button_in_another_talk_leaves_its_question_open(self, talk: Talk) -> None:
        event = opens(talk, lines(talk).mark)
        (asked,) = talk.says("start over", "yes", "backdoor").does(event).replies
        assert isinstance(asked, Ask)
        assert asked.question == "year"

    def test_nothing_is_lost_by_looking(self, talk: Talk) -> None:
        before = talk.said
        assert talk.does(opens(talk, MORE)).said == before


class TestButtons:
    def test_what_is_wanted_most_comes_first(self, talk: Talk) -> None:
        labels = [button.label for button in result(talk).controls]
        wanted = ["What if?", "To do", "PDF", "Remind me", "Change answers"]
        assert [label for label in labels if label in wanted] == wanted
        assert len(labels) <= len(wanted) + 1

    def test_the_rest_is_behind_more(self, talk: Talk) -> None:
        further = [button.label for button in result(talk).further]
        assert further[:3] == ["Picture", "Save this result", "Calendar file"]
        assert further[-1] == "Another check"

    def test_what_is_plainly_next_stays_in_front(self) -> None:
        joint = [said.replace("single", "joint") for said in KNOWN_ANSWER]
        married = Talk().says("/start", *joint, "no", "result")
        assert "My spouse too" in [button.label for button in result(married).controls]

    def test_finding_the_basis_is_next_where_it_is_open(self) -> None:
        not_sure = [
            "not sure" if said == "no" and number > 8 else said
            for number, said in enumerate(KNOWN_ANSWER)
        ]
        unsure = Talk().says("/start", *not_sure, "no", "result")
        assert "Finding my basis" in [button.label for button in result(unsure).controls]

"""A basis that was found year by year goes on into the backdoor check, as line 2."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings

from conversations.document import Document, Paragraph
from conversations.flow import Said
from conversations.flows.backdoor_check import BACKDOOR_CHECK, situation
from conversations.flows.every import FLOWS
from conversations.replay import replay
from conversations.replies import Card
from conversations.situations.situation import Situation
from tests.conversations.results import figures, items, lines
from tests.conversations.talking import TODAY, Talk
from tests.conversations.test_find_my_basis import years

FOUND = (
    *("finding my basis", "2026", "45", "no", "2022", "6000", "none", "no", "same"),
    *("nothing, nor in any later year", "none"),
)
"""$12,000 in two years."""

NOT_SURE = (
    *("finding my basis", "2026", "45", "no", "2022", "6000", "not sure", "no"),
    *("nothing, nor in any later year", "none"),
)
"""$6,000, all of it deducted or nothing."""

CHECK = {
    "status": "single",
    "age": "45",
    "income": "300000",
    "covered": "yes",
    "ira_kinds": "rollover",
    "value_rollover": "95000",
    "contributed": "6000",
    "made": "in",
    "converted": "6000",
    "withdrawn": "0",
    "plan": "no",
}
"""The known answer: what is not here is not sure."""


def goes_on(talk: Talk) -> list[str]:
    """The questions that a backdoor check still asks."""
    talk.says("result").taps("Backdoor Roth")
    return answers_all(talk)


def answers_all(talk: Talk) -> list[str]:
    asked = []
    while not isinstance(talk.replies[-1], Card):
        assert talk.ask.question is not None
        asked.append(talk.ask.question)
        talk.says(CHECK.get(talk.ask.question, "not sure"))
    return asked


def where_from(document: Document) -> str:
    (words,) = (
        block.text
        for block in document.blocks
        if isinstance(block, Paragraph) and block.text.startswith("Line 2")
    )
    return words


def test_it_is_not_asked_for_again() -> None:
    talk = Talk().says("/start", *FOUND)
    assert not {"earlier", "basis"} & set(goes_on(talk))
    card = talk.replies[-1]
    assert isinstance(card, Card)
    shown = {line.name: line.value for group in card.groups for line in group.lines}
    assert shown["Earlier basis (line 14)"] == "$12,000"
    assert lines(talk.document)["2"] == "$12,000"
    assert where_from(talk.document).startswith("Line 2, $12,000, is what your years came to")


def test_a_range_is_carried_as_a_range() -> None:
    """Of 6,000 converted and 95,000 left: 6,000 or 12,000 is after-tax money."""
    talk = Talk().says("/start", *NOT_SURE)
    goes_on(talk)
    assert lines(talk.document)["2"] == "$0 to $6,000"
    taxable = figures(talk.document)["Taxable, of your $6,000 conversion in 2026"]
    assert taxable == "$5,287.13 to $5,643.56"
    open_points = items(talk.document)["Clear up what you were not sure of"].text
    assert "what was open in Finding my basis" in open_points


def test_another_figure_can_be_said() -> None:
    talk = Talk().says("/start", *FOUND)
    goes_on(talk)
    talk.says("change basis")
    assert talk.ask.text.startswith("Your years came to this in Finding my basis.")
    assert "Keep $12,000" in [button.label for button in talk.buttons]
    talk.says("20,000")
    assert lines(talk.document)["2"] == "$20,000"
    assert where_from(talk.document) == (
        "Line 2 is the $20,000 that you said. In Finding my basis your years came to $12,000: find "
        "out which is right before you file."
    )


def test_keeping_it_changes_nothing() -> None:
    talk = Talk().says("/start", *NOT_SURE)
    goes_on(talk)
    before = talk.document
    assert talk.says("change basis").taps("Keep $0 to $6,000").document == before
    assert talk.says("change basis", "not sure").document == before


@pytest.mark.parametrize("before", [("no",), ("not sure",), ("yes", "not sure")])
def test_it_takes_the_place_of_what_was_said_before_it_was_found(before: tuple[str, ...]) -> None:
    """The check first, then the years, then the check again."""
    talk = Talk().says("/start", "backdoor roth", "2026")
    while talk.ask.question != "earlier":
        talk.says(CHECK.get(talk.ask.question or "", "not sure"))
    talk.says(*before)
    answers_all(talk)
    talk.says("result").taps("Finding my basis").says(*FOUND[3:])
    assert goes_on(talk) == []
    assert lines(talk.document)["2"] == "$12,000"


def test_not_sure_names_the_way_on() -> None:
    talk = Talk().says("/start", "backdoor roth", "2026")
    answers_all(talk)
    talk.says("change earlier years to yes")
    assert "Finding my basis" in talk.says("where").replies[-1].note
    open_points = items(talk.says("not sure").document)["Clear up what you were not sure of"]
    assert "Finding my basis works it out" in open_points.text
    assert "Finding my basis" in [button.label for button in talk.says("result").buttons]


def test_for_another_tax_year_its_own_line_2_is_taken() -> None:
    talk = Talk().says("/start", *FOUND)
    goes_on(talk)
    talk.says("change tax year to 2023")
    answers_all(talk)
    assert lines(talk.document)["2"] == "$6,000"


def test_years_not_gone_through_to_the_end_carry_nothing() -> None:
    talk = Talk().says("/start", *FOUND[:-1], "back", "change goal to backdoor roth")
    assert {"earlier"} <= set(answers_all(talk))


def test_a_later_tax_year_needs_the_years_between() -> None:
    talk = Talk().says("/start", "finding my basis", "2024", "43", *FOUND[3:8], "nothing", "none")
    goes_on(talk)
    assert lines(talk.document)["2"] == "$6,000"
    talk.says("change tax year to 2026")
    assert "earlier" in answers_all(talk)


def checked(answers: Mapping[str, str]) -> Situation:
    said = {**answers, "goal": "backdoor"}
    while (position := replay(BACKDOOR_CHECK, Said(said), TODAY)).open is not None:
        assert position.open.id not in ("earlier", "basis")
        said[position.open.id] = CHECK.get(position.open.id, "not sure")
    return situation(position.facts)


@given(years())
@settings(max_examples=60)
def test_the_true_tax_lies_in_the_range(
    people: tuple[Mapping[str, str], Mapping[str, str]],
) -> None:
    unsure, truth = (checked(answers).range_of(lambda form: form.line18) for answers in people)
    assert truth.sure
    assert unsure.least <= truth.least <= unsure.most


def test_every_flow_that_asks_for_line_14_draws_on_the_years() -> None:
    for goal, flow in FLOWS.by_goal.items():
        if "basis" in flow.questions:
            assert flow.draws_on is FLOWS.by_goal["findbasis"], goal

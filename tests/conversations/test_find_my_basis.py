"""The basis worked out year by year: line 2 for today, ranges, and the forms to file late."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.flow import Said, replay
from conversations.flows.find_my_basis import FIND_MY_BASIS, basis_history
from conversations.ranges import Range
from tests.conversations.results import D, figures, items
from tests.conversations.talking import TODAY, Talk

LINE_2 = "Your basis, line 2 of Form 8606 for 2026"


def begun(*answers: str) -> Talk:
    return Talk().says("/start", "finding my basis", "2026", "45", *answers)


def test_one_tap_a_year() -> None:
    """$6,000 for each of 2019 to 2022, then nothing: nothing that follows is asked."""
    talk = begun("no", "2019", "money went in", "6000", "none of it", "same", "same", "same")
    assert talk.ask.text.startswith("2023: did anything happen")
    talk.says("nothing, nor in any later year")
    assert talk.ask.text.startswith("Was a Form 8606 filed")
    assert figures(talk.says("none", "result").document)[LINE_2] == "$24,000"


def test_forms_owed_and_not_filed() -> None:
    """IRC 408(o)(4), 6693(b)(2): $50 each."""
    talk = begun("no", "2023", "in", "6000", "none", "nothing", "same", "none", "result")
    found = items(talk.document)
    assert [title for title in found if title.startswith("Form 8606")] == ["Form 8606 for 2023"]
    assert "$50 at most" in found["Ask for the penalties to be waived"].text


def test_the_years_after_a_form_that_was_kept() -> None:
    talk = begun("yes", "2024", "12,000", "in", "7000", "none", "all", "result")
    assert figures(talk.document)[LINE_2] == "$19,000"
    assert not any(title.startswith("Form 8606") for title in items(talk.document))


def test_the_form_of_last_year_is_enough() -> None:
    assert figures(begun("yes", "2025", "4000", "result").document)[LINE_2] == "$4,000"


def test_a_conversion_takes_its_part() -> None:
    """The known answer a year later: $5,643.56 is left of $6,000."""
    talk = begun("no", "2025", "both", "6000", "none", "in the year", "6000", "0", "95000", "all")
    assert figures(talk.says("result").document)[LINE_2] == "$5,643.56"


def test_same_as_the_year_before_asks_for_the_value_only() -> None:
    talk = begun("no", "2024", "both", "7000", "none", "in the year", "7000", "0", "0", "same")
    assert "hold on December 31, 2025" in talk.ask.text
    assert figures(talk.says("0", "all", "result").document)[LINE_2] == "$0"


def test_not_sure_is_a_range_up_to_the_limit() -> None:
    """2023: $6,500 at 42 (Notice 2022-55)."""
    talk = begun(
        "no", "2023", "not sure", "no", "not sure", "not sure", "nothing", "same", "not sure"
    )
    document = talk.says("result").document
    assert figures(document)[LINE_2] == "$0 to $6,500"
    assert "2023" in items(document)["Clear up what you were not sure of"].text


def test_before_there_were_figures_the_limit_was_no_higher() -> None:
    talk = begun("no", "2016", "in", "not sure", "none", *["nothing"] * 9, "all", "result")
    assert figures(talk.document)[LINE_2] == "$0 to $5,500"


def test_an_excess_is_no_basis() -> None:
    talk = begun("no", "2025", "in", "9000", "yes", "none", "all", "result")
    assert figures(talk.document)[LINE_2] == "$7,000"


def test_nothing_at_all() -> None:
    assert figures(begun("no", "2025", "nothing", "result").document)[LINE_2] == "$0"


def test_a_first_year_that_cannot_be() -> None:
    assert begun("no", "1986").note == "Enter a year from 1987 to 2025."
    talk = Talk().says("/start", "finding my basis", "2020", "45", "no", "2020")
    assert talk.note == "Enter a year before 2020."


@pytest.mark.parametrize(
    ("text", "year"), [("'98", "1998"), ("1998", "1998"), ("last year", "2025")]
)
def test_years_long_ago(text: str, year: str) -> None:
    assert begun("no", text).said.answers["first_year"] == year


def test_forty_years_can_be_answered() -> None:
    talk = begun("no", "1987", "in", "2000", "none", *["same"] * 38, "not sure", "result")
    assert figures(talk.document)[LINE_2] == "$78,000"


AMOUNTS = st.integers(0, 9000).map(str)
YEARS = (2022, 2023, 2024, 2025)


@st.composite
def years(draw: st.DrawFn) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What somebody remembers of some years, and how they were."""
    truth = {"goal": "findbasis", "year": "2026", "age": "52", "form_kept": "no"}
    truth |= {"first_year": str(YEARS[0]), "forms_filed": "not sure"}
    unsure: dict[str, str] = {}
    for year in YEARS:
        gate = f"first{year}" if year == YEARS[0] else f"year{year}"
        again = [] if year == YEARS[0] else ["same"]
        happened = draw(st.sampled_from(["nothing", "in", "out", "both", *again]))
        contributed = draw(AMOUNTS) if happened in ("in", "both") else "0"
        truth |= {
            gate: happened,
            f"in{year}": contributed,
            f"deducted{year}": draw(st.sampled_from(["none", "part", "all"])),
            f"part{year}": str(int(contributed) // 2),
            f"made{year}": draw(st.sampled_from(["in", "after"])),
            f"converted{year}": draw(AMOUNTS) if happened in ("out", "both") else "0",
            f"withdrawn{year}": draw(AMOUNTS) if happened in ("out", "both") else "0",
            f"value{year}": draw(AMOUNTS | st.just("95000")),
            f"moved{year}": "yes" if happened in ("out", "both") else "no",
        }
        may_forget = ["in", "deducted", "part", "made", "value"]
        forgotten = draw(st.sets(st.sampled_from(may_forget)))
        unsure |= {f"{name}{year}": "not sure" for name in forgotten}
        if happened != "same" and "in" in forgotten and draw(st.booleans()):
            unsure[gate] = "not sure"
    return truth | unsure, truth


def basis(answers: Mapping[str, str]) -> Range:
    position = replay(FIND_MY_BASIS, Said(answers), TODAY)
    assert position.open is None, position.open and position.open.id
    return basis_history(position.facts).basis


@given(years())
def test_the_truth_lies_in_the_range(people: tuple[Mapping[str, str], Mapping[str, str]]) -> None:
    unsure, truth = map(basis, people)
    assert truth.sure
    assert unsure.least <= truth.least <= unsure.most
    assert unsure.most < D(1_000_000)

"""The basis worked out year by year: line 2 for today, ranges, and the forms to file late."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.flow import Said
from conversations.flows.find_my_basis import FIND_MY_BASIS, basis_history
from conversations.ranges import Range
from conversations.replay import replay
from tests.conversations.results import D, figures, items, notes
from tests.conversations.talking import TODAY, Talk

LINE_2 = "Your basis, line 2 of Form 8606 for 2026"


def begun(*answers: str) -> Talk:
    return Talk().says("/start", "finding my basis", "2026", "45", *answers)


def test_one_tap_a_year() -> None:
    """$6,000 for each of 2019 to 2022, then nothing: nothing that follows is asked."""
    talk = begun("no", "2019", "6000", "none of it", "no", "same", "same", "same")
    assert talk.ask.text.startswith("2023: did anything go into these IRAs")
    talk.says("nothing, nor in any later year")
    assert talk.ask.text.startswith("Was a Form 8606 filed")
    assert figures(talk.says("none", "result").document)[LINE_2] == "$24,000"


def test_forms_owed_and_not_filed() -> None:
    """IRC 408(o)(4), 6693(b)(2): $50 each."""
    talk = begun("no", "2023", "6000", "none", "no", "nothing", "same", "none", "result")
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
    talk = begun("no", "2025", "6000", "none", "yes", "in the year", "6000", "0", "95000", "all")
    assert figures(talk.says("result").document)[LINE_2] == "$5,643.56"


def test_same_as_the_year_before_asks_for_the_value_only() -> None:
    talk = begun("no", "2024", "7000", "none", "yes", "in the year", "7000", "0", "0", "same")
    assert "hold on December 31, 2025" in talk.ask.text
    assert figures(talk.says("0", "all", "result").document)[LINE_2] == "$0"


def test_the_first_year_is_not_asked_whether_anything_happened() -> None:
    assert begun("no", "2019").ask.text.startswith("How much went straight into traditional IRAs")


def test_the_same_amount_is_a_tap() -> None:
    talk = begun("no", "2022", "4000", "none", "no", "both")
    assert [button.label for button in talk.ask.choices] == ["$4,000", "$6,500"]  # and the limit
    talk.taps("$4,000").says("none", "in the year")
    assert [button.label for button in talk.ask.choices] == ["$4,000", "$0"]  # all of it converted
    talk.taps("$4,000").taps("$0")
    assert talk.ask.text.startswith("What did all your")
    assert not talk.ask.choices  # what IRAs held is like no other amount


def test_not_sure_what_was_converted() -> None:
    """From nothing, which leaves all, to so much that it took all of the basis along."""
    talk = begun("no", "2025", "6000", "none", "yes", "in 2025", "not sure", "0", "95000", "all")
    document = talk.says("result").document
    assert figures(document)[LINE_2] == "$0 to $6,000"
    assert "2025" in items(document)["Clear up what you were not sure of"].text


def test_not_sure_whether_anything_came_out() -> None:
    talk = begun("no", "2025", "6000", "none", "not sure")
    assert talk.ask.text.startswith("Was a Form 8606 filed")
    assert figures(talk.says("all", "result").document)[LINE_2] == "$0 to $6,000"


def test_not_sure_whether_there_is_a_form() -> None:
    """The years are gone through, and looking for it comes first."""
    document = begun("not sure", "2025", "6000", "none", "no", "all", "result").document
    assert figures(document)[LINE_2] == "$6,000"
    first = next(iter(items(document).values()))
    assert "whether a Form 8606 was filed for an earlier year" in first.text


def test_long_ago_a_form_that_was_filed_is_a_better_beginning() -> None:
    talk = begun("no", "2009")
    assert "From 2009 on that is 17 years" in talk.replies[-1].text
    talk.says("change old form to yes")
    assert talk.ask.text == "For which year is the last one that you have?"
    talk = begun("no", "2009", "yes")
    assert talk.ask.text.startswith("How much went straight into traditional IRAs for 2009")
    assert not begun("no", "2018").said.aside


def test_a_form_that_is_not_due_yet_is_not_late() -> None:
    """That of 2025, in February 2026."""
    talk = Talk(date(2026, 2, 1)).says("/start", "finding my basis", "2026", "45")
    talk.says("no", "2024", "6000", "none", "no", "same", "none", "result")
    found = items(talk.document)
    assert "Owed and not filed" in found["Form 8606 for 2024"].text
    assert "due April 15, 2026" in found["Form 8606 for 2025"].text
    assert "$50 at most" in found["Ask for the penalties to be waived"].text


def test_what_to_bring_names_years_once() -> None:
    talk = begun("no", "2019", "6000", "none", "no", *["same"] * 2, "nothing", "out", "0", "500")
    talk.says("40000", "nothing", "same", "none", "result")
    assert items(talk.document)["Bring to your CPA"].text == (
        "This list, Forms 5498 and 1099-R and the returns of 2019 to 2021 and 2023, the December "
        "31 statements of 2023, and any Form 8606 that was filed."
    )


def test_not_sure_is_a_range_up_to_the_limit() -> None:
    """2023: $6,500 at 42 (Notice 2022-55)."""
    talk = begun("no", "2023", "not sure", "not sure", "no", "nothing", "same", "not sure")
    document = talk.says("result").document
    assert figures(document)[LINE_2] == "$0 to $6,500"
    assert "2023" in items(document)["Clear up what you were not sure of"].text


def test_before_there_were_figures_the_limit_was_no_higher() -> None:
    talk = begun("no", "2016", "yes", "not sure", "none", "no", *["nothing"] * 9, "all", "result")
    assert figures(talk.document)[LINE_2] == "$0 to $5,500"
    assert "Contribution limits before 2018 are not checked" in notes(talk.document)


def test_an_excess_is_no_basis() -> None:
    talk = begun("no", "2025", "9000", "yes", "none", "no", "all", "result")
    assert figures(talk.document)[LINE_2] == "$7,000"
    assert "Contribution limits" not in notes(talk.document)


def test_nothing_at_all() -> None:
    assert figures(begun("no", "2025", "0", "no", "result").document)[LINE_2] == "$0"


def test_a_first_year_that_cannot_be() -> None:
    assert begun("no", "1986").note == (
        "Enter a year from 1987 to 2025. Nondeductible contributions began with 1987 (IRC 408(o))."
    )
    talk = Talk().says("/start", "finding my basis", "2020", "45", "no", "2020")
    assert talk.note == "Enter a year before 2020."
    assert [button.label for button in talk.ask.choices] == ["2019", "2018"]


@pytest.mark.parametrize(
    ("text", "year"), [("'98", "1998"), ("1998", "1998"), ("last year", "2025")]
)
def test_years_long_ago(text: str, year: str) -> None:
    assert begun("no", text, "yes").said.answers["first_year"] == year


def test_forty_years_can_be_answered() -> None:
    talk = begun("no", "1987", "yes", "2000", "none", "no", *["same"] * 38, "not sure", "result")
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
        first = year == YEARS[0]
        gates = ["in", "both"] if first else ["nothing", "in", "out", "both", "same"]
        happened = draw(st.sampled_from(gates))
        contributed = draw(AMOUNTS) if happened in ("in", "both") else "0"
        truth |= {
            f"year{year}": happened,
            f"in{year}": contributed,
            f"deducted{year}": draw(st.sampled_from(["none", "part", "all"])),
            f"part{year}": str(int(contributed) // 2),
            f"made{year}": draw(st.sampled_from(["in", "after"])),
            f"converted{year}": draw(AMOUNTS) if happened in ("out", "both") else "0",
            f"withdrawn{year}": draw(AMOUNTS) if happened in ("out", "both") else "0",
            f"value{year}": draw(AMOUNTS | st.just("95000")),
            f"moved{year}": "yes" if happened in ("out", "both") else "no",
        }
        amounts = ["in", "deducted", "part", "made", "converted", "withdrawn", "value"]
        forgotten = draw(st.sets(st.sampled_from(amounts)))
        unsure |= {f"{name}{year}": "not sure" for name in forgotten}
        if first or (happened != "same" and draw(st.booleans())):
            unsure[f"year{year}"] = "not sure"
            unsure[f"moved{year}"] = draw(st.sampled_from(["not sure", truth[f"moved{year}"]]))
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

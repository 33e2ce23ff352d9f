"""My spouse too: what is asked of whom, what counts for both, and that nothing is said twice."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from calc.iras.couple import CoupleFacts, SpouseFacts, couple_year
from calc.tax_year import tax_year
from conversations.document import (
    Alternatives,
    Checklist,
    Document,
    FormLines,
    Heading,
    KeyFigure,
    Note,
    Sources,
    Table,
)
from conversations.events import Chosen
from conversations.flow import Said
from conversations.flows.every import FLOWS
from conversations.flows.spouse_too import SPOUSE_TOO, couple
from conversations.question import Facts, worded
from conversations.questions.doubts import MOST
from conversations.questions.spouse import PREFIX
from conversations.replay import replay
from conversations.replies import Card, Show
from conversations.situations.couple import Couple, together
from conversations.situations.situation import IraKind, Situation
from tests.conversations.results import PERSON
from tests.conversations.talking import KNOWN_ANSWER, TODAY, Talk

D = Decimal
JOINT = FilingStatus.MARRIED_FILING_JOINTLY

YOU = {
    **{"goal": "spouse", "year": "2026", "status": "mfj", "age": "45", "income": "450000"},
    **{"covered": "yes", "ira_kinds": "none", "contributed": "7500", "made": "in"},
    **{"earlier": "no", "converted": "7500", "withdrawn": "0", "deducted": "none"},
    **{"state_rate": "4%", "plan": "no", "after_tax_of": "neither"},
}
SPOUSE = {
    **{"age": "43", "covered": "no", "ira_kinds": "rollover", "value_rollover": "95000"},
    **{"contributed": "6000", "made": "in", "earlier": "no", "converted": "6000"},
    **{"withdrawn": "0", "deducted": "none", "state_rate": "5%", "income": "9000"},
    **{"plan": "yes", "roll_in": "yes"},
}
"""The known answer, as the spouse's."""


def both(you: Mapping[str, str] = {}, spouse: Mapping[str, str] = {}) -> Said:
    theirs = {f"{PREFIX}{id_}": answer for id_, answer in (SPOUSE | spouse).items()}
    return Said(YOU | you | theirs)


def as_couple(said: Said) -> Couple:
    return couple(replay(SPOUSE_TOO, said, TODAY).facts)


def shown(said: Said) -> Document:
    position = replay(SPOUSE_TOO, said, TODAY)
    assert position.open is None, position.open.id
    return SPOUSE_TOO.concludes(position.facts)


def asked(said: Said, today: date = TODAY) -> list[str]:
    return [question.id for question in replay(SPOUSE_TOO, said, today).answered]


SPOUSES = [question for id_, question in SPOUSE_TOO.questions.items() if id_.startswith(PREFIX)]


# What is asked


def test_after_a_backdoor_check_only_the_spouses_part_is_asked() -> None:
    talk = Talk().says("/start", *KNOWN_ANSWER, *("5%", "no"), "change my filing status to mfj")
    talk.says("spouse")
    first = talk.ask.question
    assert first == "second_age"
    known = set(talk.said.answers)
    talk.says("43", "no", "none", "7500", "in", "no", "7500", "0", "neither")
    assert isinstance(talk.replies[-1], Card)
    told = set(talk.said.answers) - known
    assert {id_ for id_ in told if not id_.startswith(PREFIX)} == {"after_tax_of"}


def test_my_spouse_too_is_offered_below_the_result_of_who_is_married() -> None:
    talk = Talk().says("/start", *KNOWN_ANSWER, *("5%", "no"), "result")
    assert "My spouse too" not in [button.label for button in talk.buttons]
    talk.says("change my filing status to mfj", "result")
    assert talk.button("My spouse too") == Chosen("goal", "spouse")
    assert talk.taps("My spouse too").ask.question == "second_age"


@pytest.mark.parametrize("status", ["single", "hoh", "qss"])
def test_who_has_no_spouse_is_told_and_has_the_check_alone(status: str) -> None:
    talk = Talk().says("/start", "both of us", "2026", status)
    assert "no spouse to add" in talk.replies[-1].text
    talk.says("yes", *KNOWN_ANSWER[3:], "5%", "no")
    assert isinstance(talk.replies[-1], Card)
    result = talk.document
    assert any("the check for you alone" in getattr(b, "text", "") for b in result.blocks)
    assert result.key_figures == talk.says("backdoor").document.key_figures


def test_the_way_back_from_no_spouse() -> None:
    talk = Talk().says("/start", "both of us", "2026", "single", "no")
    assert talk.ask.question == "status"
    assert talk.says("mfj").ask.question == "age"


@pytest.mark.parametrize(
    ("you", "asked_of_spouse", "covered", "you_beside_it"),
    [
        # Said of the spouse already: the first person is not covered, so it was asked.
        ({"covered": "no", "spouse_covered": "yes"}, False, True, False),
        ({"covered": "no", "spouse_covered": "not sure"}, False, None, False),
        ({"covered": "yes"}, True, False, True),
        ({"covered": "not sure", "spouse_covered": "no"}, False, False, None),
        # Who is covered need not know of the other one.
        ({"covered": "not sure", "spouse_covered": "yes"}, False, True, False),
    ],
)
def test_coverage_is_said_once(
    you: dict[str, str], asked_of_spouse: bool, covered: bool | None, you_beside_it: bool | None
) -> None:
    said = both(you)
    assert ("second_covered" in asked(said)) is asked_of_spouse
    spouse = as_couple(said).spouse
    assert (spouse.covered, spouse.spouse_covered) == (covered, you_beside_it)


def test_separate_returns_have_an_income_each() -> None:
    said = both({"status": "mfs", "apart": "no", "income": "4000"})
    assert "second_income" in asked(said)
    two = as_couple(said)
    assert (two.you.income, two.spouse.income) == (4000, 9000)
    assert two.you.spouse_taxable_conversion.most == 0
    assert "second_income" not in asked(both())
    assert as_couple(both()).spouse.income == 450000


def test_the_states_rate_is_that_of_one_return() -> None:
    assert "second_state_rate" in asked(both())  # nothing of the first one's is taxable
    taxed = {"ira_kinds": "sep", "value_sep": "50000"}
    assert "second_state_rate" not in asked(both(taxed))
    assert as_couple(both(taxed)).spouse.state_rate == D("0.04")


def test_the_spouses_answers_are_held_to_the_spouses_own_limits() -> None:
    talk = Talk().says("/start")
    talk.said = Said({k: v for k, v in both().answers.items() if k != "second_contributed"})
    talk.says("hello", "8600")
    assert talk.replies[-1].text.startswith("For 2026 the limit at age 43 is $7,500")
    talk.said = Said({**talk.said.answers, "second_age": "52"})
    assert "second_contributed" in talk.says("8600").said.answers


def test_a_part_is_one_of_the_spouses_own_amount() -> None:
    talk = Talk().says("/start")
    talk.said = both({"income": "134000"}, {"deducted": "part"})
    assert talk.says("hello").ask.question == "second_deducted_amount"
    assert talk.says("7000").note.startswith("It is a part of $6,000")


def test_an_answer_of_the_spouses_is_changed_by_its_name() -> None:
    talk = Talk().says("/start")
    talk.said = both()
    talk.says("change my spouse's age to 51")
    assert (talk.said.answers["age"], talk.said.answers["second_age"]) == ("45", "51")
    talk.says("change spouse coverage to yes")
    assert talk.said.answers["second_covered"] == "yes"


@pytest.mark.parametrize("question", SPOUSES, ids=lambda question: question.id)
def test_no_question_of_the_spouses_part_says_you_of_the_spouse(question) -> None:
    """Whatever the year and the return: while it lasts, once it is over, and long after."""
    for today in (TODAY, date(2027, 2, 1), date(2027, 7, 1)):
        for status in FilingStatus.MARRIED_FILING_JOINTLY, FilingStatus.MARRIED_FILING_SEPARATELY:
            known = {"year": 2026, "status": status, "apart": False, "second_age": 43}
            facts = Facts(today, known | {"second_contributed": D(6000)})
            words = [worded(text, facts) for text in (question.asks, question.why)]
            words += [worded(question.where, facts)] if question.where else []
            for amount in (D(600), D(600_000), MOST * 2):
                doubt = (
                    question.doubts
                    and question.part_of is None
                    and isinstance(question.kind.read("600"), Decimal)
                )
                said = question.doubt(amount, facts) if doubt else None
                words += [said.asks.replace("did you mean", "")] if said else []
            for text in words:
                assert not re.search(r"\b(?:you|your(?! spouse\b))\b", text, re.I), text


def test_spouses_have_ids_of_their_own() -> None:
    others = {id_ for flow in FLOWS.by_goal.values() for id_ in flow.questions} - {
        question.id for question in SPOUSES
    }
    assert not any(id_.startswith(PREFIX) for id_ in others)


MEGA = {
    **{"after_tax": "yes", "way_out": "yes", "pay": "200000", "deferrals": "24500"},
    **{"employer": "10000", "after_tax_so_far": "5000", "cap": "none", "other_plans": "no"},
    **{"earnings": "100"},
}
"""2026: $72,000 less 24,500, 10,000 and 5,000 leaves $32,500 (Notice 2025-67, IRC 415(c))."""
OF_MEGA = [*MEGA]


@pytest.mark.parametrize(
    ("of_whom", "of_you", "of_spouse"),
    [
        ("neither", [], []),
        ("me", OF_MEGA, []),
        ("spouse", [], OF_MEGA),
        ("both", OF_MEGA, OF_MEGA),
    ],
)
def test_after_tax_money_is_asked_of_whom_it_may_concern(
    of_whom: str, of_you: list[str], of_spouse: list[str]
) -> None:
    """A plan was asked of neither: no pre-tax money is in the IRAs of the first one."""
    said = both({"after_tax_of": of_whom, "plan": "", **MEGA}, MEGA)
    before, after = asked(both()), asked(said)
    assert "plan" not in after
    told = [id_ for id_ in after if id_ not in before]
    assert told == [*of_you, *(PREFIX + id_ for id_ in of_spouse)]


def test_what_was_said_of_ones_own_plan_before_counts() -> None:
    """A couple with one mega backdoor: the whole check, then my spouse too."""
    talk = Talk().says("/start", "all of it", "2026", "mfj", "45", "450k", "yes", "none", "7500")
    talk.says("in", "no", "7500", "0", "yes", "no", "yes", "yes", "200k", "24500", "10k", "5k")
    talk.says("no cap", "no", "100", "result").taps("My spouse too")
    talk.says("43", "no", "none", "7500", "in", "no", "7500", "0")
    assert talk.ask.question == "after_tax_of"
    assert isinstance(talk.says("me").replies[-1], Card)
    rooms = {f.name: f.value for f in talk.document.key_figures if "room" in f.name}
    assert rooms == {"You: After-tax room in the plan": "$32,500"}


def test_a_mega_backdoor_of_the_spouse_is_told_as_theirs() -> None:
    blocks = shown(both({"after_tax_of": "spouse"}, MEGA)).blocks
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert "Your spouse · Mega backdoor in 2026" in headings
    assert "Your spouse · When it moves to Roth" in headings
    assert not any("You · " in text and "Mega" in text for text in headings)
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert table.rows[-1].values == ("", "$32,500")
    (of_spouse,) = (b for b in blocks if isinstance(b, Checklist) and _uses_the_room(b))
    assert all(item.key.startswith("spouse_") for item in of_spouse.items)


def _uses_the_room(checklist: Checklist) -> bool:
    return any("$32,500 of room in your plan" in item.text for item in checklist.items)


def test_two_mega_backdoors_have_a_limit_each() -> None:
    """IRC 415(c) is of a person and an employer: nothing of it is shared."""
    document = shown(both({"after_tax_of": "both"} | MEGA, MEGA | {"employer": "60000"}))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert table.rows[-1].values == ("$32,500", "$0")
    no_plan_for_it = shown(both({"after_tax_of": "both"} | MEGA, {"after_tax": "no"}))
    (table,) = (block for block in no_plan_for_it.blocks if isinstance(block, Table))
    assert table.rows[-1].values == ("$32,500", "$0")
    names = [figure.name for figure in document.key_figures]
    assert len(set(names)) == len(names), "side by side they would be taken for one"
    assert any("leaves, the other cannot use" in getattr(b, "text", "") for b in document.blocks)


def test_who_is_not_sure_of_the_spouses_plan_has_a_range_and_an_open_point() -> None:
    unsure = MEGA | {"after_tax": "not sure", "employer": "not sure"}
    document = shown(both({"after_tax_of": "spouse"}, unsure))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert table.rows[-1].values == ("", "$0 to $42,500")
    items = [item for b in document.blocks if isinstance(b, Checklist) for item in b.items]
    assert any(
        item.key == "spouse_open_points" and "your employer's money" in item.text for item in items
    )


# What comes of it


def test_the_result_for_both() -> None:
    talk = Talk().says("/start")
    talk.said = both()
    blocks = talk.says("result").document.blocks
    assert isinstance(talk.replies[-1], Show)
    assert blocks[0] == KeyFigure(
        "Taxable, of $13,500 of conversions by both of you in 2026", "$5,643.56", "Taxable"
    )
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert table.columns == ("You", "Your spouse")
    rows = {row.label: row.values for row in table.rows}
    assert rows == {
        "Converted": ("$7,500", "$6,000"),
        "Taxable": ("$0", "$5,643.56"),
        "Tax-free": ("$7,500", "$356.44"),
        "Tax-free share": ("100%", "5.94%"),
        "Contributed": ("$7,500", "$6,000"),
        "Deducted of it": ("$0", "$0"),
        "After-tax money carried to the next year": ("$0", "$5,643.56"),
    }
    forms = [block for block in blocks if isinstance(block, FormLines)]
    assert [len(form.lines) for form in forms] == [20, 20]
    assert [form.lines[-1].value for form in forms] == ["$0", "$5,643.56"]
    assert sum(isinstance(block, Sources) for block in blocks) == 1


@pytest.mark.parametrize(
    ("you", "spouse"),
    [
        ({}, {}),
        ({"age": "43"}, {"ira_kinds": "none", "contributed": "7500", "converted": "7500"}),
        ({"income": "134000", "deducted": "none"}, {"deducted": "not sure"}),
        ({"status": "mfs", "apart": "yes"}, {"income": "not sure", "covered": "not sure"}),
        ({"year": "2025"}, {"earlier": "yes", "basis": "not sure", "converted": "0"}),
    ],
)
def test_what_is_the_same_for_both_is_said_once(
    you: dict[str, str], spouse: dict[str, str]
) -> None:
    blocks = shown(both(you, spouse)).blocks
    notes = [block for block in blocks if isinstance(block, Note)]
    items = [item for block in blocks if isinstance(block, Checklist) for item in block.items]
    assert len(set(notes)) == len(notes)
    assert len(set(items)) == len(items)
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert len(set(headings)) == len(headings)


def test_two_alike_have_almost_everything_in_common() -> None:
    alike = {"age": "45", "covered": "yes", "ira_kinds": "none"} | {
        "contributed": "7500",
        "converted": "7500",
    }
    blocks = shown(both({}, alike)).blocks
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert "Each of you · What to do" in headings
    assert "You · What to do" not in headings
    assert "Your spouse · What to do" not in headings


def test_a_conversion_takes_from_the_spouses_deduction() -> None:
    """2026: the deduction of a covered person on a joint return ends at 149,000 (IRC 219(g)):
    at 134,000 with the spouse's 5,643.56 it is 3,508.67 of 7,500, rounded up to 3,510."""
    said = both(
        {"income": "134000", "converted": "0", "deducted": "all", "ira_kinds": "traditional"}
        | {"value_traditional": "7500"},
    )
    two = as_couple(said)
    assert two.you.spouse_taxable_conversion.least == D("5643.56")
    assert two.you.deductible.least == 3510
    blocks = shown(said).blocks
    assert any("IRC 219(g)(3)(A)" in block.text for block in blocks if isinstance(block, Note))


def test_the_tax_knows_the_spouses_age() -> None:
    """From 65 on there are deductions more: on a joint return they are the return's."""

    def tax(age: str) -> str:
        blocks = shown(both({"income": "130000"}, {"age": age})).blocks
        assert not any(
            "a spouse of 65" in block.text for block in blocks if isinstance(block, Note)
        )
        (ways,) = (block for block in blocks if isinstance(block, Alternatives))
        return ways.items[0].figures[0].value

    assert tax("66") != tax("64")


def test_who_is_not_sure_has_a_range() -> None:
    blocks = shown(both({}, {"value_rollover": "not sure"})).blocks
    assert blocks[0].value == "$0 to $6,000"
    items = [item for block in blocks if isinstance(block, Checklist) for item in block.items]
    assert any(item.title == "Clear up what you were not sure of" for item in items)


def test_the_state_is_asked_about_in_one_way() -> None:
    one, other = (SPOUSE_TOO.questions[id_].asks for id_ in ("state_rate", "second_state_rate"))
    assert str(other).startswith("At what rate does your spouse's state tax income, with")
    assert str(one).startswith("At what rate does your state tax income, with")


def test_a_what_if_is_of_ones_own_part() -> None:
    talk = Talk().says("/start")
    talk.said = both(
        {"ira_kinds": "rollover", "value_rollover": "50000", "plan": "yes", "roll_in": "yes"}
    )
    talk.says("result", "what if I roll it in?")
    assert "roll $50,000 into the 401(k)" in talk.replies[-1].text


AMOUNTS = st.sampled_from([D(0), D(3000), D(7500)])


@st.composite
def persons(draw: st.DrawFn) -> Situation:
    contribution = draw(AMOUNTS)
    return Situation(
        **{
            **{field: getattr(PERSON, field) for field in ("today", "year", "age", "plan")},
            **{"filing_status": JOINT, "lived_apart": False, "withdrawals": D(0)},
            **{"income": draw(st.sampled_from([D(128000), D(140000), D(245000)]))},
            **{"covered": draw(st.booleans()), "spouse_covered": False},
            **{"ira_values": {IraKind.ROLLOVER: draw(st.sampled_from([D(0), D(50000)]))}},
            **{"contribution": contribution, "made_after": D(0)},
            **{"deducted": draw(st.sampled_from([D(0), contribution]))},
            **{"prior_basis": draw(AMOUNTS), "conversion": draw(AMOUNTS)},
        }
    )


def of_calc(person: Situation) -> SpouseFacts:
    return SpouseFacts(
        age=person.age,
        covered_by_plan=bool(person.covered),
        contribution=person.contribution,
        deducted=person.deducted or D(0),
        prior_basis=person.prior_basis or D(0),
        year_end_value=person.known_ira_value,
        conversions=person.conversion,
    )


@given(persons(), persons())
def test_what_is_sure_is_as_calc_has_it(you: Situation, other: Situation) -> None:
    you = replace(you, spouse_covered=other.covered)
    spouse = replace(other, spouse_covered=you.covered, income=you.income)
    two = together(you, spouse)
    facts = CoupleFacts(
        filing_status=JOINT, income=you.income, you=of_calc(you), spouse=of_calc(spouse)
    )
    exact = couple_year(tax_year(2026), facts)
    assert two.you.forms == (exact.you.form,)
    assert two.spouse.forms == (exact.spouse.form,)
    assert two.range_of(lambda form: form.total_taxable).least == exact.taxable

"""A plan over years as a what-if: nothing of it is guessed, and no answer is touched."""

from dataclasses import replace
from datetime import date

import pytest

from calc.filing_status import FilingStatus
from calc.strategies.plan_years import PlanYears
from conversations.document import Chart, Document, Formula, Heading, KeyFigure, Paragraph
from conversations.events import Adopted, Tried
from conversations.flow import Aside
from conversations.paper import on_paper
from conversations.ranges import Range
from conversations.replay import replay
from conversations.replies import Hand, Picture, Say, Show
from conversations.reports.plan_over_years import plan_over_years
from conversations.situations.situation import IraKind, Situation
from conversations.what_ifs.outcome import Amount, Closed, Outcome, Trials
from conversations.what_ifs.over_years import Assumed, not_planned, work_out
from conversations.what_ifs.ways import Way
from tests.conversations.results import NEW_SIMPLE, PERSON, PLAN, D
from tests.conversations.talking import KNOWN_ANSWER, Talk
from tests.documents import words

WITH_ROOM = replace(PERSON, income=D(60000))
"""$6,500 are left in the 12% bracket of 2026: the rest of the $95,000 is taxed at 22% and more."""


def asked(*steps: str) -> Talk:
    """Somebody with room in a low bracket, at a plan over years."""
    first, then = KNOWN_ANSWER[6:9], KNOWN_ANSWER[9:]
    answers = ("backdoor", "2026", "single", "45", "60k", "no", *first, "no", *then)
    talk = Talk().says("/start", *answers, "yes", "yes", "what if I convert over years")
    return talk.says(*steps)


def planned(situation: Situation, key: str) -> tuple[PlanYears, Document]:
    assumed = Assumed.read(key)
    assert not_planned(situation) is None
    assert assumed.asks_for(situation) is None
    found = work_out(situation, assumed)
    return found, Document(tuple(plan_over_years(situation, assumed, found)))


class TestWhatItAssumes:
    """Each is asked for, in its turn."""

    def test_one_after_the_other(self) -> None:
        talk = asked()
        assert "Over how many years" in talk.replies[-1].text
        talk.taps("3 years")
        assert "nothing is projected" in talk.replies[-1].text
        talk.taps("5% a year")
        assert "Does another $6,000 go in each later year" in talk.replies[-1].text
        talk.taps("No")
        assert isinstance(talk.replies[-1], Show)
        told = " ".join(words(talk.replies[-1].document))
        for assumed in (
            "the brackets and deductions of 2026",
            "your income of $60,000",
            "grow 5%",
            "after the $6,000 for 2026 nothing more goes in",
        ):
            assert assumed in told

    def test_typed(self) -> None:
        assert isinstance(asked("four", "2.5%", "yes").replies[-1], Show)

    def test_where_nothing_goes_in_it_is_not_asked(self) -> None:
        situation = replace(WITH_ROOM, contribution=D(0))
        assert Assumed.read("3,5%").asks_for(situation) is None

    @pytest.mark.parametrize(
        ("steps", "typed", "words"),
        [
            ((), "1", "from 2 to 10"),
            ((), "11 years", "from 2 to 10"),
            ((), "many", "from 2 to 10"),
            (("3",), "fast", "percentage"),
            (("3",), "21%", "up to 20%"),
            (("3", "5%"), "perhaps", "yes or no"),
        ],
    )
    def test_what_cannot_be_read_is_asked_again(
        self, steps: tuple[str, ...], typed: str, words: str
    ) -> None:
        talk = asked(*steps)
        before = talk.said
        talk.says(typed)
        assert words in talk.replies[-1].text
        assert (talk.said.aside, talk.said.tried) == (Aside.PLANNING, before.tried)

    def test_a_question_back_is_answered_and_it_is_asked_again(self) -> None:
        talk = asked("3").says("what is basis?")
        assert "taxed before it went in" in talk.replies[-1].text
        assert "How much may your IRAs grow" in talk.replies[-1].text
        assert talk.says("5%").said.tried == "years 3,5%"

    @pytest.mark.parametrize("words", ["back", "result", "what if I wait", "change my age to 51"])
    def test_there_is_a_way_out(self, words: str) -> None:
        assert asked("3").says(words).said.aside is not Aside.PLANNING

    @pytest.mark.parametrize("key", ["", "x", "0", "5000", ",", "5,x,yes", "5,90%,yes", "5,3%,?"])
    def test_a_forged_button_only_asks(self, key: str) -> None:
        talk = asked().does(Tried(Way.OVER_YEARS, key))
        assert isinstance(talk.replies[-1], Say)
        assert talk.said.aside is Aside.PLANNING


class TestThePlan:
    def test_is_that_of_calc(self) -> None:
        """$6,500 at 12% in each year; the rest at 22%, which ends $61,800 above the income."""
        found, document = planned(WITH_ROOM, "3,0%,no")
        (formula,) = (block for block in document.blocks if isinstance(block, Formula))
        assert [step.value for step in formula.steps] == ["$12,946", "$5,224", "$780"]
        assert formula.steps[2].words == "2028: convert $6,910.53, taxable $6,500"
        (figure,) = document.key_figures
        assert figure.value == "about $18,950"
        (chart,) = document.charts
        assert chart.shows == (
            "About $18,950 of federal tax over 3 years, $1,964 less than all at once in 2026 "
            "($20,914)."
        )
        assert found.figures_year == 2026

    def test_all_at_once_is_the_what_if_that_converts_everything(self) -> None:
        found, _ = planned(WITH_ROOM, "3,0%,no")
        everything = Trials(WITH_ROOM).of(Way.CONVERT_EVERYTHING)
        assert isinstance(everything, Outcome)
        assert found.as_it_is.frontier[0].total_tax == everything.tax

    def test_a_bar_a_year(self) -> None:
        found, document = planned(WITH_ROOM, "10,3%,yes")
        (chart,) = document.charts
        assert found.as_it_is.plan is not None
        for bar, year in zip(chart.bars, found.as_it_is.plan.years, strict=True):
            assert bar.label.startswith(f"{year.year}: ")
            assert sum(part.amount.least for part in bar.parts) == year.conversion

    def test_what_fewer_years_cost(self) -> None:
        _, document = planned(WITH_ROOM, "4,0%,no")
        assert "2 years about $19,600, 3 years about $18,950." in " ".join(words(document))

    def test_where_spreading_saves_nothing(self) -> None:
        _, document = planned(PERSON, "5,3%,no")
        told = " ".join(words(document))
        assert "the same as all at once in 2026" in told
        assert "After 2026 nothing pre-tax is left: more years save nothing." in told

    def test_rolled_in_first(self) -> None:
        told = " ".join(words(planned(replace(WITH_ROOM, plan=PLAN), "3,0%,no")[1]))
        assert "With the $95,000 of pre-tax money rolled into your 401(k)" in told
        for plan in (None, replace(PLAN, takes_roll_ins=None)):
            _, document = planned(replace(WITH_ROOM, plan=plan), "3,0%,no")
            assert "rolled into" not in " ".join(words(document))

    def test_years_of_a_required_distribution_are_marked(self) -> None:
        _, document = planned(replace(WITH_ROOM, age=72), "5,0%,no")
        (chart,) = document.charts
        marked = [bar.label[:4] for bar in chart.bars if bar.label.endswith("RMD first")]
        assert marked == ["2027", "2028", "2029", "2030"]  # 73: IRC 401(a)(9)(C)(v)
        assert "A required distribution (RMD) comes out before" in " ".join(words(document))

    def test_one_of_the_first_year_is_marked_once(self) -> None:
        """Counted among the withdrawals it would close the plan: so that is not asked for."""
        _, document = planned(replace(WITH_ROOM, age=75), "2,0%,no")
        (chart,) = document.charts
        assert all(bar.label.endswith("RMD first") for bar in chart.bars)
        assert "counted in your withdrawals" not in " ".join(words(document))

    def test_the_states_tax_is_left_out(self) -> None:
        with_state = planned(replace(WITH_ROOM, state_rate=D("0.05")), "3,0%,no")[1]
        assert with_state == planned(WITH_ROOM, "3,0%,no")[1]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"income": None}, "Clear up your income first"),
        ({"prior_basis": None}, "Clear up your basis from earlier years"),
        ({"ira_values": {IraKind.SEP: None}}, "what your SEP IRAs hold"),
        ({"withdrawals": D(4000)}, "It cannot take account of withdrawals to keep"),
        ({"deducted": D(6000)}, "a contribution that is deducted"),
        ({"made_after": D(6000)}, "made after December 31"),
        (NEW_SIMPLE, "SIMPLE money that may not move yet"),
        (
            {
                "filing_status": FilingStatus.MARRIED_FILING_JOINTLY,
                "spouse_taxable_conversion": Range(D(0), D(5000)),
            },
            "a spouse's conversion",
        ),
        ({"ira_values": {}}, "Nothing pre-tax is in your IRAs"),
        ({"prior_basis": D(200000)}, "hold less than was taxed already"),
        ({"contribution": D(9000)}, "The excess contribution comes first"),
        ({"today": date(2027, 1, 2)}, "2026 is over"),
    ],
)
def test_there_is_none(changes: dict[str, object], why: str) -> None:
    found = Trials(replace(PERSON, **changes)).of(Way.OVER_YEARS)
    assert isinstance(found, Closed)
    assert why in found.why


def test_who_is_covered_need_not_be_known() -> None:
    """It decides how much may be deducted, and nothing is."""
    assert isinstance(Trials(replace(PERSON, covered=None)).of(Way.OVER_YEARS), Amount)


class TestAfterIt:
    def test_no_answer_is_touched(self) -> None:
        talk = asked()
        answers = talk.said.answers
        for step in ("3", "0%", "no", "keep it", "chart", "save", "result"):
            assert talk.says(step).said.answers == answers

    def test_its_first_year_can_be_taken_over(self) -> None:
        talk = asked("3", "0%", "no")
        (adopts,) = (one for one in talk.buttons if isinstance(one.makes, Adopted))
        assert adopts.label == "Convert $65,703.16 this year"
        talk.does(adopts.makes)
        assert talk.said.answers["converted"] == "65703.16"
        assert talk.document.key_figures[0].value == "$61,800"

    def test_keep_it_says_what_can_be_kept(self) -> None:
        shown = asked("3", "0%", "no").says("keep it").replies[-1]
        assert isinstance(shown, Show)
        assert "A plan is not kept as an answer" in (shown.note or "")

    def test_the_picture_is_the_plans_until_the_result_is_back(self) -> None:
        talk = asked("3", "0%", "no")
        (picture,) = talk.says("/chart").replies
        assert isinstance(picture, Picture)
        assert len(picture.document.charts[0].bars) == 3
        (picture,) = talk.says("result", "/chart").replies
        assert isinstance(picture, Picture)
        assert picture.document.charts[0].bars[0].label == "Your conversion"

    def test_it_is_on_paper_while_it_was_shown_last(self) -> None:
        talk = asked("3", "0%", "no")
        for words_typed, there in (("result", True), ("what if I convert 10k", False)):
            (hand,) = talk.says(words_typed, "pdf").replies
            assert isinstance(hand, Hand)
            headings = [one.text for one in hand.paper.document.blocks if isinstance(one, Heading)]
            assert ("A plan over years" in headings) is there

    def test_on_paper_it_is_of_the_answers_on_paper(self) -> None:
        talk = asked("3", "0%", "no").says("result", "change my age to 64", "result")
        assert talk.said is not None
        flow = talk.flows.of(talk.said)
        paper = on_paper(flow, replay(flow, talk.said, talk.today), talk.said)
        (plan,) = (s for s in paper.document.sections if s[:1] == (Heading("A plan over years"),))
        now = planned(replace(WITH_ROOM, age=64, covered=False, plan=PLAN), "3,0%,no")[1]
        assert [b for b in plan if isinstance(b, KeyFigure | Chart)] == [
            b for b in now.blocks if isinstance(b, KeyFigure | Chart)
        ]

    def test_one_that_cannot_be_any_more_is_not_on_paper(self) -> None:
        talk = asked("3", "0%", "no").says("result", "change withdrawals to 500", "result", "pdf")
        assert "A plan over years" not in str(talk.replies[-1])

    def test_sentences_of_the_chat_are_not_on_paper(self) -> None:
        talk = asked("3", "0%", "no")
        assert any("The PDF shows it too" in told for told in words(talk.replies[-1].document))
        (hand,) = talk.says("pdf").replies
        assert isinstance(hand, Hand)
        paragraphs = [b.text for b in hand.paper.document.blocks if isinstance(b, Paragraph)]
        assert not any("The PDF" in told for told in paragraphs)

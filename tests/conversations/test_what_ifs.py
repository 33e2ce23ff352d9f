"""What-ifs: one thing done differently, worked out by calc, and no answer touched unless kept."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.filing_status import FilingStatus
from calc.iras.form_8606 import Form8606
from calc.strategies.alternative import AlternativeKind
from calc.strategies.alternatives import alternatives
from conversations.events import Adopted, Asked, Chosen, Command, Tried
from conversations.flow import Aside
from conversations.flows.backdoor_check import situation as situation_of
from conversations.flows.every import FLOWS
from conversations.question import Facts
from conversations.replay import replay
from conversations.replies import Card, Show
from conversations.situations.situation import IraKind, Situation
from conversations.what_ifs.calculations import facts_of
from conversations.what_ifs.outcome import Amount, Closed, Outcome, Trials
from conversations.what_ifs.typed import what_if
from conversations.what_ifs.ways import ASKED, Way
from tests.conversations.results import NEW_SIMPLE, PERSON, PLAN, D, figures, items, lines
from tests.conversations.talking import KNOWN_ANSWER, Talk


def finished(*plan: str) -> Talk:
    return Talk().says("/start", *KNOWN_ANSWER, *(plan or ("yes", "yes")))


def of_71() -> Talk:
    answers = ("backdoor", "2026", "single", "71", "90k", "no", "traditional", "95,000", "0")
    return Talk().says("/start", *answers, "no", "6000", "0", "not sure", "no")


def withdrawing() -> Talk:
    """Some of the basis goes with what is taken out to keep."""
    answers = ("backdoor", "2026", "single", "72", "90k", "no", "sep", "80,000", "6000", "none")
    return Talk().says("/start", *answers, "in", "no", "6000", "5000", "not sure", "yes", "yes")


def gives(amount: str) -> Talk:
    return of_71().says(f"what if I give {amount} to charity").taps("Keep it")


def told(talk: Talk) -> str:
    return talk.replies[-1].text


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (
            "what if I roll it in",
            (
                "Taxable: $0 instead of $5,643.56.",
                "Federal income tax: about $1,975 less.",
                "only pre-tax money moved",
                "By December 31, 2026.",
            ),
        ),
        ("what if I roll 50k into my 401k?", ("$5,294.12 instead of $5,643.56, $349.44 less",)),
        (
            "what if I convert 10k",
            ("$9,405.94 instead of $5,643.56, $3,762.38 more", "To Roth in 2026: $10,000"),
        ),
        ("convert 3,000 instead", ("$2,821.78 instead of", "one that is made cannot be undone")),
        ("what if I convert everything?", ("you convert everything, $101,000", "Taxable: $95,000")),
        ("what if I contribute 4,000", ("and convert just that", "Taxable: $3,838.38 instead of")),
        ("what if I don't convert", ("Taxable: $0 instead", "left for later: $6,000 instead of")),
        ("what if I wait a year?", ("Taxable: $5,643.56, all of it in 2027, instead of $5,643",)),
        ("what if I do a QCD", ("not open. From 70 1/2 on",)),
        ("what if I convert 200k", ("not open.", "hold $101,000 in all")),
        ("what if I contribute 9000", ("not open.", "the limit at your age is $7,500")),
        ("what if I roll 99k in", ("not open.", "$95,000 at most")),
    ],
)
def test_the_difference_is_told_and_nothing_changed(typed: str, lines: tuple[str, ...]) -> None:
    talk = finished()
    answers = talk.said.answers
    talk.says(typed)
    for line in lines:
        assert line in told(talk)
    assert talk.said.answers == answers
    assert isinstance(talk.taps("Back to the result").replies[-1], Show)


@pytest.mark.parametrize(
    ("typed", "tried"),
    [
        ("what if i convert 10k", Tried(Way.CONVERT, "10000")),
        ("What if I converted $10,000 instead?", None),  # done already: a question
        ("what if we convert ten thousand instead", Tried(Way.CONVERT, "10000")),
        ("how about converting half a million", Tried(Way.CONVERT, "500000")),
        ("and if I only convert 2,500.50?", Tried(Way.CONVERT, "2500.5")),
        ("what if I convert more", Tried(Way.CONVERT)),
        ("what if i convert all of it", Tried(Way.CONVERT_EVERYTHING)),
        ("convert my whole IRA", Tried(Way.CONVERT_EVERYTHING)),
        ("what if I roll it into my 401(k)", Tried(Way.ROLL_IN)),
        ("what if I move the pre-tax money to my employer's plan first", Tried(Way.ROLL_IN)),
        ("reverse rollover", Tried(Way.ROLL_IN)),
        ("what if i roll it into a roth ira", None),
        ("what if I wait until next year", Tried(Way.WAIT)),
        ("what if I convert next year?", Tried(Way.WAIT)),
        ("just contribute", Tried(Way.CONTRIBUTE_ONLY)),
        ("what if I contribute only 3k", Tried(Way.CONTRIBUTE, "3000")),
        ("what if I put in less", Tried(Way.CONTRIBUTE)),
        ("what if I give 5k to charity", Tried(Way.CHARITY, "5000")),
        ("do a qcd of 5,000", Tried(Way.CHARITY, "5000")),
        ("what if I never filed Form 8606?", None),
        ("what if I contributed for last year and converted this year", None),
        ("what if the account lost value before I converted?", None),
        ("what if I don't know my basis?", None),
        ("what if I convert 95,00", None),  # two readings
        ("what if I spread it over 5 years", Tried(Way.OVER_YEARS, "5")),
        ("convert it over ten years", Tried(Way.OVER_YEARS, "10")),
        ("what if I convert 95k over several years?", Tried(Way.OVER_YEARS)),
        ("what if I convert it all over 40 years", None),
        ("7000", None),
        ("what is basis?", None),
    ],
)
def test_as_people_type_it(typed: str, tried: Tried | None) -> None:
    assert what_if(typed) == tried


class TestHowMuch:
    """An amount that was not said is asked for; the talk is not caught in it."""

    @pytest.mark.parametrize(
        ("label", "aside"),
        [
            ("Convert another amount", Aside.CONVERTING),
            ("Contribute another amount", Aside.CONTRIBUTING),
        ],
    )
    def test_is_asked(self, label: str, aside: Aside) -> None:
        talk = finished().says("what if").taps(label)
        assert talk.said.aside is aside
        assert "How much" in told(talk)
        talk.says("95,00")
        assert "$9,500 or $95.00" in told(talk)
        assert "How much" in told(talk)
        talk.says("3000")
        assert "instead of $5,643.56" in told(talk)
        assert talk.said.aside is Aside.TRIED

    def test_a_gift(self) -> None:
        talk = of_71().says("what if").taps("Give to charity (QCD)").says("5k")
        assert "you give $5,000 to charity straight from your IRAs, left out of income" in told(
            talk
        )
        assert "70 1/2 reached by the day of the gift" in told(talk)
        talk.taps("Keep it")
        assert lines(talk.document)["6"] == "$90,000"

    @pytest.mark.parametrize("words", ["back", "result", "/start", "what if I wait"])
    def test_there_is_a_way_out(self, words: str) -> None:
        talk = finished().says("what if I convert more", words)
        assert talk.said.aside is not Aside.CONVERTING

    def test_a_question_back_is_answered_and_the_amount_asked_again(self) -> None:
        talk = finished().says("what if I convert more", "what is basis?")
        assert "taxed before it went in" in told(talk)
        assert "How much" in told(talk)

    def test_an_earlier_answer_can_be_changed(self) -> None:
        talk = finished().says("what if I convert more").does(Chosen("status", "hoh"))
        assert talk.said.aside is None
        assert isinstance(talk.replies[-1], Card)


class TestKeeping:
    def test_changes_the_answers_and_shows_the_result(self) -> None:
        talk = finished().says("what if I roll it in").taps("Keep it")
        (result,) = talk.replies
        assert result.note == "Kept. Changed: Rolled into the 401(k): $95,000."
        assert figures(result.document)["Taxable, of your $6,000 conversion in 2026"] == "$0"
        assert lines(result.document)["6"] == "$0"

    def test_twice_does_nothing_more(self) -> None:
        talk = finished().says("what if I roll 40k in")
        keep = talk.button("Keep it")
        once = talk.does(keep).said.answers
        assert talk.does(keep).said.answers == once
        assert "Your answers have changed since then" in told(talk)
        assert "you roll $40,000" in told(talk)

    def test_of_other_answers_shows_what_it_does_now(self) -> None:
        talk = finished().says("what if I convert 10k")
        keep = talk.button("Keep it")
        talk.does(Chosen("value_rollover", "50000")).does(keep)
        assert "you convert $10,000" in told(talk)
        assert talk.said.answers["converted"] == "6000"

    def test_less_converted_needs_an_ira_to_stay_in(self) -> None:
        answers = ("backdoor", "2026", "single", "45", "300k", "yes", "none", "7000", "in")
        talk = Talk().says("/start", *answers, "no", "7000", "0", "what if I convert 5000")
        assert "Taxable: $0, as it is now." in told(talk)
        talk.taps("Keep it")
        assert talk.said.answers["ira_kinds"] == "traditional"
        assert talk.said.answers["value_traditional"] == "2000"

    @pytest.mark.parametrize(
        ("typed", "title", "due"),
        [
            ("what if I roll it in", "Roll $95,000 into your 401(k)", date(2026, 12, 31)),
            ("what if I wait a year", "Convert in 2027, not this year", date(2027, 12, 31)),
        ],
    )
    def test_leaves_its_to_do(self, typed: str, title: str, due: date) -> None:
        talk = finished().says(typed).taps("Keep it")
        assert next(iter(items(talk.document).items()))[1].due == due
        assert next(iter(items(talk.document))) == title

    def test_everything_is_named_in_the_conversion(self) -> None:
        talk = finished().says("what if I convert everything").taps("Keep it")
        to_do = items(talk.document)["Plan the conversion with a CPA"]
        assert "The $101,000, all that your IRAs hold, must leave the IRA by" in to_do.text

    def test_a_gift_leaves_its_to_do(self) -> None:
        talk = gives("5k")
        assert items(talk.document)["Give $5,000 to charity from your IRAs"].due == date(
            2026, 12, 31
        )

    def test_a_gift_of_somebody_too_young_is_none(self) -> None:
        """IRC 408(d)(8)(B)(ii): from 70 1/2 on."""
        talk = gives("5k").says("change age to 45")
        assert lines(talk.document)["6"] == "$95,000"
        assert not any(title.startswith("Give $") for title in items(talk.document))

    def test_stands_on_the_check_card_and_can_be_taken_back(self) -> None:
        """The balance was never touched, so there is nothing else to put right."""
        talk = finished()
        before = talk.said.answers
        talk.says("what if I roll it in").taps("Keep it").says("check")
        assert talk.replies[-1].groups[1].lines[0].value == "$95,000"
        talk.taps("Rolled into the 401(k)")
        assert "How much pre-tax money do you roll" in talk.ask.text
        talk.says("0")
        assert lines(talk.document)["6"] == "$95,000"
        assert {**talk.said.answers, "planned_roll_in": "0"} == {**before, "planned_roll_in": "0"}
        assert not any(title.startswith("Roll $") for title in items(talk.document))

    @pytest.mark.parametrize(
        ("balance", "line_6", "to_do"),
        [
            ("100,000", "$5,000", "Roll $95,000 into your 401(k)"),
            ("95,000", "$0", "Roll $95,000 into your 401(k)"),
            ("50,000", "$0", "Roll $50,000 into your 401(k)"),  # no more than there is
            ("0", "$0", None),
        ],
    )
    def test_a_balance_changed_afterwards(
        self, balance: str, line_6: str, to_do: str | None
    ) -> None:
        talk = finished().says("what if I roll it in").taps("Keep it").says("check")
        talk.taps("Rollover IRAs")
        assert "Count the $95,000 that you plan to roll into your 401(k) as still" in talk.ask.text
        talk.says(balance)
        assert lines(talk.document)["6"] == line_6
        rolled = [title for title in items(talk.document) if title.startswith("Roll $")]
        assert rolled == ([to_do] if to_do else [])

    def test_a_conversion_said_afterwards_is_not_put_off(self) -> None:
        talk = finished().says("what if I wait").taps("Keep it").says("change conversion to 6000")
        assert not any(title.startswith("Convert in") for title in items(talk.document))

    def test_is_not_asked_of_who_kept_nothing(self) -> None:
        card = finished().replies[-1]
        named = [line.name for group in card.groups for line in group.lines]
        assert not {"Rolled into the 401(k)", "Converted a year later"} & set(named)

    def test_a_part_that_no_longer_fits_is_asked_again(self) -> None:
        answers = ("backdoor", "2026", "single", "45", "300k", "yes", "none", "7000", "each")
        talk = Talk().says("/start", *answers, "5000", "no", "2000", "0")
        talk.says("what if I contribute 4000").taps("Keep it")
        assert "How much of it between January 1" in talk.ask.text
        assert "Kept. Changed: Contributed: $4,000" in talk.note


class TestWithoutAResult:
    def test_comes_after_it(self) -> None:
        talk = Talk().says("/start", "backdoor", "2026", "whatif")
        assert "after the result of a backdoor check" in talk.note
        assert "How will you file" in talk.ask.text

    def test_a_button_of_an_earlier_result(self) -> None:
        talk = Talk().says("/start", "backdoor", "2026").does(Tried(Way.CONVERT, "10000"))
        assert "How will you file" in talk.ask.text

    def test_a_year_that_is_over(self) -> None:
        settled = replace(PERSON, year=2025, plan=PLAN)
        assert {type(Trials(settled).of(way, D(1))) for way in Way} == {Closed}


@pytest.mark.parametrize(
    ("unsure", "way", "why"),
    [
        ({"prior_basis": None}, Way.ROLL_IN, "Clear up your basis from earlier years"),
        ({"ira_values": {IraKind.SEP: None}}, Way.CONVERT_EVERYTHING, "what your SEP IRAs hold"),
        ({"made_after": None}, Way.CONTRIBUTE, "Clear up when the contribution is made"),
        ({"contribution": D(9000)}, Way.CONVERT, "The excess contribution comes first"),
        ({"plan": None}, Way.ROLL_IN, "There is no plan to take the money"),
        ({"plan": replace(PLAN, takes_roll_ins=False)}, Way.ROLL_IN, "Your plan does not take IRA"),
        ({"conversion": D(0)}, Way.CONTRIBUTE_ONLY, "No conversion is planned"),
        ({"ira_values": {}}, Way.ROLL_IN, "Nothing pre-tax is left"),
        (NEW_SIMPLE, Way.ROLL_IN, "only SIMPLE money that may not move yet"),
        (
            {"age": 74, "required_distribution": D(4000)},
            Way.CONVERT,
            "The required distribution comes first: $4,000 of it",
        ),
    ],
)
def test_why_it_is_not_open(unsure: dict[str, object], way: Way, why: str) -> None:
    found = Trials(_person(unsure)).of(way)
    assert isinstance(found, Closed)
    assert why in found.why


def test_simple_money_of_the_first_two_years_is_not_there_to_convert() -> None:
    found = Trials(_person(NEW_SIMPLE)).of(Way.CONVERT, D(6001))
    assert isinstance(found, Closed)
    assert "Your IRAs hold $6,000 in all" in found.why
    assert "SIMPLE money of the first two years not" in found.why


def _person(changes: dict[str, object]) -> Situation:
    return replace(PERSON, **({"plan": PLAN} | changes))


def test_not_sure_is_a_range() -> None:
    found = Trials(_person({"prior_basis": None})).of(Way.CONVERT, D(10000))
    assert isinstance(found, Outcome)
    assert (found.taxable.least, found.taxable.most) == (D(0), D("9405.94"))
    assert found.more_tax is None


AMOUNTS = st.sampled_from([D(0), D(6000), D("7500.01"), D(95000)]) | st.integers(0, 200_000).map(D)


@st.composite
def people(draw: st.DrawFn) -> Situation:
    contribution = draw(st.sampled_from([D(0), D(6000), D(7500)]))
    made_in_year = contribution - draw(st.sampled_from([D(0), min(contribution, D(2000))]))
    values = draw(st.dictionaries(st.sampled_from(IraKind), AMOUNTS, max_size=3))
    return replace(
        PERSON,
        filing_status=draw(st.sampled_from(FilingStatus)),
        age=draw(st.sampled_from([30, 45, 52, 70, 71, 80])),
        income=draw(st.sampled_from([D(60_000), D(84_000), D(300_000)])),
        covered=draw(st.booleans()),
        ira_values=values,
        contribution=contribution,
        deducted=draw(st.sampled_from([D(0), contribution])),
        made_after=contribution - made_in_year,
        prior_basis=draw(AMOUNTS),
        conversion=draw(st.sampled_from([D(0), made_in_year]) | AMOUNTS),
        withdrawals=draw(st.sampled_from([D(0), D(4000)])),
        plan=draw(st.sampled_from([None, PLAN])),
    )


KINDS = {
    Way.ROLL_IN: AlternativeKind.ROLL_IN,
    Way.CONVERT_EVERYTHING: AlternativeKind.CONVERT_EVERYTHING,
    Way.CONTRIBUTE_ONLY: AlternativeKind.CONTRIBUTE_ONLY,
    Way.WAIT: AlternativeKind.WAIT_A_YEAR,
    Way.CHARITY: AlternativeKind.QCD,
}


@given(people(), st.integers(1, 20_000).map(D))
@settings(max_examples=120)
def test_it_is_what_calc_finds(person: Situation, gift: object) -> None:
    """Answers changed and worked out anew come to the alternative of calc, to the cent."""
    (year,) = person.ira_years
    ways = alternatives(person.figures, facts_of(person, year, gift))
    found = {way.kind: way for way in ways}
    for way, kind in KINDS.items():
        tried = Trials(person).of(way, gift if way is Way.CHARITY else None)
        assert isinstance(tried, Outcome) == found[kind].is_open, way
        if isinstance(tried, Outcome):
            assert tried.taxable.least == tried.taxable.most == found[kind].taxable, way
            assert tried.by == found[kind].by
            if way is not Way.WAIT and found[kind].saves_tax is not None:
                assert tried.more_tax == -found[kind].saves_tax
            if way is not Way.WAIT:  # kept, the answers come to what was shown
                (form,) = tried.changed.forms
                assert form.total_taxable == tried.taxable.least
                assert form.line14 == tried.left.least == tried.left.most
                assert Trials(person).tax_on(tried.changed) == tried.tax


@given(people(), st.sampled_from(Way), AMOUNTS)
@settings(max_examples=120)
def test_money_is_neither_made_nor_lost(person: Situation, way: Way, amount: object) -> None:
    tried = Trials(person).of(way, amount)
    if isinstance(tried, Amount | Closed) or way is Way.CONTRIBUTE:
        return

    def in_all(one: Situation) -> object:
        return one.known_ira_value + one.conversion + one.withdrawals

    assert in_all(tried.changed) <= in_all(person)
    if way not in (Way.ROLL_IN, Way.CHARITY):
        assert in_all(tried.changed) == in_all(person)


@pytest.mark.parametrize("way", [way for way in Way if way is not Way.OVER_YEARS])
@pytest.mark.parametrize("amount", [None, "4000", "x", ""])
def test_what_is_kept_is_what_was_shown(way: Way, amount: str | None) -> None:
    talk = finished().does(Tried(way, amount))
    shown = re.search(r"Taxable: (\$[0-9][0-9,.]*)", told(talk))
    keep = [button for button in talk.buttons if isinstance(button.makes, Adopted)]
    if not keep:
        assert "not open" in told(talk) or "How much" in told(talk)
        return
    talk.does(keep[0].makes)
    situation = situation_of(_facts(talk))
    taxable = situation.range_of(lambda form: form.total_taxable).least
    assert shown
    if way is not Way.WAIT:
        assert taxable == D(shown[1].strip("$.,").replace(",", ""))
    assert isinstance(talk.replies[-1], Show)


def _facts(talk: Talk) -> Facts:
    return replay(FLOWS.of(talk.said), talk.said, talk.today).facts


KEPT = st.sampled_from(
    [
        *(Tried(way) for way in Way),
        *(Tried(way, "4000") for way in (Way.ROLL_IN, Way.CONVERT, Way.CONTRIBUTE, Way.CHARITY)),
        Tried(Way.CONVERT, "9000"),
        Tried(Way.ROLL_IN, "60000"),
    ]
)


@given(st.sampled_from([finished, of_71, withdrawing]), st.lists(KEPT, min_size=1, max_size=4))
@settings(max_examples=60)
def test_what_is_kept_one_after_the_other_is_what_was_shown(
    start: Callable[[], Talk], events: list[Tried]
) -> None:
    talk = start()
    for event in events:
        situation = situation_of(_facts(talk))
        amount = event.amount and D(event.amount)
        outcome = Trials(situation).of(event.way, amount or None)
        talk.does(event)
        if not any(isinstance(button.makes, Adopted) for button in talk.buttons):
            continue
        talk.taps("Keep it")
        if not isinstance(talk.replies[-1], Show):
            return  # of a first contribution it is asked when, and whether it is deducted
        now, shown = situation_of(_facts(talk)), outcome.changed
        for name in ("ira_value", "conversion", "withdrawals", "rolled_in", "gift", "put_off"):
            assert getattr(now, name) == getattr(shown, name), (event, name)
        assert now.range_of(_taxable) == shown.range_of(_taxable)


def _taxable(form: Form8606) -> object:
    return form.total_taxable


@given(
    st.lists(
        st.builds(Tried, st.sampled_from(Way), st.sampled_from([None, "0", "4000", "1e9", "-1"]))
        | st.builds(Asked, st.sampled_from([Command.WHAT_IF, Command.RESULT, Command.BACK])),
        max_size=12,
    )
)
@settings(max_examples=60)
def test_trying_never_changes_an_answer(events: list[Tried | Asked]) -> None:
    talk = finished()
    answers = talk.said.answers
    for event in events:
        talk.does(event)
        assert talk.said.answers == answers
        assert talk.buttons
    assert isinstance(talk.says("result").replies[-1], Show)


def test_what_stands_between_is_forgotten_with_the_result() -> None:
    """The year changes under a talk that was asked how much."""
    talk = finished().says("what if I convert more")
    talk.today = date(2027, 1, 1)
    assert talk.says("3000").replies
    assert set(ASKED.values()) == {Aside.CONVERTING, Aside.CONTRIBUTING, Aside.GIVING}


def test_less_of_a_clean_backdoor_is_kept_without_a_question_about_a_plan() -> None:
    """What stays is after-tax money, which no plan takes (IRC 408(d)(3)(A)(ii))."""
    talk = Talk().says("/start", "backdoor", "2026", "single", "45", "300k", "yes", "none")
    talk.says("7500", "by december 31", "no", "7500", "0", "result", "what if I convert 5k")
    talk.says("keep it")
    assert isinstance(talk.replies[-1], Show)
    assert talk.document.key_figures[0].value == "$0"


def test_nothing_taxed_now_or_later_is_said_as_that() -> None:
    talk = Talk().says("/start", "backdoor", "2026", "single", "45", "300k", "yes", "none")
    talk.says("7500", "by december 31", "no", "7500", "0", "result", "what if I wait a year")
    assert "Taxable: $0, in 2027 as in 2026." in talk.replies[-1].text

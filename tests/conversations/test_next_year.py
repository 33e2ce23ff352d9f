"""Another tax year: what lasts is confirmed in one look, what the year came to is taken over, and
only the rest is asked."""

from datetime import date

import pytest

from calc.tax_year import SUPPORTED_YEARS
from conversations.events import Asked, Command, Deed, WithSaved
from conversations.flow import Aside
from conversations.replies import Ask, Card, Say, Show
from tests.conversations.talking import Talk

LAST_YEAR = (
    *("backdoor", "2025", "single", "45", "300k", "yes"),
    *("rollover", "95,000", "7000", "by december 31", "no", "7000", "0"),
)


def finished(*further: str, today: date = date(2026, 1, 20)) -> Talk:
    talk = Talk(today=today).says("/start", *LAST_YEAR)
    while isinstance(talk.replies[-1], Ask):
        talk.says("not sure" if any(b.label == "Not sure" for b in talk.buttons) else "no")
    return talk.says(*further)


def card(talk: Talk) -> Card:
    shown = talk.replies[-1]
    assert isinstance(shown, Card), shown
    return shown


def lines(talk: Talk) -> dict[str, str]:
    return {line.name: line.value for group in card(talk).groups for line in group.lines}


class TestTheCard:
    def test_what_lasts_and_what_the_year_came_to(self) -> None:
        talk = finished("result").taps("Go on to 2026")
        assert card(talk).text.startswith("From the year before. Is this still true for 2026?")
        assert lines(talk) == {
            "Filing status": "Single",
            "Age": "46",
            "Plan at work covers you": "Yes",
            "IRAs": "Rollover IRA",
            "After-tax money before": "Yes",
            "Earlier basis (line 14)": "$6,519.61",
            "401(k) or the like": "No",
            "State tax rate": "Not sure",
        }

    def test_last_year_is_saved(self) -> None:
        talk = finished("next year")
        assert list(talk.said.saved) == ["2025 Backdoor Roth"]
        assert isinstance(talk.says("open 2025 backdoor roth").replies[-1], Show)

    def test_all_of_it_is_still_true(self) -> None:
        """Five questions instead of a dozen."""
        talk = finished("/nextyear").taps("All still true")
        asked = []
        for answer in ("310k", "95,000", "7500", "by december 31", "7500", "0"):
            asked.append(talk.ask.text.split(",")[0])
            talk.says(answer)
        assert isinstance(talk.replies[-1], Card), talk.replies
        assert len(asked) == 6
        assert talk.document.blocks[0].value == "$6,474.17"

    def test_what_has_changed_is_asked(self) -> None:
        talk = finished("/nextyear").taps("Filing status").taps("401(k) or the like")
        assert "Filing status" not in lines(talk)
        talk.taps("All still true")
        assert talk.ask.text.startswith("How will you file")
        assert talk.says("joint").said.answers["age"] == "46"
        assert talk.ask.text.startswith("What will your adjusted gross income be for 2026")

    @pytest.mark.parametrize(
        "words",
        ["change age to 51", "my age is now 51", "no, I'm 51", "change filing status to joint"],
    )
    def test_or_said_on_the_card(self, words: str) -> None:
        talk = finished("/nextyear").says(words)
        assert ("51" in lines(talk)["Age"]) is ("status" not in words)
        assert talk.says("change 401(k) to yes").says("yes").said.answers["plan"] == "yes"

    def test_which_leaves_what_is_unclear_as_it_was(self) -> None:
        talk = finished("/nextyear").says("change age to banana")
        assert lines(talk)["Age"] == "46"
        assert "change filing status" not in (card(talk).note or "")

    def test_ask_me_everything(self) -> None:
        talk = finished("/nextyear").taps("Ask me everything")
        assert talk.said.answers == {"goal": "backdoor", "year": "2026"}
        assert talk.ask.text.startswith("How will you file")

    @pytest.mark.parametrize("words", ["banana", "42", "/start", "/back", "/check", "hm"])
    def test_nothing_else_takes_or_drops_it(self, words: str) -> None:
        talk = finished("/nextyear")
        before = talk.said
        assert talk.says(words).said == before
        assert isinstance(talk.replies[-1], Card)

    def test_a_question_is_answered_and_the_card_shown_again(self) -> None:
        talk = finished("/nextyear").says("what is basis?")
        assert "Money that was taxed" in (card(talk).note or "")


class TestWhatIsCarried:
    def test_money_from_a_plan_is_in_an_ira_by_then(self) -> None:
        talk = Talk(today=date(2026, 1, 20)).says("/start", *LAST_YEAR[:6])
        talk.says("from a 401(k)", "40000")
        while isinstance(talk.replies[-1], Ask):
            talk.says("0" if "How much" in talk.ask.text else "no")
        assert lines(talk.says("/nextyear"))["IRAs"] == "Rollover IRA"

    def test_a_basis_that_is_not_sure_is_asked_again(self) -> None:
        talk = finished("change rollover to not sure", "/nextyear")
        assert "Earlier basis (line 14)" not in lines(talk)

    def test_no_basis_is_left(self) -> None:
        talk = finished("change rollover to 0", "/nextyear")
        assert lines(talk)["After-tax money before"] == "No"
        assert "Earlier basis (line 14)" not in lines(talk)

    def test_years_of_basis_last(self) -> None:
        """Next year only the year that is new is asked about."""
        talk = Talk(today=date(2026, 1, 20)).says("/start", "find my basis", "2025", "45")
        talk.says("no", "2024")
        while isinstance(talk.replies[-1], Ask):
            ask = talk.ask.text
            labels = [button.label for button in talk.buttons]
            talk.says(
                "none" if "none" in map(str.lower, labels) else "7000" if "$" in ask else "no"
            )
        assert isinstance(talk.replies[-1], Card)


class TestWhenThereIsNone:
    def test_a_year_that_has_not_begun(self) -> None:
        talk = finished("result", today=date(2025, 12, 1))
        assert "Go on to 2026" not in [button.label for button in talk.buttons]
        assert "once it has begun" in talk.says("/nextyear").replies[-1].text

    def test_a_year_that_is_not_known_here(self) -> None:
        last = SUPPORTED_YEARS[-1]
        talk = finished(f"change year to {last}", today=date(last + 1, 2, 1))
        while isinstance(talk.replies[-1], Ask):
            talk.says("no")
        assert "Go on to" not in " ".join(button.label for button in talk.says("result").buttons)

    def test_on_the_way(self) -> None:
        talk = Talk().says("/start", "backdoor", "2025", "/nextyear")
        assert "after a result" in talk.note

    def test_with_no_place_for_the_last_one(self) -> None:
        talk = finished()
        for age in range(30, 42):
            talk.says(f"change age to {age}", "save")
        before = talk.says("change age to 60").said
        (said,) = talk.says("/nextyear").replies
        assert isinstance(said, Say)
        assert "delete one first" in said.text
        assert talk.said == before


def test_a_button_of_the_year_before_does_nothing_to_the_new_one() -> None:
    talk = finished("/nextyear")
    talk.does(Asked(Command.NEXT_YEAR))
    assert talk.said.aside in (None, Aside.STILL_TRUE)
    assert talk.said.answers["year"] == "2026"
    assert list(talk.said.saved) == ["2025 Backdoor Roth"]
    assert talk.does(WithSaved(Deed.LOOK, "gone")).replies

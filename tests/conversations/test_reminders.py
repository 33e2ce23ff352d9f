"""Reminders, only if asked for: of which dates, on which days, and how they end."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.engine import remind
from conversations.flow import Said
from conversations.reminders import Reminder, days_for, due_on, next_day, put_off, said_on
from conversations.replies import Calendar, Say, Tasks
from tests.conversations.talking import KNOWN_ANSWER, TODAY, Talk
from tests.conversations.test_to_do import SPOUSES

YEAR_END, DUE = date(2026, 12, 31), date(2027, 4, 15)
CONVERSION = "Plan the conversion with a CPA"
BALANCES = "Review your IRA balances, and roll in what is to go"
FORM = "File Form 8606 for 2026, and keep the papers"


def finished(*further: str) -> Talk:
    return Talk().says("/start", *KNOWN_ANSWER, "no", *further)


def turned_on(*further: str) -> Talk:
    return finished("/remind").taps("Turn all on").taps("Pacific").says(*further)


def listed(talk: Talk) -> dict[str, date | None]:
    last = talk.replies[-1]
    assert isinstance(last, Tasks), last
    return {task.item.title: task.item.due for task in last.items}


def on(talk: Talk) -> set[str]:
    assert talk.said is not None
    return {one.title for one in talk.said.reminders.values() if one.on}


def told(talk: Talk, today: date) -> Say | None:
    """What is said on a day; the talk goes on from there."""
    assert talk.said is not None
    found = remind(talk.said, today)
    if found is None:
        return None
    talk.said, said = found
    talk.today, talk.replies = today, (said,)
    return said


class TestWhatThereIsToBeRemindedOf:
    def test_dates_of_the_action_items_and_the_forms_that_come(self) -> None:
        assert listed(finished("/remind")) == {
            BALANCES: YEAR_END,
            "Make the nondeductible contribution, and date it": YEAR_END,
            CONVERSION: YEAR_END,
            "Look for Form 1099-R for 2026": date(2027, 2, 1),  # January 31 is a Sunday
            "Use the allowed maximum": DUE,
            FORM: DUE,
            "Look for Form 5498 for 2026": date(2027, 6, 1),  # May 31 is Memorial Day
        }

    def test_a_required_distribution(self) -> None:
        answers = (*KNOWN_ANSWER[:3], "75", *KNOWN_ANSWER[4:-2])
        talk = Talk().says("/start", *answers, "yes, before any conversion", "4000")
        talk.says("4000", "not sure", "no", "/remind")
        assert listed(talk)["Take the required distribution for 2026"] == YEAR_END

    def test_after_the_return_the_form_is_looked_for(self) -> None:
        talk = Talk().says("/start", "backdoor", "2025", *KNOWN_ANSWER[2:9], "none")
        talk.says("by december 31", "no", "6000", "0", "not sure", "no", "/remind")
        assert "Look for Form 8606 for 2025, and keep the papers" in listed(talk)

    def test_of_both_spouses(self) -> None:
        dates = listed(Talk().says("/start", *SPOUSES, "/remind"))
        assert f"Your spouse: {CONVERSION}" in dates
        assert CONVERSION in dates

    def test_not_what_is_done(self) -> None:
        talk = finished("/todo").taps(CONVERSION).says("/remind")
        assert CONVERSION not in listed(talk)

    def test_a_plan_at_work_alone(self) -> None:
        talk = Talk().says("/start", "mega", "2026", "45", "yes", "yes", "not sure")
        talk.says("200k", "24,500", "10k", "0", "no", "no", "0", "/remind")
        assert set(listed(talk)) == {"Ask the plan", "Use the room"}


class TestTurningThemOn:
    def test_nothing_is_on_unless_asked_for(self) -> None:
        talk = finished("/remind")
        assert on(talk) == set()
        assert remind(talk.said, YEAR_END) is None

    def test_one_tap_turns_all_on_then_the_time_zone_is_asked_once(self) -> None:
        talk = finished("/remind").taps("Turn all on")
        assert len(on(talk)) == 7
        assert "In which time zone?" in talk.replies[-1].text
        talk.taps("Hawaii")
        assert talk.said.zone == "Hawaii"
        talk.taps("Turn all off").taps("Turn all on")
        assert isinstance(talk.replies[-1], Tasks), "the zone is asked again"

    def test_whoever_does_not_say_their_zone_is_reminded_all_the_same(self) -> None:
        assert finished("/remind").taps("Turn all on").said.zone == "Eastern"

    def test_each_can_be_turned_off_and_on(self) -> None:
        talk = turned_on("/remind").taps(FORM)
        assert FORM not in on(talk)
        assert FORM in on(talk.taps(FORM))

    def test_one_alone(self) -> None:
        assert on(finished("/remind").taps(FORM)) == {FORM}

    def test_all_off(self) -> None:
        assert turned_on("/remind").taps("Turn all off").said.reminders == {}

    def test_in_the_middle_of_another_talk_they_are_still_there(self) -> None:
        talk = turned_on("contributing directly", "/remind")
        assert CONVERSION in listed(talk)
        talk.taps("Turn all off")
        assert talk.note == "All reminders are off."
        assert talk.ask.text

    def test_starting_over_ends_them(self) -> None:
        assert turned_on("start over", "yes").said == Said()

    def test_a_yes_after_them_deletes_nothing(self) -> None:
        assert turned_on("/delete", "/remind", "yes").said is not None


class TestOnTheDay:
    def test_thirty_and_seven_days_before(self) -> None:
        talk = turned_on()
        days = [TODAY + timedelta(days=n) for n in range(250)]
        said = [day for day in days if told(talk, day) is not None]
        assert said == [
            date(2026, 12, 1),
            date(2026, 12, 24),
            date(2027, 2, 2),  # the 1099-R should be there
            date(2027, 3, 16),
            date(2027, 4, 8),
            date(2027, 6, 2),  # the 5498 too
        ]

    def test_all_that_is_due_is_one_message(self) -> None:
        said = told(turned_on(), date(2026, 12, 1))
        assert CONVERSION in said.text
        assert f"{BALANCES}: by December 31, 2026, in 30 days." in said.text

    def test_a_form_that_should_be_there(self) -> None:
        talk = turned_on()
        told(talk, date(2026, 12, 30))
        said = told(talk, date(2027, 2, 2))
        assert "Look for Form 1099-R for 2026: due on February 1, 2027." in said.text

    def test_not_what_was_done_since(self) -> None:
        talk = turned_on("/todo").taps(CONVERSION)
        assert CONVERSION not in told(talk, date(2026, 12, 1)).text

    def test_after_weeks_off_each_is_said_once(self) -> None:
        talk = turned_on()
        assert told(talk, date(2026, 12, 29)) is not None
        assert told(talk, date(2026, 12, 29)) is None
        assert told(talk, date(2026, 12, 30)) is None

    def test_a_clock_that_goes_back_says_nothing_twice(self) -> None:
        talk = turned_on()
        assert told(talk, date(2026, 12, 1)) is not None
        assert told(talk, date(2026, 11, 30)) is None
        assert told(talk, date(2026, 12, 1)) is None
        assert told(talk, date(2026, 12, 24)) is not None

    def test_turned_on_late_what_has_passed_is_left_out(self) -> None:
        talk = Talk(date(2026, 12, 28)).says("/start", *KNOWN_ANSWER, "no", "/remind")
        talk.taps("Turn all on").taps("Eastern")
        assert told(talk, date(2026, 12, 29)) is None


class TestPuttingOff:
    def reminded(self) -> Talk:
        talk = turned_on()
        told(talk, date(2026, 12, 1))
        return talk

    def test_a_week(self) -> None:
        talk = self.reminded().taps("Again in a week")
        assert talk.replies[-1].in_place
        assert "again on December 8, 2026" in talk.replies[-1].text
        assert told(talk, date(2026, 12, 7)) is None
        assert CONVERSION in told(talk, date(2026, 12, 8)).text

    def test_until_three_days_before(self) -> None:
        talk = self.reminded().taps("3 days before")
        assert told(talk, date(2026, 12, 24)) is not None  # as before
        assert told(talk, date(2026, 12, 28)) is not None

    def test_not_again(self) -> None:
        talk = self.reminded().taps("Not again")
        assert talk.replies[-1].in_place
        assert told(talk, YEAR_END) is None
        assert FORM in on(talk), "what was not said yet stays on"

    def test_from_the_message_to_what_there_is_to_do(self) -> None:
        assert isinstance(self.reminded().taps("To do").replies[-1], Tasks)

    def test_an_old_message_does_no_harm(self) -> None:
        talk = self.reminded()
        tap = talk.button("Not again")
        told(talk, date(2026, 12, 24))
        talk.does(tap)
        assert CONVERSION in on(talk)

    @given(st.dates(date(2026, 1, 1), date(2026, 12, 30)))
    def test_never_beyond_the_date(self, today: date) -> None:
        one = Reminder("2026.backdoor", "File", YEAR_END, ())
        for shortly in (False, True):
            assert all(today < day <= YEAR_END for day in put_off(one, today, shortly).days)


class TestChangedAnswers:
    def test_a_date_that_moves(self) -> None:
        talk = turned_on()
        contribution = "Make the nondeductible contribution, and date it"
        assert {one.due for one in talk.said.reminders.values() if one.title == contribution} == {
            YEAR_END
        }
        talk.says("change time of contribution to after december 31")
        assert {one.due for one in talk.said.reminders.values() if one.title == contribution} == {
            DUE
        }

    def test_a_date_that_is_gone(self) -> None:
        talk = turned_on("change conversion to 0")
        assert "Look for Form 1099-R for 2026" not in on(talk)

    def test_what_was_turned_off_stays_off(self) -> None:
        talk = turned_on("/remind").taps(FORM).says("change conversion to 5000")
        assert FORM not in on(talk)
        assert CONVERSION in on(talk)

    def test_what_was_said_is_not_said_again(self) -> None:
        talk = turned_on()
        told(talk, date(2026, 12, 1))
        talk.says("change conversion to 5000")
        assert told(talk, date(2026, 12, 2)) is None

    def test_another_check_leaves_them_alone(self) -> None:
        talk = turned_on("mega", "change 401(k) to yes", "yes", "not sure")
        talk.says("200k", "24,500", "10k", "0", "no", "no", "0", "/remind")
        assert "Use the room" in listed(talk)
        assert "Use the room" not in on(talk)
        assert CONVERSION in on(talk)


DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(
    dues=st.lists(st.tuples(DAYS, st.booleans()), max_size=5),
    begin=DAYS,
    looks=st.lists(DAYS, max_size=30),
)
def test_each_day_is_said_once_whatever_the_clock_does(
    dues: list[tuple[date, bool]], begin: date, looks: list[date]
) -> None:
    reminders = {
        str(n): Reminder("2026.backdoor", "", due, days_for(due, awaited, begin))
        for n, (due, awaited) in enumerate(dues)
    }
    planned = sum(len(one.days) for one in reminders.values())
    said = 0
    for today in looks:
        due = due_on(reminders, (), today)
        said += len(due)
        reminders = said_on(reminders, due, today)
        assert not due_on(reminders, (), today)
    assert said <= planned
    last = max(looks, default=begin)
    assert all(day > last for one in reminders.values() for day in one.days)
    following = next_day(reminders, ())
    assert following is None or following > last


class TestTheCalendar:
    def test_the_same_dates(self) -> None:
        (calendar,) = finished("ics").replies
        assert isinstance(calendar, Calendar)
        assert {one.title: one.due for one in calendar.dates} == listed(finished("/remind"))

    @pytest.mark.parametrize("words", ["/calendar", "calendar file", "ics"])
    def test_by_a_word(self, words: str) -> None:
        assert isinstance(finished(words).replies[-1], Calendar)

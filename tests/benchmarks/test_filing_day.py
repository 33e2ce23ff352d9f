"""The day in the filing season: behind a ceiling people wait, below it they do not."""

from statistics import median

from tests.benchmarks.product.filing_day import BUSIEST, HOUR, HOURS, Day, Setting, turns

BUSIEST_HOUR = range(BUSIEST, BUSIEST + 1)


def busiest_hour(share: float) -> Day:
    """In which one message a second may be sent, and so much of that is wanted."""
    messages = sum(one.messages for one in turns())
    people = share * HOUR / messages * 100 / max(HOURS)
    return Day(Setting(round(people), overall=1.0, hours=BUSIEST_HOUR)).passes()


def test_half_of_what_may_be_sent_is_sent_at_once() -> None:
    assert median(wait for _, wait in busiest_hour(0.5).waits) < 2


def test_what_is_more_than_may_be_sent_waits_for_minutes() -> None:
    assert max(wait for _, wait in busiest_hour(1.5).waits) > 60


def test_what_is_only_looks_gives_way() -> None:
    calm, busy = busiest_hour(0.05), busiest_hour(0.9)
    assert calm.edits_made / calm.edits > 0.5 > busy.edits_made / busy.edits


def test_the_same_seed_is_the_same_day() -> None:
    assert busiest_hour(0.5).waits == busiest_hour(0.5).waits


def test_the_hours_are_those_of_a_hundred_people() -> None:
    assert len(HOURS) == 24
    assert sum(HOURS) == 100

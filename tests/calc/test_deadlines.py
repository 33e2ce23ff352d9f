"""Dates by which something has to be done."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from calc.deadlines import (
    Deadline,
    DeadlineFacts,
    DeadlineKind,
    ReturnFacts,
    corrected_in_time,
    correction_due_date,
    deadlines,
    extended_due_date,
    form_1099_r_due,
    form_5498_due,
    return_due_date,
)
from calc.tax_year import SUPPORTED_YEARS, tax_year


@pytest.mark.parametrize(
    ("year", "due"),
    [
        (2018, date(2019, 10, 15)),
        (2019, date(2020, 10, 15)),  # although the return was due on July 15
        (2020, date(2021, 10, 15)),  # although the return was due on May 17
        (2021, date(2022, 10, 17)),  # a Saturday
        (2022, date(2023, 10, 16)),  # a Sunday
        (2023, date(2024, 10, 15)),
        (2024, date(2025, 10, 15)),
        (2025, date(2026, 10, 15)),
        (2026, date(2027, 10, 15)),  # a Friday
        (2027, date(2028, 10, 16)),  # a Sunday
        (2032, date(2033, 10, 17)),  # a Saturday
    ],
)
def test_extended_due_date(year: int, due: date) -> None:
    assert extended_due_date(year) == due


@pytest.mark.parametrize(
    ("year", "due"),
    [
        (2024, date(2025, 1, 31)),
        (2025, date(2026, 2, 2)),  # a Saturday
        (2026, date(2027, 2, 1)),  # a Sunday
        (2027, date(2028, 1, 31)),  # a Monday
    ],
)
def test_form_1099_r_is_sent_by_january_31(year: int, due: date) -> None:
    assert form_1099_r_due(year) == due


@pytest.mark.parametrize(
    ("year", "due"),
    [
        (2018, date(2019, 5, 31)),
        (2019, date(2020, 8, 31)),  # Notice 2020-35
        (2020, date(2021, 6, 30)),  # Notice 2021-21
        (2021, date(2022, 5, 31)),
        (2023, date(2024, 5, 31)),
        (2024, date(2025, 6, 2)),  # a Saturday
        (2025, date(2026, 6, 1)),  # a Sunday
        (2026, date(2027, 6, 1)),  # Memorial Day
        (2027, date(2028, 5, 31)),  # Memorial Day was on the 29th
    ],
)
def test_form_5498_is_sent_by_the_end_of_may(year: int, due: date) -> None:
    assert form_5498_due(year) == due


@given(st.integers(1987, 2100))
def test_an_extended_due_date_is_october_15_or_the_monday_after(year: int) -> None:
    due = extended_due_date(year)
    assert due.weekday() < 5
    assert date(year + 1, 10, 15) <= due <= date(year + 1, 10, 17)
    assert due.day == 15 or due.weekday() == 0


def by_kind(year: int, as_of: date | None = None, **given_: object) -> dict[str, Deadline]:
    facts = DeadlineFacts(as_of=as_of or date(year, 7, 1), **given_)  # type: ignore[arg-type]
    return {deadline.kind.value: deadline for deadline in deadlines(tax_year(year), facts)}


@pytest.mark.parametrize(
    ("year", "elsewhere", "maine"),
    [
        (2018, date(2019, 4, 15), date(2019, 4, 17)),
        (2019, date(2020, 7, 15), date(2020, 7, 15)),
        (2020, date(2021, 5, 17), date(2021, 5, 17)),
        (2021, date(2022, 4, 18), date(2022, 4, 19)),
        (2022, date(2023, 4, 18), date(2023, 4, 18)),
        (2023, date(2024, 4, 15), date(2024, 4, 17)),
        (2024, date(2025, 4, 15), date(2025, 4, 15)),
    ],
)
def test_tax_day(year: int, elsewhere: date, maine: date) -> None:
    for facts, due in (
        (ReturnFacts(), elsewhere),
        (ReturnFacts(maine_or_massachusetts=True), maine),
    ):
        assert return_due_date(tax_year(year), facts) == due
    found = by_kind(year, maine_or_massachusetts=True)
    assert found["contribution"].due == found["filing"].due == maine


def test_a_year_in_order() -> None:
    facts = DeadlineFacts(as_of=date(2026, 3, 1), age=45, extension_filed=False, filed_on_time=True)
    assert [
        (found.kind, found.due, found.days_left) for found in deadlines(tax_year(2025), facts)
    ] == [
        (DeadlineKind.CONVERSION, date(2025, 12, 31), -60),
        (DeadlineKind.ROLL_IN, date(2025, 12, 31), -60),
        (DeadlineKind.CONTRIBUTION, date(2026, 4, 15), 45),
        (DeadlineKind.EXCESS_DEFERRALS, date(2026, 4, 15), 45),
        (DeadlineKind.FILING, date(2026, 4, 15), 45),
        (DeadlineKind.RECHARACTERIZATION, date(2026, 10, 15), 228),
        (DeadlineKind.REMOVAL_OF_EXCESS, date(2026, 10, 15), 228),
    ]


@pytest.mark.parametrize(
    ("as_of", "passed", "left"),
    [(date(2025, 12, 30), False, 1), (date(2025, 12, 31), False, 0), (date(2026, 1, 1), True, -1)],
)
def test_the_last_day_is_not_too_late(as_of: date, passed: bool, left: int) -> None:
    found = by_kind(2025, as_of)["conversion"]
    assert (found.passed, found.days_left) == (passed, left)


@pytest.mark.parametrize(
    ("year", "age", "rmd", "first"),
    [
        # Dates that are sure to be the person's (True), may be (None), or are not there ("no").
        (2025, None, None, None),
        (2025, 72, "no", "no"),
        (2025, 73, "no", True),  # the first may wait until April 1
        (2025, 74, True, "no"),
        (2020, None, "no", "no"),  # waived
        (2020, 90, "no", "no"),
        (2021, 72, None, None),  # born 1949: 72 now if in its second half, else 70 1/2 in 2019
        (2022, 72, "no", True),  # born 1950
        (2019, 71, None, "no"),  # April 1, 2020 was waived with 2020
        (2018, 70, "no", None),  # at 70 it can only be the first
        (2019, 70, "no", "no"),  # and that of 2019 was waived
        (2018, 71, None, None),
        (2018, 72, True, "no"),
    ],
)
def test_required_distributions(year: int, age: int | None, rmd: object, first: object) -> None:
    found = by_kind(year, age=age)
    shown = [found[kind].applies if kind in found else "no" for kind in ("rmd", "first_rmd")]
    assert shown == [rmd, first]


def test_the_day_of_a_required_distribution() -> None:
    assert by_kind(2025, age=80)["rmd"].due == date(2025, 12, 31)
    assert by_kind(2025, age=73)["first_rmd"].due == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("age", "applies"),
    [(69, "no"), (70, None), (71, True), (None, None)],  # 70 1/2 by December 31
)
def test_a_gift_needs_the_age(age: int | None, applies: object) -> None:
    found = by_kind(2025, age=age)
    assert (found["qcd"].applies if "qcd" in found else "no") == applies


@pytest.mark.parametrize(
    ("extension", "on_time", "due", "certain"),
    [
        (True, None, date(2026, 10, 15), True),
        (True, False, date(2026, 10, 15), True),
        (False, True, date(2026, 10, 15), True),  # Treas. Reg. 301.9100-2(b)
        (None, True, date(2026, 10, 15), True),
        (False, False, date(2026, 4, 15), True),
        (None, None, date(2026, 10, 15), None),
        (False, None, date(2026, 10, 15), None),
        (None, False, date(2026, 10, 15), None),
    ],
)
def test_corrections_wait_for_the_extended_date(
    extension: bool | None, on_time: bool | None, due: date, certain: bool | None
) -> None:
    facts = ReturnFacts(extension_filed=extension, filed_on_time=on_time)
    assert correction_due_date(tax_year(2025), facts) == (due, certain)
    found = by_kind(2025, extension_filed=extension, filed_on_time=on_time)
    for kind in ("recharacterization", "removal_of_excess"):
        assert (found[kind].due, found[kind].applies) == (due, certain)


@pytest.mark.parametrize(
    ("on_time", "day", "in_time"),
    [
        (None, date(2026, 4, 15), True),
        (None, date(2026, 4, 16), None),
        (None, date(2026, 10, 15), None),
        (None, date(2026, 10, 16), False),
        (True, date(2026, 10, 15), True),
        (True, date(2026, 10, 16), False),
        (False, date(2026, 4, 15), True),
        (False, date(2026, 4, 16), False),
    ],
)
def test_whether_a_correction_is_in_time(
    on_time: bool | None, day: date, in_time: bool | None
) -> None:
    facts = ReturnFacts(extension_filed=False, filed_on_time=on_time)
    assert corrected_in_time(tax_year(2025), facts, day) is in_time


@pytest.mark.parametrize(("extension", "applies"), [(True, True), (None, None), (False, "no")])
def test_the_extended_return(extension: bool | None, applies: object) -> None:
    found = by_kind(2025, extension_filed=extension)
    extended = found.get("filing_with_extension")
    assert ("no" if extended is None else extended.applies) == applies
    assert found["filing"].due == date(2026, 4, 15)  # the tax is due then all the same


@pytest.mark.parametrize(
    ("year", "due"),
    [
        (2018, date(2019, 4, 15)),
        (2019, date(2020, 7, 15)),  # Notice 2020-23
        (2020, date(2021, 4, 15)),  # not with the return: Notice 2021-21
        (2022, date(2023, 4, 15)),  # a date for plans, whatever day of the week
    ],
)
def test_excess_deferrals(year: int, due: date) -> None:
    assert by_kind(year)["excess_deferrals"].due == due


def test_which_dates_a_disaster_moves() -> None:
    found = by_kind(2025)
    fixed = {kind for kind, deadline in found.items() if not deadline.moved_by_disaster}
    assert fixed == {"conversion", "roll_in", "qcd"}


@pytest.mark.parametrize(
    ("year", "moved_to", "contribution", "correction"),
    [
        # Los Angeles County, and most of California: examples in the figures of those years.
        (2024, date(2025, 10, 15), date(2025, 10, 15), date(2025, 10, 15)),
        (2022, date(2023, 10, 16), date(2023, 10, 16), date(2023, 10, 16)),
        (2024, date(2025, 11, 3), date(2025, 11, 3), date(2025, 11, 3)),
        (2024, date(2025, 5, 1), date(2025, 5, 1), date(2025, 10, 15)),
        (2024, date(2025, 4, 15), date(2025, 4, 15), date(2025, 10, 15)),
        (2024, date(2027, 4, 15), date(2027, 4, 15), date(2027, 4, 15)),
    ],
)
def test_a_date_moved_by_a_disaster(
    year: int, moved_to: date, contribution: date, correction: date
) -> None:
    found = by_kind(year, disaster_due_date=moved_to)
    assert found["contribution"].due == found["filing"].due == contribution
    assert found["removal_of_excess"].due == found["filing_with_extension"].due == correction
    assert found["conversion"].due == date(year, 12, 31)


@pytest.mark.parametrize(
    ("year", "maine", "moved_to", "words"),
    [
        (2024, False, date(2025, 4, 14), "the due date, 2025-04-15, to a later one, not to 2025-"),
        (2023, True, date(2024, 4, 16), "the due date, 2024-04-17, to a later one, not to 2024-"),
        (2024, False, date(2027, 4, 16), "the due date, 2025-04-15, by more than 2 years, as to 2"),
        (2024, False, date(9999, 1, 1), "the due date, 2025-04-15, by more than 2 years, as to 9"),
    ],
)
def test_no_disaster_moves_a_date_like_that(
    year: int, maine: bool, moved_to: date, words: str
) -> None:
    facts = ReturnFacts(maine_or_massachusetts=maine, disaster_due_date=moved_to)
    words = rf"^a disaster (moves|does not move) {words}"
    with pytest.raises(ValueError, match=words):
        return_due_date(tax_year(year), facts)
    with pytest.raises(ValueError, match=words):
        correction_due_date(tax_year(year), replace(facts, extension_filed=True))


def test_in_maine_two_days_more_are_usual() -> None:
    moved = ReturnFacts(maine_or_massachusetts=True, disaster_due_date=date(2026, 4, 17))
    assert return_due_date(tax_year(2023), moved) == date(2026, 4, 17)


facts_of_all_kinds = st.builds(
    DeadlineFacts,
    as_of=st.dates(date(2018, 1, 1), date(2028, 12, 31)),
    age=st.none() | st.integers(0, 120),
    maine_or_massachusetts=st.booleans(),
    extension_filed=st.none() | st.booleans(),
    filed_on_time=st.none() | st.booleans(),
)


@given(st.sampled_from(SUPPORTED_YEARS), facts_of_all_kinds)
def test_every_list_is_in_order_and_of_one_mind(year: int, facts: DeadlineFacts) -> None:
    found = deadlines(tax_year(year), facts)
    assert [each.due for each in found] == sorted(each.due for each in found)
    assert len({each.kind for each in found}) == len(found)
    for each in found:
        assert each.due == facts.as_of + timedelta(days=each.days_left)
        assert each.passed == (each.days_left < 0)
        assert each.applies is not False
        assert each.authority.startswith("IRC ")
    assert {DeadlineKind.CONTRIBUTION, DeadlineKind.CONVERSION} <= {each.kind for each in found}
    tomorrow = replace(facts, as_of=facts.as_of + timedelta(days=1))
    assert [each.due for each in deadlines(tax_year(year), tomorrow)] == [
        each.due for each in found
    ]


READ = TypeAdapter(DeadlineFacts)


@pytest.mark.parametrize("day", ["2026-04-15", date(2026, 4, 15)])
def test_a_day_is_read_as_it_is_written(day: object) -> None:
    assert READ.validate_python({"as_of": day}).as_of == date(2026, 4, 15)


@pytest.mark.parametrize(
    "no_day",
    [
        0,
        20260415,
        True,
        None,
        datetime(2026, 4, 15),
        "",
        "0",  # seconds since 1970, to some readers of dates
        "1763683200",
        "20260415",
        "2026-W16-3",
        "2026-04-15T00:00:00",
        "2026-04-15 ",
        "2026-4-15",
        "2026-02-30",
        "04/15/2026",
        "\u0662026-04-15",  # a digit, and not one of ours
        "soon",
    ],
)
def test_what_is_no_day(no_day: object) -> None:
    with pytest.raises(ValidationError) as refused:
        READ.validate_python({"as_of": no_day})
    (error,) = refused.value.errors()
    assert error["msg"] == "Value error, must be a date, as in 2026-04-15"

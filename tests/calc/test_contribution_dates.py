"""Lines 1 and 4: which of a year's contributions are nondeductible, and when they were made."""

from decimal import Decimal

import pytest

from calc.iras.contribution_dates import ContributionDates, lines_1_and_4

D = Decimal


@pytest.mark.parametrize(
    ("nondeductible", "in_year", "after", "line4", "the_other_way", "deductible"),
    [
        (1000, 2000, 2000, 0, 1000, 3000),  # the instructions' example for line 4
        (2000, 2000, 2000, 0, 2000, 2000),
        (3000, 2000, 2000, 1000, 2000, 1000),
        (4000, 2000, 2000, 2000, 2000, 0),  # nothing deducted: no choice
        (6000, 0, 6000, 6000, 6000, 0),
        (0, 2000, 2000, 0, 0, 4000),
    ],
)
def test_lines(
    nondeductible: int, in_year: int, after: int, line4: int, the_other_way: int, deductible: int
) -> None:
    lines = lines_1_and_4(
        ContributionDates(
            nondeductible_total=D(nondeductible),
            contributions_made_in_year=D(in_year),
            contributions_made_jan_to_due_date=D(after),
        )
    )
    assert lines.line1 == nondeductible
    assert (lines.line4, lines.line4_late_contributions_first) == (line4, the_other_way)
    assert lines.deductible == deductible


def test_more_nondeductible_than_contributed_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^what is nondeductible is part of the contributions, not more$"
    ):
        ContributionDates(nondeductible_total=D(1), contributions_made_in_year=D(0))

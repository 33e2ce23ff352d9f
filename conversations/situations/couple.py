"""Two spouses in one tax year: the situation of each, with what counts of the other."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from calc.filing_status import FilingStatus
from calc.iras.form_8606 import Form8606
from calc.money import ZERO
from conversations.ranges import Range
from conversations.situations.situation import Situation


@dataclass(frozen=True)
class Couple:
    you: Situation
    spouse: Situation

    @property
    def both(self) -> tuple[Situation, Situation]:
        return (self.you, self.spouse)

    @property
    def joint(self) -> bool:
        return self.you.filing_status is FilingStatus.MARRIED_FILING_JOINTLY

    def range_of(self, line: Callable[[Form8606], Decimal | None]) -> Range:
        """Of a line of both forms, as Situation has it for one."""
        you, spouse = (one.range_of(line) for one in self.both)
        return Range(you.least + spouse.least, you.most + spouse.most)


def together(you: Situation, spouse: Situation) -> Couple:
    """What calc.iras.couple works out for amounts that are known, between the ends of those that
    are not: the form of each with the other's conversion by Worksheet 1-1, and its line 18 in the
    other's income."""
    return Couple(_beside(you, spouse), _beside(spouse, you))


def _beside(one: Situation, other: Situation) -> Situation:
    if one.filing_status is not FilingStatus.MARRIED_FILING_JOINTLY:
        return one
    by_worksheet = Range.of(year.worksheet.ws_line10 for year in one.ira_years)
    form_of_other = replace(other, spouse_taxable_conversion=by_worksheet)
    counted = form_of_other.range_of(_conversion)
    return replace(one, spouse_taxable_conversion=counted, spouse_age=other.age)


def _conversion(form: Form8606) -> Decimal:
    return form.line18 or ZERO

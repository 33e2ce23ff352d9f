"""Form 8606 and what leads to its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from calc.cases.case import Case, Results, any_year, calculation, check_any_year, fields
from calc.iras.charitable_distributions import (
    CharitableDistribution,
    CharitableFacts,
    charitable_distribution,
)
from calc.iras.contribution_dates import ContributionDates, lines_1_and_4
from calc.iras.couple import CoupleFacts, couple_year
from calc.iras.form_8606 import FIRST_ROTH_YEAR, Form8606, Form8606Facts, form_8606
from calc.iras.ira_year import IraYear
from calc.iras.roll_in import RollIn, RollInFacts, roll_in
from calc.iras.worksheet_1_1 import Worksheet11Facts, form_8606_by_worksheet, worksheet_1_1
from calc.iras.year_end_value import YearEndFacts, year_end_value
from calc.money import ZERO, Dollars, to_whole_dollar
from calc.tax_year import SUPPORTED_YEARS, tax_year

FIRST_ROLL_IN = 2002
"""IRC 408(d)(3)(A)(ii) as it is, and (H): Pub. L. 107-16, sec. 642 and 643."""

SHOWN_PLACES = Decimal("0.000001")
"""A ratio is shown to six places; what is multiplied by it uses all of them."""


def form_lines(form: Form8606) -> dict[str, object]:
    """The lines by name, and what they amount to."""
    lines: dict[str, object] = {f"line{line.number}": amount for line, amount in form.lines}
    if form.line10 is not None:
        lines["line10"] = form.line10.quantize(SHOWN_PLACES)
    return lines | {
        "method": form.method,
        "total_taxable": form.total_taxable,
        "nontaxable_percent": form.nontaxable_percent,
        "taxable_percent": form.taxable_percent,
        "additional_tax": form.additional_tax,
    }


def _form_8606(case: Case, facts: Form8606Facts) -> Results:
    """Form 8606, Parts I and II, every line; ``three_places`` holds the lines that line 10 to three
    places would change by a dollar or more."""
    check_form_year(case, converted=bool(facts.line8_conversions))
    form = form_8606(facts, case.line10_places)
    return form_lines(form) | {"three_places": _where_rounding_matters(facts, form)}


def check_form_year(case: Case, *, converted: bool) -> None:
    """Raises ValueError for a year that had no such form, or no conversions."""
    check_any_year(case)
    if converted and case.tax_year < FIRST_ROTH_YEAR:
        raise ValueError(f"there were no Roth IRAs before {FIRST_ROTH_YEAR}")


def _where_rounding_matters(
    facts: Form8606Facts, form: Form8606
) -> Mapping[str, Decimal | None] | None:
    """The lines that line 10 to three places, in whole dollars, changes by a dollar or more; None
    where it changes none."""
    rounded = form_8606(facts, line10_places=3)
    changed = {
        f"line{line.number}": other
        for (line, amount), (_, other) in zip(form.lines, rounded.lines, strict=True)
        if to_whole_dollar(amount or ZERO) != to_whole_dollar(other or ZERO)
    }
    return {"line10": rounded.line10} | changed if changed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worksheet11Case(Worksheet11Facts):
    line1_nondeductible_contributions: Dollars
    """What turned out not to be deducted."""
    line2_prior_basis: Dollars | None = None
    """The prior basis again."""
    line4_contributions_jan_to_due_date: Dollars = ZERO

    def __post_init__(self) -> None:
        super(_Worksheet11Case, self).__post_init__()
        if self.line1_nondeductible_contributions > self.contributions_for_year:
            raise ValueError("line 1 is part of the contributions and cannot be larger")
        if self.line2_prior_basis not in (None, self.prior_basis):
            raise ValueError("line 2 and the prior basis are the same amount")
        if not self.distributions_including_conversions:
            raise ValueError("the worksheet is for years with a distribution or a conversion")


def _worksheet_1_1(case: Case, facts: _Worksheet11Case) -> Results:
    """Worksheet 1-1 of Pub. 590-B, and the form it fills in; ``form_face`` is what lines 6 to 12 of
    the form would give."""
    check_any_year(case)
    worksheet = worksheet_1_1(facts, case.line10_places)
    form_facts = Form8606Facts(
        line1_nondeductible_contributions=facts.line1_nondeductible_contributions,
        line2_prior_basis=facts.prior_basis,
        line4_contributions_jan_to_due_date=facts.line4_contributions_jan_to_due_date,
        line6_year_end_value=facts.year_end_value,
        line7_distributions=facts.distributions_including_conversions - facts.conversions,
        line8_conversions=facts.conversions,
    )
    by_own_lines = form_8606(form_facts, case.line10_places)
    return (
        fields(worksheet)
        | {"ws_line7": worksheet.ws_line7.quantize(SHOWN_PLACES)}
        | form_lines(form_8606_by_worksheet(worksheet, form_facts, case.line10_places))
        | {
            "form_face_line13": by_own_lines.line13,
            "form_face_line18": by_own_lines.line18,
            "form_face_total_taxable": by_own_lines.total_taxable,
        }
    )


def _couple(case: Case, facts: CoupleFacts) -> Results:
    """Two spouses: what each may contribute and deduct, the Form 8606 of each, and what both
    come to."""
    both = couple_year(tax_year(case.tax_year), facts)
    return {
        "you": _one_of_two(both.you, case.line10_places),
        "spouse": _one_of_two(both.spouse, case.line10_places),
        "taxable": both.taxable,
        "tax_free": both.tax_free,
    }


def _one_of_two(year: IraYear, places: int | None) -> Results:
    return {
        "contribution_limit": year.contribution_limit,
        "deductible": year.deductible,
        "spouse_taxable_conversion": year.spouse_taxable_conversion,
    } | form_lines(year.form_with_ratio_to(places))


def _roll_in(case: Case, facts: RollInFacts) -> Results:
    """How much may go into a plan, what it leaves, and the form of a conversion after it."""
    check_any_year(case, FIRST_ROLL_IN)
    figures = tax_year(case.tax_year) if case.tax_year in SUPPORTED_YEARS else None
    waived = figures is not None and figures.rmd_waived_for_year.value
    if facts.required_minimum_distribution and waived:
        raise ValueError(f"no distribution is required for {case.tax_year}")
    return _beside_the_form(roll_in(facts, case.line10_places))


def _qcd(case: Case, facts: CharitableFacts) -> Results:
    """What of gifts to charity is left out of income, and the form for the rest of the year."""
    return _beside_the_form(
        charitable_distribution(tax_year(case.tax_year), facts, case.line10_places)
    )


def _beside_the_form(result: RollIn | CharitableDistribution) -> Results:
    beside = {name: value for name, value in fields(result).items() if name != "form"}
    return beside | form_lines(result.form)


CALCULATIONS = {
    "form8606": calculation(
        Form8606Facts,
        _form_8606,
        line1_nondeductible_contributions=6000,
        line2_prior_basis=0,
        line4_contributions_jan_to_due_date=0,
        line6_year_end_value=95000,
        line7_distributions=0,
        line8_conversions=6000,
    ),
    "worksheet_1_1": calculation(
        _Worksheet11Case,
        _worksheet_1_1,
        prior_basis=300,
        contributions_for_year=2000,
        year_end_value=20000,
        distributions_including_conversions=5000,
        conversions=5000,
        line1_nondeductible_contributions=500,
    ),
    "couple": calculation(
        CoupleFacts,
        _couple,
        filing_status="mfj",
        income=135000,
        you={
            "age": 45,
            "covered_by_plan": True,
            "pay": 135000,
            "contribution": 7000,
            "deducted": 2000,
            "prior_basis": 0,
            "year_end_value": 0,
            "conversions": 7000,
        },
        spouse={
            "age": 52,
            "covered_by_plan": False,
            "pay": 0,
            "contribution": 8000,
            "prior_basis": 0,
            "year_end_value": 95000,
            "conversions": 8000,
        },
    ),
    "line1_line4_choice": calculation(
        ContributionDates,
        any_year(lines_1_and_4),
        nondeductible_total=1000,
        contributions_made_in_year=2000,
        contributions_made_jan_to_due_date=2000,
    ),
    "line6_adjusted": calculation(
        YearEndFacts, any_year(year_end_value), statement_value=50000, repayments=15000
    ),
    "roll_in": calculation(RollInFacts, _roll_in, ira_value_before=34000, basis=10000),
    "qcd": calculation(
        CharitableFacts,
        _qcd,
        value_before=100000,
        basis_before=20000,
        qcd=5000,
        other_distributions=5000,
    ),
}

"""The calculations by name: what each one reads, and what it answers.

The names of calculations, inputs and results are those of the published examples, so that a
spreadsheet or another program can be held against them line by line.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from calc.form_8606 import FIRST_YEAR, Form8606Facts, form_8606
from calc.ira_limits import (
    IraContributionFacts,
    IraDeductionFacts,
    RothFacts,
    ira_contribution_limit,
    ira_deduction,
    roth_limit,
)
from calc.plan_limits import (
    AnnualAdditionsFacts,
    CatchUpFacts,
    MegaRoomFacts,
    annual_additions,
    catch_up_limits,
    mega_room,
)
from calc.tax_year import SUPPORTED_YEARS, TaxYear, tax_year

Results = Mapping[str, Decimal | None]

SHOWN_PLACES = Decimal("0.000001")
"""A ratio is shown to six places; what is multiplied by it uses all of them."""


class Case(BaseModel):
    """One calculation to do."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    calc: str
    tax_year: Annotated[int, Field(strict=True)]
    inputs: dict[str, Any]
    line10_places: Annotated[int, Field(strict=True, ge=3, le=12)] | None = None
    """Form 8606 only: places of line 10 with whole-dollar lines; None for exact cents."""


@dataclass(frozen=True)
class Calculation:
    """A calculation that can be asked for by name."""

    facts: TypeAdapter[Any]
    names: frozenset[str]
    run: Callable[[Case, Any], Results]
    example: Mapping[str, Any]
    """Inputs that show its use."""


def solve(case: Case) -> Results:
    """Do one calculation. Raises ValueError (pydantic's ValidationError included) with words
    that name what is wrong: the calculation, the year, or an input."""
    calculation = CALCULATIONS.get(case.calc)
    if calculation is None:
        raise ValueError(
            f"calc {case.calc!r} is not known; there are {', '.join(sorted(CALCULATIONS))}"
        )
    unknown = sorted(case.inputs.keys() - calculation.names)
    if unknown:
        raise ValueError(f"{case.calc} has no input {unknown[0]!r}")
    return calculation.run(case, calculation.facts.validate_python(case.inputs))


def _form_8606(case: Case, facts: Form8606Facts) -> Results:
    newest = SUPPORTED_YEARS[-1]
    if not FIRST_YEAR <= case.tax_year <= newest:
        raise ValueError(
            f"tax year {case.tax_year} is not supported; "
            f"form8606 supports the years {FIRST_YEAR} to {newest}"
        )
    form = form_8606(facts, case.line10_places)
    lines = {f"line{line.number}": line.amount for line in form.lines}
    if form.line10 is not None:
        lines["line10"] = form.line10.quantize(SHOWN_PLACES)
    return lines | {
        name: getattr(form, name)
        for name in ("total_taxable", "nontaxable_percent", "taxable_percent", "additional_tax")
    }


def _by_year(calculate: Callable[[TaxYear, Any], Any]) -> Callable[[Case, Any], Results]:
    """A calculation on the figures of the case's year, its result's fields as they are."""

    def run(case: Case, facts: Any) -> Results:
        result = calculate(tax_year(case.tax_year), facts)
        return {field.name: getattr(result, field.name) for field in dataclasses.fields(result)}

    return run


def _calculation(
    facts: type[Any], run: Callable[[Case, Any], Results], **example: object
) -> Calculation:
    names = frozenset(field.name for field in dataclasses.fields(facts))
    return Calculation(TypeAdapter(facts), names, run, example)


CALCULATIONS: Mapping[str, Calculation] = {
    "form8606": _calculation(
        Form8606Facts,
        _form_8606,
        line1_nondeductible_contributions=6000,
        line2_prior_basis=0,
        line4_contributions_jan_to_due_date=0,
        line6_year_end_value=95000,
        line7_distributions=0,
        line8_conversions=6000,
    ),
    "roth_limit": _calculation(
        RothFacts, _by_year(roth_limit), filing_status="single", magi=157500, age=30
    ),
    "ira_deduction": _calculation(
        IraDeductionFacts,
        _by_year(ira_deduction),
        filing_status="mfj",
        magi=136000,
        age=40,
        covered_by_plan=True,
        contribution=7000,
    ),
    "ira_contribution_limit": _calculation(
        IraContributionFacts,
        _by_year(ira_contribution_limit),
        age=40,
        compensation=5000,
        desired=7000,
    ),
    "catch_up": _calculation(CatchUpFacts, _by_year(catch_up_limits), age=61),
    "mega_room": _calculation(
        MegaRoomFacts,
        _by_year(mega_room),
        age=40,
        elective_deferrals=23500,
        employer_contributions=10000,
    ),
    "annual_additions": _calculation(
        AnnualAdditionsFacts,
        _by_year(annual_additions),
        age=52,
        catch_up_deferrals=6000,
        employer_contributions=55000,
        deferrals_elsewhere=18500,
    ),
}

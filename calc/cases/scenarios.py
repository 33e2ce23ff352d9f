"""Many scenarios of one calculation at once."""

from dataclasses import dataclass, fields
from typing import Annotated

from pydantic import Discriminator, Tag

from calc.cases.case import Case, Results, calculation
from calc.cases.forms import check_form_year
from calc.money import ZERO, Dollars

SharedOrEach = Annotated[
    Annotated[Dollars, Tag("dollars")] | Annotated[tuple[Dollars, ...], Tag("each")],
    Discriminator(lambda given: "each" if isinstance(given, list | tuple) else "dollars"),
]
"""An amount that all scenarios share, or a list with that of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form8606ScenariosCase:
    line1_nondeductible_contributions: SharedOrEach
    line2_prior_basis: SharedOrEach
    line4_contributions_jan_to_due_date: SharedOrEach = ZERO
    line6_year_end_value: SharedOrEach
    line7_distributions: SharedOrEach = ZERO
    line8_conversions: SharedOrEach = ZERO


def _form_8606_scenarios(case: Case, facts: _Form8606ScenariosCase) -> Results:
    """Form 8606 for many scenarios at once, exact to the cent: the basis that each carries to the
    next year, and what it leaves taxable. Each input is an amount that all of them share, or a list
    with that of each; a line that the form leaves blank is 0."""
    from calc.iras import form_8606_scenarios as scenarios  # numpy takes long to import

    if case.line10_places is not None:
        raise ValueError("scenarios keep line 10 exact: give no line10_places")
    given = scenarios.ScenariosFacts(
        **{field.name: scenarios.in_cents(getattr(facts, field.name)) for field in fields(facts)}
    )
    *_, line8 = given.columns
    check_form_year(case, converted=bool(line8.any()))
    found = scenarios.form_8606_scenarios(given)
    lines = found._asdict() | {"total_taxable": found.total_taxable}
    return {name: scenarios.in_dollars(line) for name, line in lines.items()}


CALCULATIONS = {
    "form8606_scenarios": calculation(
        _Form8606ScenariosCase,
        _form_8606_scenarios,
        line1_nondeductible_contributions=7000,
        line2_prior_basis=4700,
        line6_year_end_value=[96000, 91000, 86000],
        line8_conversions=[7000, 12000, 17000],
    ),
}

"""Form 8606 as habutax works it out: its fields, one by one, in the order of the form."""

from habutax.fields import Field
from habutax.form import FormAccessor
from habutax.forms.ty2023.f8606 import Form8606

FORM = Form8606(instance="you", solver=None)
GIVEN = {
    "part_1_needed": True,
    "part_2_needed": True,
    "part_3_needed": False,
    "distribution_or_roth_conversion": True,
    "qualified_disaster_distributions": False,
    "nondeductible_contributions": 7000.0,
    "traditional_basis": 4700.0,
    "nondeductible_contributions_next_year": 2500.0,
    "year_end_value_non_roth": 93047.33,
    "distributions_2023": 1000.0,
    "net_converted": 7000.0,
}
LINES = (*map(str, range(1, 15)), "15a", "15b", "15c", "16", "17", "18")


def _named(field: Field) -> str:
    return str(field.name()).split(".")[1]


FIELDS = {_named(field): field for field in FORM.fields()}
INPUTS = FormAccessor({f"{FORM.name()}.{name}": value for name, value in GIVEN.items()}, FORM)


def work() -> dict[str, float]:
    values: dict[str, float] = {}
    seen = FormAccessor(values, FORM)
    for line in LINES:
        field = FIELDS[line]
        values[field.name()] = field.value(INPUTS, seen)
    return values

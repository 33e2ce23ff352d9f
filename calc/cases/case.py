"""What a calculation that is asked for by name reads, and what it answers."""

import dataclasses
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from calc.iras.form_8606 import FIRST_YEAR
from calc.tax_year import SUPPORTED_YEARS, TaxYear, tax_year

Results = Mapping[str, object]
"""Dollars by name, and what else a calculation says: dates, names, further mappings."""


class Case(BaseModel):
    """One calculation to do."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    calc: str
    tax_year: Annotated[int, Field(strict=True)]
    inputs: dict[str, Any]
    line10_places: Annotated[int, Field(strict=True, ge=3, le=12)] | None = None
    """Places of line 10, with whole-dollar lines; None for exact cents. Looked at where a Form
    8606 is filled in."""


@dataclass(frozen=True)
class Calculation:
    """A calculation that can be asked for by name."""

    inputs: type[Any]
    """The dataclass of what it reads."""
    facts: TypeAdapter[Any]
    names: frozenset[str]
    run: Callable[[Case, Any], Results]
    example: Mapping[str, Any]
    """Inputs that show its use, in 2025."""

    @property
    def gives(self) -> str:
        """In a sentence or two."""
        return (inspect.getdoc(self.run) or "").partition("\n\n")[0].partition("Raises")[0].strip()


def calculation(
    facts: type[Any], run: Callable[[Case, Any], Results], **example: object
) -> Calculation:
    """``facts`` is the dataclass of the inputs."""
    names = frozenset(field.name for field in dataclasses.fields(facts))
    return Calculation(facts, TypeAdapter(facts), names, run, example)


def by_year(calculate: Callable[[TaxYear, Any], Any]) -> Callable[[Case, Any], Results]:
    """A calculation on the figures of the case's year, its result's fields as they are."""

    def run(case: Case, facts: Any) -> Results:
        return fields(calculate(tax_year(case.tax_year), facts))

    run.__doc__ = calculate.__doc__
    return run


def any_year(
    calculate: Callable[[Any], Any], first: int = FIRST_YEAR
) -> Callable[[Case, Any], Results]:
    """A calculation without a yearly figure, its result's fields as they are."""

    def run(case: Case, facts: Any) -> Results:
        check_any_year(case, first)
        return fields(calculate(facts))

    run.__doc__ = calculate.__doc__
    return run


def check_any_year(case: Case, first: int = FIRST_YEAR) -> None:
    """Raises ValueError for a year in which there was nothing to calculate, or is not yet."""
    newest = SUPPORTED_YEARS[-1]
    if not first <= case.tax_year <= newest:
        raise ValueError(
            f"tax year {case.tax_year} is not supported; "
            f"{case.calc} supports the years {first} to {newest}"
        )


def fields(result: Any) -> dict[str, object]:
    """The fields of a result by name, in their order."""
    return {field.name: getattr(result, field.name) for field in dataclasses.fields(result)}

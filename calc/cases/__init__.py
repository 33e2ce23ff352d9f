"""The calculations by name.

The names of calculations, inputs and results are those of the published examples, so that a
spreadsheet or another program can be held against them line by line.
"""

from collections.abc import Mapping

from calc.cases import corrections, forms, ledgers, limits, plans, scenarios, strategies
from calc.cases.case import Calculation, Case, Results

__all__ = ["CALCULATIONS", "Calculation", "Case", "Results", "solve"]

CALCULATIONS: Mapping[str, Calculation] = {
    name: calculation
    for subject in (forms, scenarios, ledgers, limits, corrections, plans, strategies)
    for name, calculation in subject.CALCULATIONS.items()
}


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
        raise ValueError(
            f"{case.calc} has no input {unknown[0]!r}; "
            f"python -m calc --inputs {case.calc} shows what it has"
        )
    return calculation.run(case, calculation.facts.validate_python(case.inputs))

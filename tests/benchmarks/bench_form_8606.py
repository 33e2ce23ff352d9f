"""Form 8606: one after the other, and swept over what to convert."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from calc.iras.form_8606 import Form8606Facts, form_8606
from calc.money import to_cent
from tests.benchmarks.pairs import Pair
from tests.calc.reference_8606 import exactly

SWEEP = 10_000
"""Conversions of $0, $1, $2 and so on."""

FACTS = Form8606Facts(
    line1_nondeductible_contributions=Decimal(7000),
    line2_prior_basis=Decimal(4700),
    line4_contributions_jan_to_due_date=Decimal(2500),
    line6_year_end_value=Decimal("93047.33"),
    line7_distributions=Decimal(1000),
    line8_conversions=Decimal(7000),
)
READ = {
    "1": Fraction(7000),
    "2": Fraction(4700),
    "4": Fraction(2500),
    "6": Fraction(9304733, 100),
    "7": Fraction(1000),
    "8": Fraction(7000),
}


def pairs() -> Iterator[Pair]:
    division = "one division, rounded to the cent"
    fractions = "the second reading, in fractions"
    yield Pair("Form 8606", lambda: form_8606(FACTS), division, divide)
    yield Pair("Form 8606, its lines", lambda: form_8606(FACTS).lines, division, divide)
    yield Pair("Form 8606, as it rounds", lambda: form_8606(FACTS, 3), division, divide)
    yield Pair("Form 8606", lambda: form_8606(FACTS), fractions, lambda: exactly(READ))
    yield Pair("sweep of 10,000", sweep, division, divisions, each=SWEEP)
    yield Pair("sweep of 10,000", sweep, fractions, readings, each=SWEEP)


def divide() -> Decimal:
    return to_cent(Decimal("9200.00") / Decimal("101047.33"))


def sweep() -> list[Decimal]:
    return [
        form_8606(replace(FACTS, line8_conversions=Decimal(dollars))).total_taxable
        for dollars in range(SWEEP)
    ]


def divisions() -> list[Decimal]:
    return [to_cent(Decimal(dollars) / 3) for dollars in range(SWEEP)]


def readings() -> list[Fraction]:
    taxable = []
    for dollars in range(SWEEP):
        line = exactly(READ | {"8": Fraction(dollars)})
        taxable.append(line["15c"] + line.get("18", 0))
    return taxable

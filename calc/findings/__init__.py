"""What the facts of a year show beside its number: possible, but worth knowing.

A finding is a value, not an error: what is true but troubling is calculated all the same, and what
is refused (``NotModelled``) is named. The wording is for others; here stand the kinds, the amounts
and the authority.
"""

from dataclasses import dataclass

from calc.findings.around_the_year import FindingsFacts, around_the_year
from calc.findings.finding import Finding, FindingKind, NotModelled
from calc.findings.of_the_year import of_the_year
from calc.iras.ira_year import ira_year
from calc.tax_year import TaxYear

__all__ = [
    "Finding",
    "FindingKind",
    "Findings",
    "FindingsFacts",
    "NotModelled",
    "findings",
    "of_the_year",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    findings: tuple[Finding, ...]
    not_modelled: tuple[NotModelled, ...]


def findings(figures: TaxYear, facts: FindingsFacts) -> Findings:
    """Everything that applies, in the order of FindingKind."""
    year = ira_year(figures, facts)
    refused = (
        (NotModelled.TRUMP_ACCOUNT, facts.trump_account),
        (NotModelled.DISASTER_DISTRIBUTION, facts.disaster_distribution),
    )
    found = (*of_the_year(year), *around_the_year(year, facts))
    return Findings(
        findings=tuple(sorted(found, key=lambda finding: list(FindingKind).index(finding.kind))),
        not_modelled=tuple(name for name, present in refused if present),
    )

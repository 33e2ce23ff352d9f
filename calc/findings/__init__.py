"""What the facts of a year show beside its number: possible, but worth knowing.

A finding is a value, not an error: what is true but troubling is calculated all the same, and what
is refused (``NotModelled``) is named. The wording is for others; here stand the kinds, the amounts
and the authority.
"""

from dataclasses import dataclass

from calc.findings.around_the_year import FindingsFacts, around_the_year
from calc.findings.finding import Finding, FindingKind, NotModelled
from calc.findings.of_the_year import of_the_year
from calc.iras.ira_year import IraYear, ira_year
from calc.iras.required_distributions import distribution_is_required
from calc.tax_year import SUPPORTED_YEARS, TaxYear

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


def findings(figures: TaxYear, facts: FindingsFacts, year: IraYear | None = None) -> Findings:
    """What the facts of a year show beside its number, and what is not modelled, in the order of
    FindingKind.

    ``year`` is that of these facts, where somebody has worked it out already. Raises ValueError
    where an amount or a day contradicts the year or the age."""
    first, moved = facts.first_contribution_year, facts.moved_on
    if first is not None and first > figures.year:
        raise ValueError(f"the first contribution was for {figures.year} or an earlier year")
    if moved is not None and moved.year != figures.year:
        raise ValueError(f"moved_on is a day of {figures.year}")
    required = distribution_is_required(figures, facts.age)
    if facts.required_minimum_distribution and required is False:
        raise ValueError(f"no distribution is required at {facts.age} in {figures.year}")
    year = year or ira_year(figures, facts)
    refused = (
        (NotModelled.TRUMP_ACCOUNT, facts.trump_account),
        (NotModelled.DISASTER_DISTRIBUTION, facts.disaster_distribution),
        (NotModelled.CONTRIBUTIONS_BEFORE_2018, first is not None and first < SUPPORTED_YEARS[0]),
    )
    found = [*of_the_year(year), *around_the_year(year, facts)]
    if any(finding.kind is FindingKind.EXCESS_ROTH_CONTRIBUTION for finding in found):
        found = [finding for finding in found if finding.kind is not FindingKind.DIRECT_ROTH]
    return Findings(
        findings=tuple(sorted(found, key=lambda finding: list(FindingKind).index(finding.kind))),
        not_modelled=tuple(name for name, present in refused if present),
    )

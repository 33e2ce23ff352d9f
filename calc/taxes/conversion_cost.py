"""What the taxable amount of a conversion costs, beside what it changes without a price.

Authority: calc.taxes.income_tax; IRC 1411 (tax on net investment income); Social Security Act
1839(i) (Medicare premiums); IRC 219(g)(3)(A) (conversion income counts for the IRA deduction),
408A(c)(3)(B)(i) (and not for Roth contributions). What is not counted is named in the result.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pydantic import StrictBool

from calc.filing_status import FilingStatus
from calc.iras.ira_limits import (
    RothFacts,
    deduction_phase_out,
    phased_out,
    roth_limit,
    traditional_limit,
)
from calc.money import ZERO, Age, Dollars, Fraction, to_cent
from calc.tax_year import TaxYear
from calc.taxes.income_tax import (
    Household,
    added_tax,
    bracket_end,
    edges,
    federal_tax,
    marginal_rate,
    standard_deduction,
    taxable_income,
)
from calc.taxes.left_out import LeftOut
from calc.taxes.medicare_premiums import Irmaa, IrmaaFacts, irmaa
from calc.taxes.net_investment_income_tax import RATE as NIIT_RATE
from calc.taxes.net_investment_income_tax import net_investment_income_tax

RATE_PLACES = Decimal("0.000001")

MEDICARE_AGE = 65
"""Social Security Act 226(a). Those who have it earlier, by disability, are not told apart."""

PREMIUM_YEARS_LATER = 2
"""A year's income sets the premiums of the second one after it (Social Security Act 1839(i)(4))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeTaxFacts:
    """One return and one conversion; dollars, and ages on December 31 in whole years. What is
    taken for granted of the persons stands in calc.taxes.income_tax.Household."""

    filing_status: FilingStatus
    age: Age
    spouse_age: Age | None = None
    """On a joint return."""
    income: Dollars
    """Adjusted gross income without the taxable amount. Taken for modified AGI too: that is right
    where it holds nothing that is added back there (an IRA deduction, student loan interest)."""
    taxable_amount: Dollars
    """Line 18 of Form 8606, and of line 15c what the income does not hold."""
    itemized_deductions: Dollars | None = None
    """Taken instead of the standard deduction where they are more."""
    net_investment_income: Dollars = ZERO
    """The part of the income that IRC 1411(c) names: interest, dividends, gains, rents."""
    tax_exempt_interest: Dollars = ZERO
    """Not in the income; counts for Medicare premiums."""
    state_rate: Fraction | None = None
    """Of the state's and city's tax on the taxable amount."""
    roth_magi: Dollars | None = None
    """Modified AGI for Roth contributions, where it is not the income: with an IRA deduction added
    back, and without conversions only (IRC 408A(c)(3)(B)(i))."""
    lived_apart_all_year: StrictBool = False
    """From the spouse; matters to a separate return only."""
    covered_by_plan: StrictBool | None = None
    """By an employer's plan; None leaves the limits of the IRA deduction out."""
    spouse_covered: StrictBool | None = None
    """None leaves them out too where they depend on it: a person not covered, and married."""
    reached_70_and_a_half: StrictBool | None = None
    """By December 31. Decides in 2018 and 2019, for a person of 70; otherwise not looked at."""

    def __post_init__(self) -> None:
        _ = self.household  # refuses what contradicts itself

    @property
    def household(self) -> Household:
        """The return without the taxable amount."""
        return Household(
            filing_status=self.filing_status,
            age=self.age,
            spouse_age=self.spouse_age,
            income=self.income,
            itemized_deductions=self.itemized_deductions,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeTax:
    """Dollars to the cent; rates as fractions."""

    agi_before: Decimal
    """Without the conversion, as everything here called before."""
    agi_after: Decimal
    taxable_income_before: Decimal
    taxable_income_after: Decimal
    tax_before: Decimal
    tax_after: Decimal
    federal_tax: Decimal
    """What the conversion adds."""
    marginal_rate_first: Decimal
    """Federal, on the first dollar of the conversion."""
    marginal_rate_last: Decimal
    """On its last dollar; that of a first dollar where nothing is taxable."""
    average_rate: Decimal | None
    """Federal tax added on each dollar, to six places; None where nothing is taxable."""
    average_rate_of_total: Decimal | None
    """The same of ``total``."""
    bracket_rate: Decimal
    """Of the bracket the conversion ends in, without what phase-outs add; 0: in deductions."""
    bracket_room: Decimal | None
    """What could still be added within it; None in the last."""
    niit: Decimal
    """Tax on net investment income that the conversion adds."""
    niit_rate_last: Decimal
    """On its last dollar, beside the federal rate."""
    on_medicare: bool | None
    """Whether somebody here is 65 in the year of those premiums; None where a spouse may be."""
    irmaa: Irmaa
    deduction_limit_before: Decimal | None
    """Most that may be deducted of a contribution to a traditional IRA, with enough pay; None
    where it is not told whether a plan covers."""
    deduction_limit_after: Decimal | None
    roth_limit: Decimal
    """Most that may go into Roth IRAs, with enough pay: the conversion does not change it."""
    state_tax: Decimal | None
    """On the taxable amount at the rate given; None without one."""
    total: Decimal
    """Federal tax, tax on net investment income and state tax as far as known, added."""
    left_out: tuple[LeftOut, ...]


def total_tax(figures: TaxYear, facts: IncomeTaxFacts) -> Decimal:
    """What a taxable amount costs in all, in dollars to the cent: ``income_tax`` with nothing but
    its ``total``."""
    return sum(_taxes(figures, facts), ZERO)


def _taxes(figures: TaxYear, facts: IncomeTaxFacts) -> tuple[Decimal, Decimal, Decimal]:
    """What the taxable amount adds: federal tax, tax on net investment income, and state tax as
    far as it is known."""
    amount = facts.taxable_amount
    niit = _niit(figures, facts, facts.income + amount) - _niit(figures, facts, facts.income)
    state = to_cent((facts.state_rate or ZERO) * amount)
    return added_tax(figures, facts.household, amount), niit, state


def income_tax(figures: TaxYear, facts: IncomeTaxFacts) -> IncomeTax:
    """The cost of a taxable amount on top of the other income of its year.

    Raises ValueError at 70 in 2018 and 2019 where covered_by_plan is given and
    reached_70_and_a_half is not."""
    household, amount = facts.household, facts.taxable_amount
    tax_before = to_cent(federal_tax(figures, household))
    added, niit, state_tax = _taxes(figures, facts)
    premiums = irmaa(
        figures,
        IrmaaFacts(
            filing_status=facts.filing_status,
            lived_apart_all_year=facts.lived_apart_all_year,
            magi=facts.income + facts.tax_exempt_interest,
            added_income=amount,
        ),
    )
    bracket = bracket_end(figures, household, amount)
    deduction_before = _deduction_limit(figures, facts, facts.income)
    deduction_after = _deduction_limit(figures, facts, facts.income + amount)
    deduction_stays = deduction_before is not None and deduction_before == deduction_after
    total = added + niit + state_tax
    on_medicare = _on_medicare(facts)
    return IncomeTax(
        agi_before=facts.income,
        agi_after=facts.income + amount,
        taxable_income_before=to_cent(taxable_income(figures, household)),
        taxable_income_after=to_cent(taxable_income(figures, household, amount)),
        tax_before=tax_before,
        tax_after=tax_before + added,
        federal_tax=added,
        marginal_rate_first=marginal_rate(figures, household, ZERO),
        marginal_rate_last=_rate_of_last_dollar(figures, household, amount),
        average_rate=_rate(added, amount),
        average_rate_of_total=_rate(total, amount),
        bracket_rate=bracket.rate,
        bracket_room=bracket.room,
        niit=niit,
        niit_rate_last=_niit_rate_of_last_dollar(figures, facts),
        on_medicare=on_medicare,
        irmaa=premiums,
        deduction_limit_before=deduction_before,
        deduction_limit_after=deduction_after,
        roth_limit=_roth_limit(figures, facts),
        state_tax=None if facts.state_rate is None else state_tax,
        total=total,
        left_out=_left_out(
            figures,
            facts,
            deduction_stays=deduction_stays,
            premiums_stay=on_medicare is False
            or (premiums.known and premiums.tier_before == premiums.tier_after),
        ),
    )


def _rate(tax: Decimal, amount: Decimal) -> Decimal | None:
    return (tax / amount).quantize(RATE_PLACES, ROUND_HALF_UP) if amount else None


def _on_medicare(facts: IncomeTaxFacts) -> bool | None:
    ages = [facts.age + PREMIUM_YEARS_LATER]
    if facts.spouse_age is not None:
        ages.append(facts.spouse_age + PREMIUM_YEARS_LATER)
    if any(age >= MEDICARE_AGE for age in ages):
        return True
    joint = facts.filing_status is FilingStatus.MARRIED_FILING_JOINTLY
    return None if joint and facts.spouse_age is None else False


def _niit_rate_of_last_dollar(figures: TaxYear, facts: IncomeTaxFacts) -> Decimal:
    magi = facts.income + facts.taxable_amount
    if not facts.taxable_amount or _niit(figures, facts, magi) == _niit(figures, facts, magi - 1):
        return ZERO
    return NIIT_RATE


def _rate_of_last_dollar(figures: TaxYear, household: Household, amount: Decimal) -> Decimal:
    """An amount that ends at an edge has not reached the rate above it."""
    below = [edge for edge in edges(figures, household) if edge < amount]
    return marginal_rate(figures, household, max(below, default=ZERO))


def _niit(figures: TaxYear, facts: IncomeTaxFacts, magi: Decimal) -> Decimal:
    return net_investment_income_tax(
        figures, facts.filing_status, magi, facts.net_investment_income
    )


def _roth_limit(figures: TaxYear, facts: IncomeTaxFacts) -> Decimal:
    asked = RothFacts(
        filing_status=facts.filing_status,
        magi=facts.income if facts.roth_magi is None else facts.roth_magi,
        age=facts.age,
        lived_apart_all_year=facts.lived_apart_all_year,
    )
    return roth_limit(figures, asked).roth_limit


def _deduction_limit(figures: TaxYear, facts: IncomeTaxFacts, magi: Decimal) -> Decimal | None:
    """Raises ValueError as traditional_limit does."""
    covered = facts.covered_by_plan
    if covered is None:
        return None
    limit = traditional_limit(figures, facts.age, facts.reached_70_and_a_half)
    rows = {
        deduction_phase_out(
            figures,
            facts.filing_status,
            covered_by_plan=covered,
            spouse_covered=spouse_covered,
            lived_apart_all_year=facts.lived_apart_all_year,
        )
        for spouse_covered in _either(facts.spouse_covered)
    }
    return phased_out(limit, magi, rows.pop()) if len(rows) == 1 else None


def _either(known: bool | None) -> tuple[bool, ...]:
    return (False, True) if known is None else (known,)


def _left_out(
    figures: TaxYear, facts: IncomeTaxFacts, *, deduction_stays: bool, premiums_stay: bool
) -> tuple[LeftOut, ...]:
    """In the order of LeftOut, without those that cannot matter here."""
    joint = facts.filing_status is FilingStatus.MARRIED_FILING_JOINTLY
    separate = facts.filing_status is FilingStatus.MARRIED_FILING_SEPARATELY
    itemizes = (facts.itemized_deductions or ZERO) > standard_deduction(figures, facts.household)
    cannot_matter = {
        LeftOut.STATE_TAX: facts.state_rate is not None,
        LeftOut.SPOUSE_AGE: not joint or facts.spouse_age is not None,
        LeftOut.SPOUSE_ITEMIZES: not separate or itemizes,
        LeftOut.ITEMIZED_LIMITS: not itemizes,
        LeftOut.LOST_IRA_DEDUCTION: deduction_stays,
        LeftOut.EARLY_DISTRIBUTION_TAX: True,  # a conversion bears none (IRC 72(t), 408A(d)(3)(A))
        LeftOut.MEDICARE_PREMIUMS: premiums_stay,
    }
    return tuple(name for name in LeftOut if not cannot_matter.get(name))

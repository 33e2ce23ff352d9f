"""Contributions above the limit, and the 6% excise they cost: Form 5329, Parts III and IV.

Authority: IRC 4973(a), (b) (traditional IRAs), (f) (Roth IRAs). Both kinds share one limit, and a
traditional contribution uses it first: in a traditional IRA the excess is what is above the limit
of IRC 219(b), in a Roth IRA what is above the part of it that traditional contributions leave and
above the phased-out limit (IRC 408A(c)(2)-(3)). Modified AGI never makes a traditional excess.

A limit that a later year leaves unused takes up an earlier excess: the traditional one first, the
Roth one in what is left. What is taken up in a traditional IRA is a contribution of that year (IRC
219(f)(6)(A)), and 4973(f)(2)(B) takes contributions to all IRAs off the Roth limit, while
4973(b)(2)(C) leaves 219(f)(6) aside. Read by its words alone, line 19 of Form 5329 gives the Roth
excess the same room once more: with an earlier excess in both kinds, less excise than here.

What an excess costs over several years is ``excess_over_years``, how to be rid of it
``excess_cures``.

Not modelled: employer contributions to SEP and SIMPLE IRAs, rollovers of money that could not be
rolled over (IRC 408(d)(5)(B)), and other accounts of Form 5329.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from pydantic import ConfigDict, StrictBool, with_config

from calc.corrections.recharacterizations import IraKind
from calc.filing_status import FilingStatus
from calc.iras.ira_limits import (
    IraContributionFacts,
    RothFacts,
    dollar_limit,
    ira_contribution_limit,
    phased_out,
    roth_limit,
    too_old_for_traditional,
)
from calc.money import ZERO, Age, Dollars, to_cent
from calc.tax_year import PhaseOutRange, TaxYear

EXCISE_RATE = Decimal("0.06")
"""IRC 4973(a)."""


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class ExcessFacts:
    """One person's IRAs in one year; dollars, and the age on December 31 in whole years.

    Contributions are those for the year, made by its due date and still in: not rollovers or
    conversions, not what was returned with its income in time (IRC 408(d)(4)); one recharacterized
    in time is a contribution to where it went (408A(d)(6))."""

    age: Age
    traditional_contributions: Dollars
    roth_contributions: Dollars
    compensation: Dollars | None = None
    """None: taken to be no obstacle."""
    spouse_compensation: Dollars = ZERO
    """Counts on a joint return only (IRC 219(c)(2)(A)), and presupposes one where the filing status
    is not given."""
    spouse_ira_contributions: Dollars = ZERO
    reached_70_and_a_half: StrictBool | None = None
    """By December 31. Decides in 2018 and 2019, for a person of 70; otherwise not looked at."""
    filing_status: FilingStatus | None = None
    """Needed, as the next, where there is a Roth contribution or an earlier Roth excess."""
    roth_magi: Dollars | None = None
    lived_apart_all_year: StrictBool = False
    traditional_prior_excess: Dollars = ZERO
    """Line 9 of Form 5329: what was still in at the end of the year before."""
    traditional_taxable_distributions: Dollars = ZERO
    """Line 11: the part of the year's distributions that was income (IRC 4973(b)(2)(A))."""
    traditional_excess_withdrawn: Dollars = ZERO
    """Line 12: earlier years' excess taken out without tax after its due date (IRC 408(d)(5))."""
    roth_prior_excess: Dollars = ZERO
    """Line 18."""
    roth_distributions: Dollars = ZERO
    """Line 20: all of the year (IRC 4973(f)(2)(A))."""
    all_roth_money_withdrawn: StrictBool = False
    """By December 31: an emptied Roth IRA holds no excess, even if it had lost value (instructions,
    line 20)."""
    traditional_value: Dollars | None = None
    """On December 31, and contributions for the year made after it. None: not looked at, so that
    the excise is the most it can be."""
    roth_value: Dollars | None = None

    def __post_init__(self) -> None:
        joint = self.filing_status in (None, FilingStatus.MARRIED_FILING_JOINTLY)
        if not joint and (self.spouse_compensation or self.spouse_ira_contributions):
            raise ValueError("a spouse's pay counts on a joint return only (IRC 219(c)(2)(A))")
        left = self.roth_value or ZERO
        if self.all_roth_money_withdrawn and left > self.roth_contributions:
            raise ValueError(
                "where all Roth money was withdrawn, the Roth IRAs are worth no more than what was "
                "contributed after it"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountExcess:
    """A person's traditional or Roth IRAs, in dollars."""

    allowed: Decimal | None
    """Most that may be contributed for the year; None where it was not needed. For Roth IRAs after
    what the traditional IRAs use of the one limit, an earlier excess included."""
    prior: Decimal
    withdrawn: Decimal
    """What left the IRAs and counts against the prior excess."""
    absorbed: Decimal
    """Prior excess that the year's unused limit takes up. In a traditional IRA it is a contribution
    of this year, deductible or not (IRC 219(f)(6))."""
    of_the_year: Decimal
    total: Decimal
    """Prior excess still in, and the year's."""
    excise: Decimal

    @property
    def carried(self) -> Decimal:
        """To next year's line 9 or 18: nothing where no excise was due (their instructions)."""
        return self.total if self.excise else ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcessContributions:
    """Of one year; dollars."""

    year: int
    traditional: AccountExcess
    """Form 5329, lines 9 to 17."""
    roth: AccountExcess
    """Form 5329, lines 18 to 25."""
    excise: Decimal


def excess_contributions(figures: TaxYear, facts: ExcessFacts) -> ExcessContributions:
    """The excess of one year and its excise.

    Raises ValueError as too_old_for_traditional does, and where the Roth limit is needed but the
    filing status or the modified AGI is not given.
    """
    limit = _limit(figures, facts)
    too_old = too_old_for_traditional(figures, facts.age, facts.reached_70_and_a_half)
    traditional_limit = ZERO if too_old else limit
    in_traditional, in_roth = facts.traditional_contributions, facts.roth_contributions
    traditional = _account(
        allowed=traditional_limit,
        contributed=in_traditional,
        room=traditional_limit - in_traditional - in_roth,
        prior=facts.traditional_prior_excess,
        withdrawn=facts.traditional_taxable_distributions + facts.traditional_excess_withdrawn,
        value=facts.traditional_value,
    )
    allowed_in_roth = None
    if in_roth or facts.roth_prior_excess:
        left = max(ZERO, limit - in_traditional - traditional.absorbed)
        allowed_in_roth = min(left, _phased_out_limit(figures, facts, limit))
    roth_left = facts.roth_prior_excess if facts.all_roth_money_withdrawn else ZERO
    roth = _account(
        allowed=allowed_in_roth,
        contributed=in_roth,
        room=(allowed_in_roth or ZERO) - in_roth,
        prior=facts.roth_prior_excess,
        withdrawn=max(facts.roth_distributions, roth_left),
        value=facts.roth_value,
    )
    return ExcessContributions(
        year=figures.year,
        traditional=traditional,
        roth=roth,
        excise=traditional.excise + roth.excise,
    )


def room_in_other_kind(figures: TaxYear, facts: ExcessFacts, ira: IraKind) -> Decimal:
    """What of the year's excess in ``ira`` may become a contribution to the other kind instead, so
    that nothing is too much once the rest of it is taken out; dollars, nothing where there is no
    excess.

    What may stay keeps its part of the one limit of both kinds (IRC 408A(c)(2)): beside a Roth
    limit of $4,000, by income, one of $7,500 has room for $3,500 in a traditional IRA. Earlier
    excess is not looked at. Raises ValueError as excess_contributions does.
    """
    found = excess_contributions(figures, facts)
    in_roth, in_traditional = facts.roth_contributions, facts.traditional_contributions
    if ira is IraKind.ROTH:
        excess = found.roth.of_the_year
        stays = in_roth - excess
        allowed = min(found.traditional.allowed or ZERO, _limit(figures, facts) - stays)
        return min(excess, max(ZERO, allowed - in_traditional))
    excess = found.traditional.of_the_year
    if not excess:
        return ZERO
    moved = replace(
        facts,
        traditional_contributions=in_traditional - excess,
        roth_contributions=in_roth + excess,
    )
    allowed = excess_contributions(figures, moved).roth.allowed or ZERO
    return min(excess, max(ZERO, allowed - in_roth))


def _limit(figures: TaxYear, facts: ExcessFacts) -> Decimal:
    if facts.compensation is None:
        return dollar_limit(figures, facts.age)
    pay = IraContributionFacts(
        age=facts.age,
        compensation=facts.compensation,
        spouse_compensation=facts.spouse_compensation,
        spouse_ira_contributions=facts.spouse_ira_contributions,
    )
    return ira_contribution_limit(figures, pay).limit


def _phased_out_limit(figures: TaxYear, facts: ExcessFacts, limit: Decimal) -> Decimal:
    """The phase-out shrinks the limit that pay allows (IRC 408A(c)(3)(A))."""
    if facts.filing_status is None or facts.roth_magi is None:
        raise ValueError(
            f"the Roth limit of {figures.year} needs the filing status and the modified AGI"
        )
    row = roth_limit(
        figures,
        RothFacts(
            filing_status=facts.filing_status,
            magi=facts.roth_magi,
            age=facts.age,
            lived_apart_all_year=facts.lived_apart_all_year,
        ),
    )
    over = PhaseOutRange(full_until=int(row.phaseout_start), zero_from=int(row.phaseout_end))
    return phased_out(limit, facts.roth_magi, over)


def _account(
    *,
    allowed: Decimal | None,
    contributed: Decimal,
    room: Decimal,
    prior: Decimal,
    withdrawn: Decimal,
    value: Decimal | None,
) -> AccountExcess:
    left = max(ZERO, prior - withdrawn)
    absorbed = min(left, max(ZERO, room))
    of_the_year = max(ZERO, contributed - (allowed or ZERO))
    total = left - absorbed + of_the_year
    return AccountExcess(
        allowed=allowed,
        prior=prior,
        withdrawn=withdrawn,
        absorbed=absorbed,
        of_the_year=of_the_year,
        total=total,
        excise=to_cent(EXCISE_RATE * (total if value is None else min(total, value))),
    )

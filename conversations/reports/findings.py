"""What the answers show beside the number: possible, but worth knowing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from calc.form_8606 import Method
from calc.ira_limits import RothFacts, roth_limit
from calc.money import to_cent
from calc.required_distributions import distribution_is_required
from conversations.document import Block, Heading, Note
from conversations.formats import day, dollars
from conversations.situation import IraKind, Situation

EXCISE_RATE = Decimal("0.06")
"""IRC 4973(a)."""


def findings(situation: Situation) -> Iterator[Block]:
    notes = [
        Note(words)
        for found in (
            _contributed_after_the_year(situation),
            _excess_contribution(situation),
            _seventy(situation),
            _deduction(situation),
            _worksheet(situation),
            _line_4_choice(situation),
            _direct_roth(situation),
            _early_distribution(situation),
            _five_years(situation),
            _simple(situation),
            _required_distribution(situation),
            _plan_excess(situation),
        )
        for words in found
    ]
    if notes:
        yield Heading("Worth knowing")
        yield from notes


def _contributed_after_the_year(situation: Situation) -> Iterator[str]:
    if situation.made_after and situation.conversion:
        year = situation.year
        yield (
            f"What you put in after December 31, {year} cannot be part of a conversion in {year}. "
            f"If you converted it in {year + 1}, leave that out here: it belongs to {year + 1}. "
            f"The contribution is on line 1 for {year}, the conversion on line 8 for {year + 1}, "
            "with line 14 carried to line 2 (IRC 408(d)(2), 408A(d)(3))."
        )


def _excess_contribution(situation: Situation) -> Iterator[str]:
    excess = situation.excess_contribution
    if not excess:
        return
    converted = (
        " If it was converted, the excess is now in the Roth IRA: ask your CPA before anything is "
        "taken out."
        if situation.conversion
        else ""
    )
    yield (
        f"{dollars(situation.contribution)} is more than the {situation.year} limit for your age, "
        f"{dollars(situation.contribution_limit)}. The {dollars(excess)} above it costs up to 6% "
        f"for every year it stays in, {dollars(to_cent(excess * EXCISE_RATE))} (IRC 4973). Taken "
        "out with its earnings by the due date of the return, extensions included, it costs no 6%; "
        "only the earnings are taxed, in the year of the contribution (IRC 408(d)(4)). Line 1 "
        f"counts what the limit allows, and the excess cannot be deducted.{converted}"
    )


def _seventy(situation: Situation) -> Iterator[str]:
    cutoff = situation.figures.traditional_ira_contribution_age_cutoff.value
    if cutoff is not None and situation.contribution and situation.age == int(cutoff):
        yield (
            f"If you reached 70 1/2 by December 31, {situation.year}, nothing could go into a "
            "traditional IRA for that year (IRC 219(d)(1), repealed from 2020 on). This result "
            "takes it that you did not."
        )


def _deduction(situation: Situation) -> Iterator[str]:
    said, most = situation.deducted, situation.deductible.most
    if said is None or min(said, situation.permitted_contribution) <= most:
        return
    allowed = f"at most {dollars(most)} can be deducted" if most else "nothing can be deducted"
    converted = ", with the taxable conversion in it," if situation.conversion else ""
    correction = (
        "A deduction that was taken comes off by an amended return."
        if situation.contributions_are_closed
        else f"Deduct no more than {dollars(most)}."
    )
    yield (
        f"At your income{converted} {allowed} (IRC 219(g)), and you said {dollars(said)}. "
        f"{correction} Line 1 counts the rest of what the limit allows as nondeductible."
    )


def _worksheet(situation: Situation) -> Iterator[str]:
    ira = situation.certain_year
    if ira is None or ira.form.method is not Method.WORKSHEET_1_1:
        return
    other = ira.form_by_own_lines.total_taxable
    if other != ira.form.total_taxable:
        yield (
            "The income limits leave your contribution partly deductible, and money left your IRAs "
            "in the same year. For that case the IRS has Worksheet 1-1 of Pub. 590-B, used here. "
            "It counts all contributions for the year, deductible or not, and lines 6 to 12 of the "
            f"form stay blank. Those lines would give {dollars(other)}."
        )


def _line_4_choice(situation: Situation) -> Iterator[str]:
    ira = situation.certain_year
    if ira is None:
        return
    taken = ira.form.total_taxable
    other = ira.form_with_late_contributions_first.total_taxable
    if taken != other:
        yield (
            "You contributed both in the year and after it, and deduct some of it. Line 4 takes "
            "what was contributed in the year as nondeductible first, which leaves least to tax "
            f"now: {dollars(taken)}. The instructions for line 4 allow the other way round too: "
            f"{dollars(other)}."
        )


def _direct_roth(situation: Situation) -> Iterator[str]:
    if situation.income is None:
        return
    limit = roth_limit(
        situation.figures,
        RothFacts(
            filing_status=situation.filing_status,
            magi=situation.income,
            age=situation.age,
            lived_apart_all_year=situation.lived_apart,
        ),
    )
    if not limit.roth_limit:
        return
    closed, contribution = situation.contributions_are_closed, situation.contribution
    could = "could have taken" if closed else "can take"
    need = "would not have needed" if closed else "may not need"
    part = " for that part" if limit.roth_limit < limit.ira_limit else ""
    instead = ", less what stays in traditional IRAs for it" if contribution else ""
    change = (
        " A traditional contribution that is neither converted nor deducted can be changed into a "
        "Roth one by the due date, extensions included (IRC 408A(d)(6)-(7))."
        if contribution and not closed
        else ""
    )
    yield (
        f"At {dollars(situation.income)} a Roth IRA {could} up to {dollars(limit.roth_limit)} "
        f"straight for {situation.year}{instead}, if your pay is at least as much. You {need} the "
        f"backdoor{part}.{change}"
    )


def _early_distribution(situation: Situation) -> Iterator[str]:
    taxable = situation.range_of(lambda form: form.line15c).most
    # Somebody who is 60 on December 31 may have been 59 1/4 in January.
    if taxable and situation.age <= 60:
        yield (
            "The taxable part of what you took out before 59 1/2 costs 10% on top, up to "
            f"{dollars(to_cent(taxable / 10))}, unless an exception applies (IRC 72(t))."
        )


def _five_years(situation: Situation) -> Iterator[str]:
    taxable = situation.range_of(lambda form: form.line18).most
    if taxable and situation.age < 60:
        yield (
            "Converting costs no 10%. But the taxable part of the conversion, taken out of the "
            f"Roth IRA before {day(date(situation.year + 5, 1, 1))} and before 59 1/2, does (IRC "
            "408A(d)(3)(F))."
        )


def _simple(situation: Situation) -> Iterator[str]:
    moved = situation.conversion or situation.withdrawals
    if moved and IraKind.SIMPLE in situation.ira_values:
        yield (
            "SIMPLE money cannot be converted in the two years from its first deposit, and taken "
            "out before 59 1/2 in that time it costs 25% instead of 10% (IRC 72(t)(6), "
            "408(d)(3)(G))."
        )


def _required_distribution(situation: Situation) -> Iterator[str]:
    required = distribution_is_required(situation.figures, situation.age)
    if required is False or not (situation.conversion or situation.may_hold_ira_money):
        return
    due = "may be due" if required is None else "is due"
    yield (
        f"If your IRAs held money on December 31, {situation.year - 1}, a required minimum "
        f"distribution {due} for {situation.year}. It comes out first, cannot be converted (what "
        "was converted before it is an excess Roth contribution; Treas. Reg. 1.408A-4, A-6), and "
        "belongs to the withdrawals of line 7: count it there."
    )


def _plan_excess(situation: Situation) -> Iterator[str]:
    rooms = situation.rooms
    if not rooms:
        return
    deferrals = min(room.excess_deferrals for room in rooms)
    additions = min(room.excess_additions for room in rooms)
    if deferrals:
        returned = day(situation.excess_deferrals_due)
        yield (
            f"Your deferrals are {dollars(deferrals)} over the limit for your age (IRC 402(g)). "
            f"The plan can return them until {returned}; after that, ask your CPA."
        )
    if additions:
        yield (
            f"The contributions to your plan are {dollars(additions)} over the limit on annual "
            "additions (IRC 415(c)). Ask the plan's administrator to correct it."
        )

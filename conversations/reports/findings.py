"""What the answers show beside the number: possible, but worth knowing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from calc.form_8606 import Form8606Facts, form_8606
from calc.ira_limits import RothFacts, roth_limit
from calc.money import ZERO, to_cent
from conversations.document import Block, Heading, Note
from conversations.formats import dollars
from conversations.reports.pro_rata import in_dollars
from conversations.situation import Range, Situation

EXCISE_RATE = Decimal("0.06")
"""IRC 4973(a)."""

OLD_ENOUGH_FOR_RMD = 70
"""The earliest required beginning was 70 1/2; the age for later births is 72, 73 or 75 (IRC
401(a)(9)(C)(v))."""


def findings(situation: Situation) -> Iterator[Block]:
    notes = [
        Note(words)
        for found in (
            _excess_contribution(situation),
            _contributed_after_the_year(situation),
            _too_old_to_contribute(situation),
            _direct_roth(situation),
            _deduction(situation),
            _worksheet(situation),
            _line_4_choice(situation),
            _early_distribution(situation),
            _required_distribution(situation),
            _plan_excess(situation),
        )
        for words in found
    ]
    if notes:
        yield Heading("Worth knowing")
        yield from notes


def _excess_contribution(situation: Situation) -> Iterator[str]:
    excess = situation.excess_contribution
    if excess:
        yield (
            f"{dollars(situation.contribution)} is more than the {situation.year} limit for your "
            f"age, {dollars(situation.contribution_limit)}. The {dollars(excess)} above it costs "
            f"6% a year, {dollars(to_cent(excess * EXCISE_RATE))}, until it is gone; taken out "
            "with its earnings by the due date of your return, extensions included, it costs "
            "nothing (IRC 4973, 408(d)(4)). Line 1 counts what the limit allows. Pay below the "
            "limit would lower it further."
        )


def _contributed_after_the_year(situation: Situation) -> Iterator[str]:
    if situation.made_after and situation.conversion:
        year = situation.year
        yield (
            f"What you put in after December 31, {year} cannot be part of a conversion in {year}. "
            f"Converted in {year + 1}, it is on two forms: the contribution on line 1 for {year}, "
            f"the conversion on line 8 for {year + 1}, with line 14 carried to line 2 (IRC "
            "408(d)(2), 408A(d)(3))."
        )


def _too_old_to_contribute(situation: Situation) -> Iterator[str]:
    cutoff = situation.figures.traditional_ira_contribution_age_cutoff.value
    if cutoff is not None and situation.contribution and situation.age >= OLD_ENOUGH_FOR_RMD:
        yield (
            f"For {situation.year} nobody could contribute to a traditional IRA for the year of "
            "reaching 70 1/2, or later (IRC 219(d)(1), repealed from 2020 on). This sum takes the "
            "contribution as allowed: ask your CPA."
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
    if limit.roth_limit:
        yield (
            f"At {dollars(situation.income)} you may contribute to a Roth IRA directly for "
            f"{situation.year}, up to {dollars(limit.roth_limit)}, less what goes into a "
            "traditional IRA. You may not need the backdoor."
        )


def _deduction(situation: Situation) -> Iterator[str]:
    most = situation.deductible.most
    if situation.deducted is not None and situation.deducted > most:
        yield (
            f"You deduct {dollars(situation.deducted)}, but at most {dollars(most)} can be "
            "deducted at your income (IRC 219(g)). A deduction taken by mistake is corrected on an "
            "amended return; what was not deducted belongs on line 1."
        )


def _worksheet(situation: Situation) -> Iterator[str]:
    moved = situation.conversion or situation.withdrawals
    if moved and situation.contribution and situation.deductible.most:
        permitted = situation.contribution - situation.excess_contribution
        other = (
            replace(
                facts,
                line1_nondeductible_contributions=permitted,
                line4_contributions_jan_to_due_date=ZERO,
            )
            for facts in situation.form_facts()
        )
        yield (
            "Part of your contribution may be deductible and money left your IRAs in the same "
            "year: for that case Pub. 590-B has Worksheet 1-1, which counts all contributions for "
            "the year, deductible or not. This result uses lines 6 to 12 of the form"
            f"{_taxable_either_way(situation, other)} Ask your CPA which fits."
        )


def _line_4_choice(situation: Situation) -> Iterator[str]:
    after, deducted = situation.made_after, situation.deducted
    if after and deducted and after < situation.contribution:
        other = (
            replace(
                facts,
                line4_contributions_jan_to_due_date=min(
                    after, facts.line1_nondeductible_contributions
                ),
            )
            for facts in situation.form_facts()
        )
        yield (
            "You deduct a part and contributed both in the year and after it. Line 4 takes what "
            "was contributed in the year as nondeductible first, which leaves least to tax now. "
            "The instructions allow the other way round too"
            f"{_taxable_either_way(situation, other)}"
        )


def _taxable_either_way(situation: Situation, other: Iterable[Form8606Facts]) -> str:
    """What is taxable as it was figured, and the other way that the law allows."""
    taken = Range.of(form.total_taxable for form in situation.forms)
    instead = Range.of(form_8606(facts).total_taxable for facts in other)
    return f": taxable {in_dollars(taken)}, the other way {in_dollars(instead)}."


def _early_distribution(situation: Situation) -> Iterator[str]:
    most = max(form.line15c or ZERO for form in situation.forms)
    if most and situation.age < 60:
        yield (
            "Withdrawn before 59 1/2, the taxable part of your withdrawals costs 10% on top, up to "
            f"{dollars(to_cent(most / 10))}, unless an exception applies (IRC 72(t)). A conversion "
            "does not."
        )


def _required_distribution(situation: Situation) -> Iterator[str]:
    waived = situation.figures.rmd_waived_for_year.value
    if situation.conversion and situation.age >= OLD_ENOUGH_FOR_RMD and not waived:
        yield (
            "If a required minimum distribution is due for the year, it must come out first and "
            "cannot be converted (Treas. Reg. 1.408A-4, A-6)."
        )


def _plan_excess(situation: Situation) -> Iterator[str]:
    rooms = situation.rooms
    if not rooms:
        return
    deferrals = min(room.excess_deferrals for room in rooms)
    additions = min(room.excess_additions for room in rooms)
    if deferrals:
        yield (
            f"Your deferrals are {dollars(deferrals)} over the limit for your age. Ask the plan to "
            "return them by April 15 of the next year, or they are taxed twice (IRC 402(g)(2))."
        )
    if additions:
        yield (
            f"The contributions to your plan are {dollars(additions)} over the limit on annual "
            "additions (IRC 415(c)). Ask the plan's administrator to correct it."
        )

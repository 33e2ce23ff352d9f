"""What the answers show beside the number: possible, but worth knowing."""

from collections.abc import Iterator
from decimal import Decimal

from calc.findings import Finding, FindingKind
from calc.iras.ira_limits import dollar_limit
from calc.money import ZERO, to_whole_dollar
from calc.plans.catch_up import catch_up
from conversations.document import Block, Heading, Note
from conversations.formats import day, dollars
from conversations.ranges import Range
from conversations.reports.may_move import required_distribution, simple_money
from conversations.reports.pro_rata import in_dollars
from conversations.situations.plan_year import PlanYear
from conversations.situations.situation import IraKind, Situation

SURTAX = Decimal(1_000_000)
"""Dollars of income from which states take more (Cal. Rev. & Tax. Code 17043; Mass. Const. amend.
art. CXXI, which rises with prices)."""


def findings(situation: Situation) -> Iterator[Block]:
    notes = [
        Note(words)
        for found in (
            _contributed_after_the_year(situation),
            _put_in_before(situation),
            _excess_contribution(situation),
            _seventy(situation),
            _deduction(situation),
            _worksheet(situation),
            _line_4_choice(situation),
            _loss(situation),
            _leftover(situation),
            _direct_roth(situation),
            _early_distribution(situation),
            _five_years(situation),
            _state(situation),
            _rolled_out(situation),
            simple_money(situation),
            required_distribution(situation),
            plan_excess(situation),
        )
        for words in found
    ]
    if notes:
        yield Heading("Worth knowing")
        yield from notes


def _contributed_after_the_year(situation: Situation) -> Iterator[str]:
    if not situation.made_after:
        return
    year = situation.year
    if situation.conversion:
        yield (
            f"What you put in after December 31, {year} cannot be part of a conversion in {year}. "
            f"If you converted it in {year + 1}, leave that out here: it belongs to {year + 1} "
            "(IRC 408(d)(2), 408A(d)(3))."
        )
    line_1 = in_dollars(situation.range_of(lambda form: form.line1))
    line_14 = in_dollars(situation.range_of(lambda form: form.line14))
    unless = "" if situation.conversion else ", though nothing was converted"
    yield (
        f"On your {year} return: Form 8606 with {line_1} on line 1 and {line_14} on line 14"
        f"{unless}."
    )
    yield (
        f"On your {year + 1} return: {line_14} on line 2, and on line 8 what is converted in "
        f"{year + 1}."
    )


def _put_in_before(situation: Situation) -> Iterator[str]:
    basis, year = situation.prior_basis, situation.year
    if not basis or not situation.conversion:
        return
    yield (
        f"On your {year - 1} return, or the last one before with a Form 8606: {dollars(basis)} on "
        f"line 14. What went in early in {year} for {year - 1} is on line 1 of that form, even if "
        "nothing was converted then. If it is missing, it can be sent by itself."
    )
    yield (
        f"On your {year} return: the {dollars(basis)} on line 2, and the "
        f"{dollars(situation.conversion)} converted on line 8."
    )


def _excess_contribution(situation: Situation) -> Iterator[str]:
    found = situation.surely(FindingKind.EXCESS_CONTRIBUTION)
    if found is None:
        return
    converted = (
        " If it was converted, the excess is now in the Roth IRA: ask your CPA before anything is "
        "taken out."
        if situation.conversion
        else ""
    )
    yield (
        f"{dollars(situation.contribution)} is more than the {situation.year} limit for your age, "
        f"{dollars(situation.contribution_limit)}. The {_amount(found)} above it costs up to 6% "
        f"for every year it stays in, {dollars(found.costs or ZERO)} (IRC 4973). Taken "
        "out with its earnings by the due date of the return, extensions included, it costs no 6%; "
        "only the earnings are taxed, in the year of the contribution (IRC 408(d)(4)). Line 1 "
        f"counts what the limit allows, and the excess cannot be deducted.{converted}"
    )


def _seventy(situation: Situation) -> Iterator[str]:
    if situation.surely(FindingKind.AGE_70_AND_A_HALF):
        yield (
            f"If you reached 70 1/2 by December 31, {situation.year}, nothing could go into a "
            "traditional IRA for that year (IRC 219(d)(1), repealed from 2020 on). This result "
            "takes it that you did not."
        )


def _deduction(situation: Situation) -> Iterator[str]:
    said, most = situation.deducted, situation.deductible.most
    if said is None or not situation.surely(FindingKind.DEDUCTION_NOT_ALLOWED):
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
    found = situation.surely(FindingKind.WORKSHEET_1_1)
    if found and situation.certain_year:
        yield (
            "The income limits leave your contribution partly deductible, and money left your IRAs "
            "in the same year. For that case the IRS has Worksheet 1-1 of Pub. 590-B, used here. "
            "It counts all contributions for the year, deductible or not, and lines 6 to 12 of the "
            f"form stay blank. Those lines would give {_amount(found)}."
        )


def _line_4_choice(situation: Situation) -> Iterator[str]:
    found, ira = situation.surely(FindingKind.LINE_4_CHOICE), situation.certain_year
    if found and ira:
        yield (
            "You contributed both in the year and after it, and deduct some of it. Line 4 takes "
            "what was contributed in the year as nondeductible first, which leaves least to tax "
            f"now: {dollars(ira.form.total_taxable)}. The instructions for line 4 allow the other "
            f"way round too: {_amount(found)}."
        )


def _loss(situation: Situation) -> Iterator[str]:
    found = situation.surely(FindingKind.LOSS)
    if found and situation.certain_year:
        yield (
            "Your IRAs are worth less than the after-tax money in them, so nothing is taxable. "
            f"{_amount(found)} of it is left on line 14. It counts again when you next have IRA "
            "money, but only if Form 8606 is filed for this year: show it to your CPA."
        )


def _leftover(situation: Situation) -> Iterator[str]:
    found = situation.surely(FindingKind.LEFTOVER_CENTS)
    if found and situation.certain_year:
        yield (
            f"A little money beside your after-tax money makes {_amount(found)} taxable. On the "
            "paper form, with line 10 rounded to 1.000, that is $0. Both are right."
        )


def _direct_roth(situation: Situation) -> Iterator[str]:
    found = situation.surely(FindingKind.DIRECT_ROTH)
    if found is None or situation.income is None:
        return
    limit = dollar_limit(situation.figures, situation.age)
    closed, contribution = situation.contributions_are_closed, situation.contribution
    could = "could have taken" if closed else "can take"
    need = "would not have needed" if closed else "may not need"
    part = " for that part" if (found.amount or ZERO) < limit else ""
    instead = ", less what stays in traditional IRAs for it" if contribution else ""
    change = (
        " A traditional contribution that is neither converted nor deducted can be changed into a "
        "Roth one by the due date, extensions included (IRC 408A(d)(6)-(7))."
        if contribution and not closed
        else ""
    )
    yield (
        f"At {dollars(situation.income)} a Roth IRA {could} up to {_amount(found)} "
        f"straight for {situation.year}{instead}, if your pay is at least as much. You {need} the "
        f"backdoor{part}.{change}"
    )


def _early_distribution(situation: Situation) -> Iterator[str]:
    found = situation.at_most(FindingKind.EARLY_DISTRIBUTION)
    if found:
        yield (
            "The taxable part of what you took out before 59 1/2 costs 10% on top, up to "
            f"{dollars(found.costs or ZERO)}, unless an exception applies (IRC 72(t))."
        )


def _five_years(situation: Situation) -> Iterator[str]:
    found = situation.at_most(FindingKind.FIVE_YEAR_CLOCK)
    if found and found.until and to_whole_dollar(found.costs or ZERO):
        yield (
            "Converting costs no 10%. But the taxable part of the conversion, taken out of the "
            f"Roth IRA before {day(found.until)} and before 59 1/2, does (IRC 408A(d)(3)(F))."
        )


def _state(situation: Situation) -> Iterator[str]:
    taxable = situation.range_of(lambda form: form.total_taxable)
    if not to_whole_dollar(taxable.most) or situation.state_rate == ZERO:
        return
    surtax = (
        " California and Massachusetts take more above about $1 million."
        if situation.income is None or situation.income + taxable.most > SURTAX
        else ""
    )
    yield (
        "A state may tax it otherwise: New Jersey and Massachusetts have a basis of their own, "
        f"Pennsylvania taxes few conversions.{surtax} Tell your CPA which state is yours."
    )


def _rolled_out(situation: Situation) -> Iterator[str]:
    found = situation.found.get(FindingKind.ROLLED_OUT_OF_PLAN, ())
    more = Range.of(one.amount or ZERO for one in found) if found else Range(ZERO, ZERO)
    if not to_whole_dollar(more.most):
        return
    moved = dollars(situation.ira_values[IraKind.FROM_PLAN] or ZERO)
    end, effect = day(situation.figures.conversion_deadline.value), in_dollars(more)
    if situation.year_is_over:
        yield (
            f"The {moved} that went from a 401(k) or another plan into an IRA by {end} is in the "
            f"sum (IRC 408(d)(2)(C)). Without it the taxable amount would be {effect} lower."
        )
    else:
        yield (
            f"The {moved} from the 401(k) will be in an IRA on {end}, and so in the sum (IRC "
            "408(d)(2)(C)). Leave it where it is, or roll it into a new employer's plan, until "
            f"after {end}: that would lower the taxable amount by {effect}."
        )


def plan_excess(situation: PlanYear) -> Iterator[str]:
    rooms = situation.rooms
    if not rooms:
        return
    deferrals = min(room.excess_deferrals for room in rooms)
    additions = min(room.excess_additions for room in rooms)
    if deferrals:
        returned = day(situation.excess_deferrals_due)
        yield (
            f"{_over(situation, deferrals)} The plan can return them until {returned}; after that, "
            "ask your CPA."
        )
    if additions:
        yield (
            f"The contributions to your plan are {dollars(additions)} over the limit on annual "
            "additions (IRC 415(c)). Ask the plan's administrator to correct it."
        )


def _over(situation: PlanYear, deferrals: Decimal) -> str:
    rule = situation.figures.roth_only_catch_up.value
    no_roth = all(room.catch_up_must_be_roth and not room.catch_up for room in situation.rooms)
    if rule is None or not no_roth or not catch_up(situation.figures, situation.age):
        return f"Your deferrals are {dollars(deferrals)} over the limit for your age (IRC 402(g))."
    return (
        f"Your wages of {rule.wage_year} were above {dollars(Decimal(rule.threshold_more_than))}, "
        "so catch-up would have to be Roth, and your plan has no Roth: there is none for you this "
        f"year (IRC 414(v)(7)). Your deferrals are {dollars(deferrals)} over "
        f"{dollars(situation.rooms[0].deferral_limit)}, the limit without it."
    )


def _amount(found: Finding) -> str:
    return dollars(found.amount or ZERO)

"""The words of the spouse's questions. One that reads the same for both is not here."""

from collections.abc import Mapping
from dataclasses import dataclass

from conversations.question import Words
from conversations.questions import (
    contributions,
    iras,
    may_move,
    person,
    plan,
    price,
    required_distribution,
)
from conversations.questions.year import about_year, by_due_date, by_time
from conversations.situations.situation import IRA_NAMES, IraKind


@dataclass(frozen=True)
class AboutSpouse:
    """The words of a question about the spouse, where those about a person will not do."""

    asks: Words | None = None
    why: Words | None = None
    where: Words | None = None
    name: str | None = None


def _held(label: str) -> AboutSpouse:
    return AboutSpouse(
        asks=by_time(
            f"What will your spouse's {label} hold on December 31, {{year}}, all together? An "
            "estimate is fine.",
            f"What did your spouse's {label} hold on December 31, {{year}}, all together?",
        ),
        why="It is part of line 6 of your spouse's Form 8606: the larger the pre-tax money on "
        "December 31, the more of the conversion is taxable, whatever the balance was on the day "
        "of the conversion.",
    )


_BROKER = "Form 5498, or the broker's list of contributions by tax year."
_DEPOSIT = "The date of the deposit, in the broker's list of contributions."

WORDS: Mapping[str, AboutSpouse] = {
    person.age.id: AboutSpouse(
        asks=by_time(
            "How old will your spouse be on December 31, {year}?",
            "How old was your spouse on December 31, {year}?",
        ),
    ),
    person.income.id: AboutSpouse(
        asks=by_time(
            "What will your spouse's adjusted gross income be for {year}, on a return of their "
            "own, roughly, without the taxable part of a Roth conversion and before any IRA "
            "deduction?",
            "What was your spouse's adjusted gross income for {year}, on a return of their own, "
            "roughly, without the taxable part of a Roth conversion and before any IRA deduction?",
        ),
        why="It decides whether your spouse could contribute to a Roth IRA directly, and whether a "
        "traditional contribution can be deducted. It does not enter the pro rata sum.",
        where="From your spouse's Form 1040: adjusted gross income, less the taxable conversion "
        "(in line 4b), plus the IRA deduction.",
    ),
    person.covered.id: AboutSpouse(
        asks=person.spouse_covered.asks,
        why="Whoever is covered can deduct a traditional IRA contribution only below an income "
        "limit (IRC 219(g)). What cannot be deducted is after-tax basis.",
        where=person.spouse_covered.where,
        name="Covered by a plan at work",
    ),
    iras.ira_kinds.id: AboutSpouse(
        asks=by_time(
            "Will any IRA of your spouse's own hold money on December 31, {year}, after any "
            "conversion: one left from an old job too, at any bank or broker? Name all kinds. "
            "Inherited and Roth IRAs do not count.",
            "Did any IRA of your spouse's own hold money on December 31, {year}: one left from an "
            "old job too, at any bank or broker? Name all kinds. Inherited and Roth IRAs do not "
            "count.",
        ),
        why="Spouses never combine their IRAs: your spouse's are a pot of their own under the pro "
        "rata rule, line 6 of a Form 8606 of their own (IRC 408(d)(2)). Money that a 401(k) sends "
        "to an IRA by that day counts, and money that is between two IRAs. Roth IRAs, 401(k)s and "
        "other plans at work do not.",
    ),
    **{iras.year_end_value[kind].id: _held(label) for kind, label in IRA_NAMES.items()},
    iras.year_end_value[IraKind.FROM_PLAN].id: AboutSpouse(
        asks=by_time(
            "How much pre-tax money goes from a 401(k) or another plan into your spouse's IRAs by "
            f"December 31, {{year}}? {iras.NOT_ABOVE}",
            "How much pre-tax money went from a 401(k) or another plan into your spouse's IRAs by "
            f"December 31, {{year}}? {iras.NOT_ABOVE}",
        ),
    ),
    iras.year_end_value[IraKind.IN_TRANSIT].id: AboutSpouse(
        asks=by_time(
            "How much will have left one of your spouse's IRAs by December 31, {year} and reach "
            f"another one after it, within 60 days? {iras.NOT_ABOVE}",
            "How much had left one of your spouse's IRAs by December 31, {year} and reached "
            f"another one after it, within 60 days? {iras.NOT_ABOVE}",
        ),
    ),
    may_move.simple_first_deposit.id: AboutSpouse(
        asks="On which day did the first deposit go into your spouse's SIMPLE IRA? With SIMPLE "
        "IRAs from several employers, that of the newest.",
    ),
    contributions.contribution.id: AboutSpouse(
        asks=by_due_date(
            "How much goes straight into your spouse's traditional IRAs for {year}, planned "
            "amounts included? No rollovers, no SEP or SIMPLE money. Enter 0 for none.",
            "How much went straight into your spouse's traditional IRAs for {year}, until {due}? "
            "No rollovers, no SEP or SIMPLE money. Enter 0 for none.",
        ),
        why="The part that is not deducted goes on line 1 of your spouse's Form 8606. On a joint "
        "return a spouse without pay can contribute too: the pay of the other one counts for both "
        "(IRC 219(c)).",
        where=_BROKER,
    ),
    contributions.deducted.id: AboutSpouse(
        asks=by_due_date(
            "Will your spouse's contribution be deducted on the {year} return?",
            "Was your spouse's contribution deducted on the {year} return?",
        ),
    ),
    contributions.contribution_made.id: AboutSpouse(
        asks=by_due_date(
            "When does your spouse's contribution for {year} go in: by December 31, {year}, or "
            "from January 1 to {due}?",
            "When did your spouse's contribution for {year} go in: by December 31, {year}, or from "
            "January 1 to {due}?",
        ),
        where=_DEPOSIT,
    ),
    contributions.made_after.id: AboutSpouse(where=_DEPOSIT),
    iras.earlier_nondeductible.id: AboutSpouse(
        asks=about_year(
            "For any year before {year}, did your spouse put money into a traditional IRA without "
            "deducting it? Money put in early in {year} for the year before counts."
        ),
        why="What was taxed once and is still there is your spouse's basis from earlier years: "
        "line 2 of their Form 8606. Without it they would be taxed twice.",
        where="A Form 8606 in an earlier return says so.",
    ),
    iras.prior_basis.id: AboutSpouse(
        asks=about_year(
            "What does line 14 say, or will it say, on your spouse's last Form 8606 for a year "
            "before {year}?"
        ),
        where=about_year(
            "The last return for an earlier year with a Form 8606 in your spouse's name: Part I, "
            "line 14. If the form for the year before {year} is not filed yet, that year has to be "
            "worked out first. If a form was never filed, say not sure."
        ),
        name="Earlier basis, line 14",
    ),
    iras.conversion.id: AboutSpouse(
        asks=by_time(
            "How much does your spouse convert from IRAs to a Roth IRA during {year}, planned "
            "amounts included? Money from a 401(k) does not count. Enter 0 for none.",
            "How much did your spouse convert from IRAs to a Roth IRA during {year}? Money from a "
            "401(k) does not count. Enter 0 for none.",
        ),
        where="Form 1099-R, or the broker's confirmation of the conversion.",
    ),
    iras.withdrawals.id: AboutSpouse(
        asks=by_time(
            "How much else does your spouse take out of IRAs in {year} to keep? Not what goes to a "
            "401(k), another IRA or a charity. Enter 0 for none.",
            "How much else did your spouse take out of IRAs in {year} to keep? Not what went to a "
            "401(k), another IRA or a charity. Enter 0 for none.",
        ),
        where="Your spouse's other Forms 1099-R for IRAs. Tax withheld from a conversion counts "
        "here.",
    ),
    required_distribution.required_first.id: AboutSpouse(
        asks=by_time(
            "At your spouse's age a required minimum distribution (RMD) from IRAs is due for "
            "{year}, or may be. Is all of it taken before anything of theirs is converted?",
            "At your spouse's age a required minimum distribution (RMD) from IRAs was due for "
            "{year}, or may have been. Was all of it taken before anything of theirs was "
            "converted?",
        ),
        why="The first dollars out of your spouse's IRAs in a year are the RMD, and it cannot be "
        "converted nor rolled over (IRC 408(d)(3)(E); Treas. Reg. 1.408A-4, A-6). None is due if "
        "those IRAs were empty when the year began.",
        where="The broker's notice of January says whether one is due. All IRAs of your spouse "
        "count together.",
    ),
    required_distribution.required_amount.id: AboutSpouse(
        asks=by_time(
            "How much is it for {year}, from all of your spouse's IRAs together? It belongs to "
            "their other withdrawals, asked next.",
            "How much was it for {year}, from all of your spouse's IRAs together? It belongs to "
            "their other withdrawals, asked next.",
        ),
        where="The broker's notice of January; or the value on December 31 of the year before, "
        "divided by the factor for your spouse's age in Pub. 590-B.",
    ),
    plan.plan_at_work.id: AboutSpouse(
        asks=by_time(
            "Does your spouse have a 401(k), 403(b), TSP or solo 401(k) in {year}, from a job of "
            "now or an old one? Yes adds one question.",
            "Did your spouse have a 401(k), 403(b), TSP or solo 401(k) in {year}, from a job of "
            "then or an old one? Yes adds one question.",
        ),
        why="A plan may take your spouse's pre-tax IRA money: moved there by December 31, it is "
        "off line 6. Each one's money can go to a plan of their own only.",
    ),
    plan.roll_in_accepted.id: AboutSpouse(
        asks="Does that plan, or another one of your spouse's, accept money rolled in from an IRA?",
        why="Rolling the pre-tax part into the plan leaves only the basis to convert. Plans may "
        "accept it and need not (IRC 408(d)(3)(A)(ii)).",
    ),
    price.state_rate.id: AboutSpouse(
        asks="At what rate does your spouse's state tax income, with the city if it does? 0 for "
        "none; not sure leaves state tax out.",
        why="Only to put dollars on the tax: federal tax is worked out without it. The rate on the "
        "last dollars of income is the one to use.",
        where="The state's tax table, at that income. Some states tax no conversion, or have rules "
        "of their own: ask a CPA.",
    ),
}

"""The IRAs: which there are, what they hold, what left them, what was taxed before."""

from conversations.answers import Dollars, Several, Wording, YesNo
from conversations.question import Question
from conversations.questions.contributions import contribution
from conversations.questions.doubts import MOST, above, basis, beside
from conversations.questions.year import about_year, by_time
from conversations.situation import IRA_NAMES, IraKind

ira_kinds = Question(
    "ira_kinds",
    Several(
        {
            IraKind.TRADITIONAL: Wording("Traditional IRA", ("trad", "trad ira")),
            IraKind.ROLLOVER: Wording("Rollover IRA", ("old 401k", "old 401(k)")),
            IraKind.SEP: Wording("SEP IRA", ("sep-ira",)),
            IraKind.SIMPLE: Wording("SIMPLE IRA", ("simple-ira",)),
        },
        besides="Roth IRAs and 401(k)s do not count here.",
    ),
    asks=by_time(
        "Which of these, your own, will hold money on December 31, {year}, after any conversion, "
        "at any bank or broker?",
        "Which of these, your own, held money on December 31, {year}, at any bank or broker?",
    ),
    why="All of them together are one pot under the pro rata rule: line 6 of Form 8606 (IRC "
    "408(d)(2)). Roth IRAs, your spouse's IRAs, 401(k)s and other plans at work do not count, "
    "nor do inherited IRAs, unless from your spouse and made your own.",
    where="Look for every broker or bank, an old job's 401(k) that became a rollover IRA, and SEP "
    "or SIMPLE IRAs from a small business.",
    names=("IRAs", "ira kinds", "kinds of ira", "accounts", "ira"),
)

year_end_value = {
    kind: Question(
        f"value_{kind.value}",
        Dollars(),
        asks=by_time(
            f"What will your {label} hold on December 31, {{year}}, all together? An estimate is "
            "fine.",
            f"What did your {label} hold on December 31, {{year}}, all together?",
        ),
        why="It is part of line 6 of Form 8606: the larger the pre-tax money on December 31, the "
        "more of the conversion is taxable, whatever the balance was on the day you converted.",
        where="The December 31 statement, or Form 5498 in May. Add money that you took "
        "out after November 1 and put back into an IRA within 60 days, in the next year.",
        when=lambda facts, kind=kind: kind in facts[ira_kinds],  # type: ignore[misc]
        not_sure=True,
        doubts=above(MOST, f"in {label}"),
        names=(label[0].upper() + label[1:], f"{kind.value} IRA", kind.value),
    )
    for kind, label in IRA_NAMES.items()
}

earlier_nondeductible = Question(
    "earlier",
    YesNo(),
    asks=about_year(
        "For any year before {year}, did you put money into a traditional IRA without deducting "
        "it? Money put in early in {year} for the year before counts."
    ),
    why="What was taxed once and is still there is your basis from earlier years: line 2 of Form "
    "8606. Without it you would be taxed twice.",
    where="A Form 8606 in an earlier return says so.",
    not_sure=True,
    names=(
        "After-tax money before",
        "earlier years",
        "earlier contributions",
        "nondeductible before",
    ),
)

prior_basis = Question(
    "basis",
    Dollars(),
    asks=about_year(
        "What does line 14 say, or will it say, on your last Form 8606 for a year before {year}?"
    ),
    why="Line 14 of that form becomes line 2 of this one.",
    where=about_year(
        "The last return for an earlier year with a Form 8606: Part I, line 14. If the form for "
        "the year before {year} is not filed yet, work that year out first. If a form was never "
        "filed, say not sure, and take what you know of the years to your CPA."
    ),
    when=lambda facts: facts.known(earlier_nondeductible) is True,
    not_sure=True,
    doubts=basis,
    names=("Earlier basis (line 14)", "basis", "earlier basis", "prior basis", "line 14"),
)

conversion = Question(
    "converted",
    Dollars(),
    asks=by_time(
        "How much do you convert from IRAs to a Roth IRA during {year}, planned amounts included? "
        "Money from a 401(k) does not count. Enter 0 for none.",
        "How much did you convert from IRAs to a Roth IRA during {year}? Money from a 401(k) does "
        "not count. Enter 0 for none.",
    ),
    why="It goes on lines 8 and 16 of Form 8606. There is no limit on conversions.",
    where="Form 1099-R, or your broker's confirmation of the conversion.",
    doubts=beside(contribution),
    names=("Converted", "conversion", "amount converted", "roth conversion"),
)

withdrawals = Question(
    "withdrawn",
    Dollars(),
    asks=by_time(
        "How much else do you take out of your IRAs in {year} to keep? Not what goes to a 401(k), "
        "another IRA or a charity. Enter 0 for none.",
        "How much else did you take out of your IRAs in {year} to keep? Not what went to a 401(k), "
        "another IRA or a charity. Enter 0 for none.",
    ),
    why="Other withdrawals share the basis: line 7 of Form 8606. Contributions that were taken "
    "back do not count.",
    where="Your other Forms 1099-R for IRAs. Tax withheld from a conversion counts here.",
    doubts=above(MOST, "taken out"),
    names=("Other withdrawals", "withdrawals", "withdrawal", "withdrawn", "taken out"),
)

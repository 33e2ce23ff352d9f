"""The IRAs: which there are, what they hold, what left them, what was taxed before."""

from collections.abc import Mapping
from decimal import Decimal

from calc.money import ZERO
from conversations.answers import Dollars, DollarsFound, Several, Wording, YesNo
from conversations.question import Facts, Question, worded
from conversations.questions.contributions import contribution
from conversations.questions.doubts import MOST, above, basis, beside, besides
from conversations.questions.planned import without_plans
from conversations.questions.required_distribution import required_amount
from conversations.questions.year import about_year, by_time
from conversations.situations.basis_history import basis_found, years_are_known
from conversations.situations.situation import IRA_NAMES, IraKind

ira_kinds = Question(
    "ira_kinds",
    Several(
        {
            IraKind.TRADITIONAL: Wording("Traditional IRA", ("trad", "trad ira")),
            IraKind.ROLLOVER: Wording("Rollover IRA", ("old 401k", "old 401(k)")),
            IraKind.SEP: Wording("SEP IRA", ("sep-ira",)),
            IraKind.SIMPLE: Wording("SIMPLE IRA", ("simple-ira",)),
            IraKind.FROM_PLAN: Wording(
                "401(k) moved to an IRA by then",
                (
                    *("rolled out", "rolled-out 401k", "401k rolled into an ira"),
                    *("401(k) rolled into an ira", "from a 401k", "from a 401(k)", "from a plan"),
                ),
            ),
            IraKind.IN_TRANSIT: Wording(
                "Between two IRAs that day",
                ("in transit", "on its way", "outstanding rollover", "60-day rollover"),
            ),
        },
        besides="Roth IRAs and 401(k)s do not count here.",
    ),
    asks=by_time(
        "Will any IRA of yours hold money on December 31, {year}, after any conversion? Think of "
        "every bank and broker, and of one left from an old job. Inherited and Roth IRAs do not "
        "count.",
        "Did any IRA of yours hold money on December 31, {year}? Think of every bank and broker, "
        "and of one left from an old job. Inherited and Roth IRAs do not count.",
    ),
    why="All of them together are one pot under the pro rata rule: line 6 of Form 8606 (IRC "
    "408(d)(2)). So is money that a 401(k) sends to an IRA by that day, and money that has left "
    "one IRA and is in another within 60 days. Roth IRAs, your spouse's IRAs, 401(k)s and other "
    "plans at work do not count, nor do inherited IRAs, unless from your spouse and made your own.",
    where="Look for every broker or bank, an old job's 401(k) that became a rollover IRA, and SEP "
    "or SIMPLE IRAs from a small business.",
    lasts=True,
    names=("IRAs", "ira kinds", "kinds of ira", "accounts", "ira"),
)

NOT_ABOVE = "Only what is not in the values above."

_in_accounts = {
    kind: Question(
        f"value_{kind.value}",
        Dollars(),
        asks=without_plans(
            by_time(
                f"What will your {label} hold on December 31, {{year}}, all together? An estimate "
                "is fine.",
                f"What did your {label} hold on December 31, {{year}}, all together?",
            )
        ),
        why="It is part of line 6 of Form 8606: the larger the pre-tax money on December 31, the "
        "more of the conversion is taxable, whatever the balance was on the day you converted.",
        where="The December 31 statement, or Form 5498 in May.",
        when=lambda facts, kind=kind: kind in facts[ira_kinds],  # type: ignore[misc]
        not_sure=True,
        doubts=above(MOST, f"in {label}"),
        expected=True,
        names=(label[0].upper() + label[1:], f"{kind.value} IRA", kind.value),
    )
    for kind, label in IRA_NAMES.items()
}

_from_a_plan = Question(
    f"value_{IraKind.FROM_PLAN.value}",
    Dollars(),
    asks=without_plans(
        by_time(
            "How much pre-tax money goes from a 401(k) or another plan into your IRAs by December "
            f"31, {{year}}? {NOT_ABOVE}",
            "How much pre-tax money went from a 401(k) or another plan into your IRAs by December "
            f"31, {{year}}? {NOT_ABOVE}",
        )
    ),
    why="In an IRA on December 31 it is part of line 6 of Form 8606; left in a plan it is not. "
    "What a plan sent and no IRA has by that day does not count.",
    where="The plan's statement of the rollover, or its Form 1099-R with code G.",
    when=lambda facts: IraKind.FROM_PLAN in facts[ira_kinds],
    not_sure=True,
    doubts=above(MOST, "from a plan"),
    expected=True,
    names=("Moved from a 401(k)", "roll-out", "rollout", "from a plan"),
)

_in_transit = Question(
    f"value_{IraKind.IN_TRANSIT.value}",
    Dollars(),
    asks=without_plans(
        by_time(
            "How much will have left one of your IRAs by December 31, {year} and reach another "
            f"one after it, within 60 days? {NOT_ABOVE}",
            "How much had left one of your IRAs by December 31, {year} and reached another one "
            f"after it, within 60 days? {NOT_ABOVE}",
        )
    ),
    why="It is an outstanding rollover, which line 6 of Form 8606 counts. Money on its way from an "
    "IRA to a 401(k) is none, and does not count.",
    where="The confirmation of the withdrawal, and of the rollover contribution.",
    when=lambda facts: IraKind.IN_TRANSIT in facts[ira_kinds],
    not_sure=True,
    doubts=above(MOST, "on its way"),
    expected=True,
    names=("Between two IRAs", "outstanding rollover", "in transit", "on its way"),
)

year_end_value: Mapping[IraKind, Question[Decimal]] = _in_accounts | {
    IraKind.FROM_PLAN: _from_a_plan,
    IraKind.IN_TRANSIT: _in_transit,
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
    where="A Form 8606 in an earlier return says so. If there is none, or you do not know, say not "
    "sure: Finding my basis, below the result, goes through the years.",
    when=lambda facts: not years_are_known(facts),
    not_sure=True,
    names=(
        "After-tax money before",
        "earlier years",
        "earlier contributions",
        "nondeductible before",
    ),
)

_LINE_14 = about_year(
    "What does line 14 say, or will it say, on your last Form 8606 for a year before {year}?"
)
_BESIDE_WHAT_WAS_FOUND = about_year(
    "Your years came to this in Finding my basis. What goes on line 2 of Form 8606 for {year} "
    "instead?"
)

prior_basis = Question(
    "basis",
    DollarsFound(),
    asks=lambda facts: worded(
        _BESIDE_WHAT_WAS_FOUND if years_are_known(facts) else _LINE_14, facts
    ),
    why="Line 14 of that form becomes line 2 of this one.",
    where=about_year(
        "The last return for an earlier year with a Form 8606: Part I, line 14. If the form for "
        "the year before {year} is not filed yet, work that year out first. If a form was never "
        "filed, say not sure: Finding my basis, below the result, works it out year by year."
    ),
    when=lambda facts: years_are_known(facts) or facts.known(earlier_nondeductible) is True,
    not_sure=True,
    found=basis_found,
    doubts=basis,
    names=("Earlier basis (line 14)", "basis", "earlier basis", "prior basis", "line 14"),
)


def known_basis(facts: Facts) -> Decimal | None:
    """Dollars from earlier years; None where nobody is sure."""
    if facts.known(earlier_nondeductible) is False:
        return ZERO
    said = facts.known(prior_basis)
    return said.least if said is not None and said.sure else None


def basis_is_open(facts: Facts) -> bool:
    return known_basis(facts) is None


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
    expected=True,
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
    doubts=besides(conversion, required_amount),
    expected=True,
    names=("Other withdrawals", "withdrawals", "withdrawal", "withdrawn", "taken out"),
)

planned_conversion = Question(
    "planned_conversion",
    Dollars(),
    asks=about_year("How much do you convert in the year after {year} instead? Enter 0 for none."),
    why="It counts on the form of the year in which it leaves the IRA; here it is one of the "
    "things to do.",
    when=lambda facts: facts[conversion] == 0,
    only_kept=True,
    names=("Converted a year later", "conversion next year", "convert next year"),
)

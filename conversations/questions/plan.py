"""The plan at work: what it takes in, what it allows, what went in."""

from enum import StrEnum

from conversations.answers import Choice, Dollars, Wording, YesNo
from conversations.question import Facts, Question, worded
from conversations.questions.doubts import added_to_plan, deferred, for_a_year
from conversations.questions.goal import Goal, for_iras_only, goal
from conversations.questions.iras import ira_kinds
from conversations.questions.person import age, files_as_married
from conversations.questions.price import may_be_pre_tax
from conversations.questions.year import about_year, by_time


class OfWhom(StrEnum):
    ME = "me"
    SPOUSE = "spouse"
    BOTH = "both"
    NEITHER = "neither"


def plan_matters(facts: Facts) -> bool:
    """Whether there may be something to roll in, pre-tax money in an IRA on December 31; or the
    room for after-tax money is asked for."""
    return not for_iras_only(facts) or (bool(facts[ira_kinds]) and may_be_pre_tax(facts))


def has_plan(facts: Facts) -> bool:
    return facts.known(plan_at_work) is True


_ANY = by_time(
    "Do you have a 401(k), 403(b), TSP or solo 401(k) in {year}, from this job or an old one?",
    "Did you have a 401(k), 403(b), TSP or solo 401(k) in {year}, from that job or an old one?",
)
_OWN = by_time(
    "Does money from your pay go into a 401(k), 403(b) or solo 401(k) in {year}, or could it?",
    "Did money from your pay go into a 401(k), 403(b) or solo 401(k) in {year}, or could it have?",
)


def after_tax_matters(facts: Facts) -> bool:
    """Whether after-tax money is asked about: a backdoor needs to know of roll-ins only, and of a
    couple one may have a mega backdoor."""
    match facts.known(goal):
        case Goal.BACKDOOR:
            return False
        case Goal.SPOUSE:
            of_whom = facts.known(after_tax_of)
            return of_whom is OfWhom.ME or of_whom is OfWhom.BOTH
        case _:
            return has_plan(facts)


def plan_takes_after_tax(facts: Facts) -> bool:
    return after_tax_matters(facts) and facts.known(after_tax_allowed) is not False


def _asks_for_a_plan(facts: Facts) -> str:
    """No skips the whole part: what a yes adds is said beside it."""
    match facts.known(goal):
        case Goal.MEGA:
            return worded(_OWN, facts)
        case Goal.BACKDOOR | Goal.SPOUSE:
            return f"{worded(_ANY, facts)} Yes adds one question."
        case _:
            return f"{worded(_ANY, facts)} No skips this part; yes adds about a dozen questions."


plan_at_work = Question(
    "plan",
    YesNo(),
    asks=_asks_for_a_plan,
    why="A plan may take your pre-tax IRA money: moved there by December 31, it is off line 6. And "
    "after-tax contributions to a plan are the mega backdoor.",
    when=plan_matters,
    lasts=True,
    names=("401(k) or the like", "401(k)", "403(b)", "plan", "plan at work"),
)

roll_in_accepted = Question(
    "roll_in",
    YesNo(),
    asks="Does that plan, or another one of yours, accept money rolled in from an IRA?",
    why="Rolling the pre-tax part into the plan leaves only your basis to convert. Plans may "
    "accept it and need not (IRC 408(d)(3)(A)(ii)).",
    where="The summary plan description, under rollovers, or ask the plan's administrator.",
    when=has_plan,
    not_sure=True,
    lasts=True,
    names=("Accepts roll-ins", "roll-in", "roll-ins", "rolling in"),
)

after_tax_of = Question(
    "after_tax_of",
    Choice(
        {
            OfWhom.ME: Wording("Me", ("i", "i do", "mine", "just me", "only me", "myself")),
            OfWhom.SPOUSE: Wording(
                "My spouse",
                (
                    *("spouse", "just my spouse", "only my spouse", "my wife", "my husband"),
                    *("wife", "husband", "he", "she", "my spouse does"),
                ),
            ),
            OfWhom.BOTH: Wording("Both", ("both of us", "each of us", "we both", "we both do")),
            OfWhom.NEITHER: Wording(
                "Neither", ("no", "none", "nobody", "no one", "neither of us", "not us")
            ),
        }
    ),
    asks=by_time(
        "Which of you puts after-tax money (neither pre-tax nor Roth) into a 401(k) or 403(b) in "
        "{year}, or could: a mega backdoor? For each, up to 14 questions follow.",
        "Which of you put after-tax money (neither pre-tax nor Roth) into a 401(k) or 403(b) in "
        "{year}, or could have: a mega backdoor? For each, up to 14 questions follow.",
    ),
    why="The room for it is each one's own, for each employer (IRC 415(c)), and apart from the "
    "IRAs of both.",
    where="The summary plan description, under contributions: after-tax, or voluntary. Name who "
    "may have it where you do not know; the next question then takes not sure.",
    when=lambda facts: facts.known(goal) is Goal.SPOUSE and files_as_married(facts),
    lasts=True,
    names=("Mega backdoor of", "who has a mega backdoor"),
)

after_tax_allowed = Question(
    "after_tax",
    YesNo(),
    asks=lambda facts: (
        "Does it allow after-tax contributions (neither pre-tax nor Roth)?"
        if facts.known(goal) is Goal.MEGA
        else "Does the plan that takes money from your pay allow after-tax contributions (neither "
        "pre-tax nor Roth)? No if none takes money from your pay."
    ),
    why="They are what a mega backdoor Roth is made of.",
    where="The summary plan description, under contributions, or ask the plan's administrator.",
    when=after_tax_matters,
    not_sure=True,
    lasts=True,
    names=("Allows after-tax", "after-tax contributions", "after-tax"),
)

after_tax_way_out = Question(
    "way_out",
    YesNo(),
    asks="Can you move after-tax money to Roth while you work there: by a conversion inside the "
    "plan, or a withdrawal to a Roth IRA?",
    why="Without a way out the earnings on after-tax money stay taxable (IRC 402A(c)(4), Notice "
    "2014-54).",
    where="The summary plan description: in-plan Roth conversion, in-service withdrawal.",
    when=plan_takes_after_tax,
    not_sure=True,
    lasts=True,
    names=("Way to Roth", "way out", "in-plan conversion", "in-service withdrawal"),
)

pay = Question(
    "pay",
    Dollars(),
    asks=about_year("What does this employer pay you for all of {year}, before your deferrals?"),
    why="All contributions together cannot exceed 100% of pay (IRC 415(c)(1)(B)).",
    where="Your last pay stub or W-2; for a year not over, what you expect.",
    when=plan_takes_after_tax,
    not_sure=True,
    doubts=for_a_year("of pay for the year"),
    expected=True,
    names=("Pay", "salary"),
)

deferrals = Question(
    "deferrals",
    Dollars(),
    asks=about_year(
        "Your own deferrals to this plan for all of {year}: pre-tax and Roth together, with "
        "catch-up?"
    ),
    why="They count against the limit on annual additions, except the catch-up part (IRC 415(c), "
    "414(v)(3)).",
    where="Your last pay stub, or W-2 box 12.",
    when=plan_takes_after_tax,
    not_sure=True,
    doubts=deferred(age),
    expected=True,
    names=("Own deferrals", "deferrals", "deferral", "401(k) contributions"),
)

employer_money = Question(
    "employer",
    Dollars(),
    asks=about_year("What does the employer put in for {year}: match, profit sharing, anything?"),
    why="It counts against the same limit (IRC 415(c)(2)).",
    where="The plan's website, year to date; for a year not over, what you expect.",
    when=plan_takes_after_tax,
    not_sure=True,
    doubts=added_to_plan,
    expected=True,
    names=("Employer money", "employer match", "match", "employer contribution"),
)

after_tax_so_far = Question(
    "after_tax_so_far",
    Dollars(),
    asks=about_year("After-tax contributions to this plan for {year} so far?"),
    why="What is left of the limit after all of these is your room.",
    where="Your last pay stub: after-tax, apart from Roth.",
    when=plan_takes_after_tax,
    not_sure=True,
    doubts=added_to_plan,
    expected=True,
    names=("After-tax so far", "after-tax amount", "after-tax money"),
)

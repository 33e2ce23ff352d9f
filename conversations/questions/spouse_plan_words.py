"""The words of the spouse's questions about after-tax money in a plan."""

from collections.abc import Mapping

from conversations.questions import mega_backdoor, plan
from conversations.questions.spouse_words import AboutSpouse
from conversations.questions.year import about_year

_PAY_STUB = "The last pay stub or W-2; for a year not over, what is expected."
_ONE_LIMIT = "Of two limits the lower one ends the room."

PLAN_WORDS: Mapping[str, AboutSpouse] = {
    plan.after_tax_allowed.id: AboutSpouse(
        asks="Does the plan that takes money from your spouse's pay allow after-tax contributions "
        "(neither pre-tax nor Roth)? No if none takes money from it.",
    ),
    plan.after_tax_way_out.id: AboutSpouse(
        asks="Can your spouse move after-tax money to Roth while working there: by a conversion "
        "inside the plan, or a withdrawal to a Roth IRA?",
    ),
    plan.pay.id: AboutSpouse(
        asks=about_year(
            "What does this employer pay your spouse for all of {year}, before deferrals?"
        ),
        where=_PAY_STUB,
    ),
    plan.deferrals.id: AboutSpouse(
        asks=about_year(
            "Your spouse's own deferrals to this plan for all of {year}: pre-tax and Roth "
            "together, with catch-up?"
        ),
        where="The last pay stub, or W-2 box 12.",
    ),
    plan.employer_money.id: AboutSpouse(
        asks=about_year(
            "What does your spouse's employer put in for {year}: match, profit sharing, anything?"
        ),
        where="The plan's website, year to date; for a year not over, what is expected.",
    ),
    plan.after_tax_so_far.id: AboutSpouse(
        asks=about_year("Your spouse's after-tax contributions to this plan for {year} so far?"),
        why="What is left of the limit after all of these is your spouse's room.",
        where="The last pay stub: after-tax, apart from Roth.",
    ),
    mega_backdoor.cap.id: AboutSpouse(
        asks="Does your spouse's plan have a cap of its own on after-tax contributions of a year?",
        where="The summary plan description, under after-tax contributions, or the plan's website "
        "where their rate is set.",
    ),
    mega_backdoor.cap_share.id: AboutSpouse(
        asks="Which percentage of your spouse's pay may go in after tax?", why=_ONE_LIMIT
    ),
    mega_backdoor.cap_amount.id: AboutSpouse(
        asks=about_year("How many dollars may go into your spouse's plan after tax in {year}?"),
        why=_ONE_LIMIT,
    ),
    mega_backdoor.other_plans.id: AboutSpouse(
        asks=about_year(
            "Does your spouse also defer to another employer's 401(k) or 403(b) in {year}?"
        ),
        why="The limit on a person's own deferrals is one for all plans; the room for after-tax "
        "money is one for each employer (IRC 402(g)(1), 415(c)).",
    ),
    mega_backdoor.elsewhere.id: AboutSpouse(
        asks=about_year(
            "How much does your spouse defer to the others for all of {year}, pre-tax and Roth?"
        ),
        why="It counts against the one limit on a person's own deferrals (IRC 402(g)(1)).",
    ),
    mega_backdoor.high_wages.id: AboutSpouse(
        asks=mega_backdoor.asks_for_wages("your spouse's"),
        where="Box 3, Social Security wages, of that year's W-2; no if there were none from this "
        "employer.",
    ),
    mega_backdoor.plan_has_roth.id: AboutSpouse(
        asks="Does your spouse's plan take Roth deferrals?",
        why="Where catch-up must be Roth, a plan without Roth has none (IRC 414(v)(7)(B)).",
        where="The summary plan description, or the plan's website where deferrals are set.",
    ),
    mega_backdoor.earnings.id: AboutSpouse(
        asks="What will your spouse's after-tax money have earned, or had it earned, when it moves "
        "to Roth? Enter 0 if it moves at once, or if the earnings go to a traditional IRA instead.",
        where="The plan's website: the value of the after-tax source, less what was put in.",
    ),
}

"""A plan over years as it is shown: what it costs, year by year, and what it takes for granted."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from calc.money import ZERO, to_whole_dollar
from calc.strategies.plan_years import Course, Plan, PlannedYear, PlanYears
from conversations.document import (
    Bar,
    Block,
    Chart,
    Formula,
    KeyFigure,
    Note,
    Paragraph,
    Part,
    Sort,
    Step,
)
from conversations.formats import dollars, percent
from conversations.ranges import Range
from conversations.reports.price import left_out
from conversations.situations.situation import Situation
from conversations.what_ifs.outcome import Trials
from conversations.what_ifs.over_years import Assumed, tax_all_at_once, the_plan
from conversations.what_ifs.words import NOT_CONVERTED_YET, cautions

WHAT_THE_AMOUNTS_ARE = "Federal tax"


def plan_over_years(situation: Situation, assumed: Assumed, found: PlanYears) -> Iterator[Block]:
    course = found.as_it_is
    plan = the_plan(course)
    first, last = plan.years[0].year, plan.years[-1].year
    yield KeyFigure(
        f"Federal tax on your conversions, {first} to {last}",
        f"about {_whole(plan.total_tax)}",
        "Federal tax over the plan",
    )
    yield Paragraph(_taken_for_granted(situation, assumed, found))
    yield _chart(course, plan)
    yield Formula(tuple(map(_step, plan.years)))
    yield Paragraph(" ".join(_beside_it(situation, course, plan)))
    if found.after_roll_in is not None:
        yield Paragraph(_rolled_in_first(found.after_roll_in))
    if any(year.required_distribution is not False for year in plan.years):
        yield Note(
            "A required distribution (RMD) comes out before anything is converted in its year, and "
            "is income. It is not counted here: plan those years with your CPA."
        )
    yield from map(Note, _needs(situation, plan))
    yield left_out(replace(situation, state_rate=None))


def _taken_for_granted(situation: Situation, assumed: Assumed, found: PlanYears) -> str:
    income = dollars(situation.income or ZERO)
    grow = f"grow {percent(assumed.growth)}" if assumed.growth else "do not grow"
    return (
        f"Assumed, not projected: each year has the brackets and deductions of "
        f"{found.figures_year} and your income of {income}, your IRAs {grow} from one December 31 "
        f"to the next, and {_goes_in(situation, assumed)}. You convert on December 31."
    )


def _goes_in(situation: Situation, assumed: Assumed) -> str:
    if not situation.contribution:
        return "nothing more goes in"
    amount = dollars(situation.contribution)
    if assumed.each_year:
        return f"{amount} goes in each year, after tax"
    return f"after the {amount} for {situation.year} nothing more goes in"


def _chart(course: Course, plan: Plan) -> Chart:
    """A bar a year."""
    return Chart(
        f"About {_whole(plan.total_tax)} of federal tax over {len(plan.years)} years, "
        f"{_against_all_at_once(course, plan)}.",
        tuple(map(_bar, plan.years)),
        WHAT_THE_AMOUNTS_ARE,
    )


def _against_all_at_once(course: Course, plan: Plan) -> str:
    at_once = tax_all_at_once(course)
    when = f"all at once in {plan.years[0].year}"
    less = to_whole_dollar(at_once) - to_whole_dollar(plan.total_tax)
    if not less:
        return f"the same as {when}"
    return f"{dollars(less)} less than {when} ({_whole(at_once)})"


def _bar(year: PlannedYear) -> Bar:
    taxable, tax_free = year.taxable, year.conversion - year.taxable
    return Bar(
        f"{year.year}: {_converted(year)}{_required(year)}",
        _whole(year.tax),
        (
            Part(Sort.TAXABLE, "Taxable", dollars(taxable), Range(taxable, taxable)),
            Part(Sort.TAX_FREE, "Tax-free", dollars(tax_free), Range(tax_free, tax_free)),
        ),
    )


def _converted(year: PlannedYear) -> str:
    return f"convert {dollars(year.conversion)}" if year.conversion else "convert nothing"


def _step(year: PlannedYear) -> Step:
    taxable = f", taxable {dollars(year.taxable)}" if year.conversion else ""
    return Step(f"{year.year}: {_converted(year)}{taxable}{_required(year)}", _whole(year.tax))


def _required(year: PlannedYear) -> str:
    match year.required_distribution:
        case True:
            return ", RMD first"
        case None:
            return ", perhaps an RMD first"
        case False:
            return ""


def _beside_it(situation: Situation, course: Course, plan: Plan) -> Iterator[str]:
    """As planned, and in fewer years."""
    planned = Trials(replace(situation, state_rate=None)).planned_tax
    if situation.conversion and planned is not None:
        yield (
            f"As planned, {dollars(situation.conversion)} is converted in {situation.year} at "
            f"about {_whole(planned)}, and the rest stays."
        )
    fewer = [
        f"{point.years} years about {_whole(point.total_tax)}"
        for point in course.frontier[1:-1]
        if point.total_tax is not None and _whole(point.total_tax) != _whole(plan.total_tax)
    ]
    if fewer:
        yield f"Fewer years cost more: {', '.join(fewer)}."
    if plan.finished_in < len(plan.years):
        last = plan.years[plan.finished_in - 1].year
        yield f"After {last} nothing pre-tax is left: more years save nothing."
    least = plan.least_possible
    if to_whole_dollar(least) < to_whole_dollar(plan.total_tax):
        yield f"The plan is the cheapest found; no plan costs less than {_whole(least)}."


def _rolled_in_first(course: Course) -> str:
    return (
        f"With the {dollars(course.rolled_in)} of pre-tax money rolled into your 401(k) before you "
        f"convert: about {_whole(the_plan(course).total_tax)}. That money is taxed when it leaves "
        "the plan."
    )


def _needs(situation: Situation, plan: Plan) -> Iterator[str]:
    if plan.years[0].conversion < situation.conversion:
        yield f"The plan needs {NOT_CONVERTED_YET}."
    # What is said of years with a required distribution holds for the first one too.
    needs = tuple(cautions(replace(situation, required_distribution=ZERO), converts=True))
    if needs:
        yield f"Before the first conversion: {'; '.join(needs)}."


def _whole(amount: Decimal) -> str:
    return dollars(to_whole_dollar(amount))

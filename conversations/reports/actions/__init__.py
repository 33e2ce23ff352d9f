"""What to do, and by when: an item for each theme, in the person's own figures.

Once the tax year is over, its numbers are settled: the items then say what is left to do for it,
and what can be done in the year that runs. A new theme is a file here and a line below.
"""

from conversations.document import ActionItem
from conversations.reports.actions.allowed_maximum import use_what_is_allowed
from conversations.reports.actions.balances import review_balances
from conversations.reports.actions.contribution import contribute
from conversations.reports.actions.conversion import convert
from conversations.reports.actions.kept_plans import kept_plans
from conversations.reports.actions.open_points import open_points
from conversations.reports.actions.papers import document
from conversations.reports.actions.plan_options import ask_the_plan
from conversations.situations.situation import Situation

THEMES = (
    review_balances,
    contribute,
    convert,
    ask_the_plan,
    use_what_is_allowed,
    document,
)


def action_items(situation: Situation) -> tuple[ActionItem, ...]:
    """What is not sure first, then what was kept of what-ifs, then the themes."""
    return (
        *open_points(situation),
        *kept_plans(situation),
        *(theme(situation) for theme in THEMES),
    )

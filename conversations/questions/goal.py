"""What the talk is for: the answer chooses the flow."""

from enum import StrEnum

from conversations.answers import Choice, Wording
from conversations.question import Facts, Question


class Goal(StrEnum):
    BACKDOOR = "backdoor"
    BOTH = "both"
    SPOUSE = "spouse"
    DIRECT = "direct"
    MEGA = "mega"
    BASIS = "findbasis"


goal = Question(
    "goal",
    Choice(
        {
            Goal.BACKDOOR: Wording(
                "Backdoor Roth",
                ("backdoor check", "backdoor roth ira", "back door", "roth conversion", "convert"),
            ),
            Goal.BOTH: Wording(
                "Backdoor and mega backdoor", ("both of them", "all", "everything", "all of it")
            ),
            Goal.SPOUSE: Wording(
                "Backdoor Roth for both of us",
                (
                    *("my spouse too", "both of us", "my spouse and me", "me and my spouse"),
                    *("spouse", "my spouse", "couple", "a couple", "spouse too", "two of us"),
                    *("my wife too", "my husband too", "wife", "husband", "my wife", "my husband"),
                    *("add my spouse", "add spouse", "with my spouse"),
                ),
            ),
            Goal.MEGA: Wording(
                "Mega backdoor",
                (
                    *("mega backdoor check", "mega backdoor roth", "mega back door"),
                    *("after-tax 401k", "after-tax 401(k)", "401k", "401(k)"),
                ),
            ),
            Goal.BASIS: Wording(
                "Finding my basis",
                ("find my basis", "my basis", "form 8606", "8606", "line 14", "line 2"),
            ),
            Goal.DIRECT: Wording(
                "Contributing directly",
                (
                    *("contribute directly", "direct contribution", "direct roth", "limits"),
                    *("roth limit", "income limit", "income limits", "contribution limit"),
                ),
            ),
        }
    ),
    asks="What would you like to know about?",
    why="Each has its own questions. What you answer for one is not asked again for another.",
    lasts=True,
    names=("Goal", "purpose"),
)


def for_iras_only(facts: Facts) -> bool:
    """Whether a plan at work matters for roll-ins only."""
    chosen = facts.known(goal)
    return chosen is Goal.BACKDOOR or chosen is Goal.SPOUSE

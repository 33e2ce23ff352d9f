"""Theme 6: the papers."""

from conversations.document import ActionItem
from conversations.situations.situation import Situation


def document(situation: Situation) -> ActionItem:
    """What to file, and what to keep."""
    year, due = situation.year, situation.figures.contribution_due_date.value
    papers = (
        "Keep Forms 8606, 5498 and 1099-R and the December 31 statements until your IRAs are empty."
    )
    if situation.contributions_are_closed:
        return ActionItem(
            "Document everything",
            f"Look for Form 8606 in your {year} return. A missing one can be sent by itself; the "
            f"$50 penalty is waived for reasonable cause (IRC 6693(b)(2)). {papers}",
            situation.next_due_date,
            key="papers",
        )
    return ActionItem(
        "Document everything",
        f"File Form 8606 with your {year} return, one for each person. It is due for a year with a "
        "nondeductible contribution, a conversion, or a withdrawal while you have basis. "
        f"{papers}",
        due,
        key="papers",
    )

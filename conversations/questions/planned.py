"""What was kept of a what-if and is still to be done: never asked by itself, and changed like any
other answer. What the IRAs hold is answered without it: it is taken off by itself."""

from conversations.answers import Dollars
from conversations.formats import dollars
from conversations.question import Facts, Question, Words, worded
from conversations.questions.year import about_year

roll_in = Question(
    "planned_roll_in",
    Dollars(),
    asks=about_year(
        "How much pre-tax money do you roll from your IRAs into your 401(k) by December 31, "
        "{year}? Enter 0 for none."
    ),
    why="What is in a plan by then is not on line 6 of Form 8606. It is taken off what you said "
    "your IRAs hold.",
    only_kept=True,
    names=("Rolled into the 401(k)", "planned roll-in", "roll in"),
)

gift = Question(
    "planned_gift",
    Dollars(),
    asks=about_year(
        "How much do you give to charity straight from your IRAs by December 31, {year}? Enter 0 "
        "for none."
    ),
    why="A qualified charitable distribution is left out of income and of line 7 of Form 8606 (IRC "
    "408(d)(8)). It is taken off what you said your IRAs hold.",
    only_kept=True,
    names=("Given to charity (QCD)", "gift", "qcd", "charity"),
)


def without_plans(words: Words) -> Words:
    """A question about what the IRAs hold, with what to leave out of account."""

    def asks(facts: Facts) -> str:
        planned = [
            f"{dollars(amount)} that you plan to {deed}"
            for amount, deed in (
                (facts.known(roll_in), "roll into your 401(k)"),
                (facts.known(gift), "give to charity"),
            )
            if amount
        ]
        told = worded(words, facts)
        if not planned:
            return told
        return f"{told} Count the {' and the '.join(planned)} as still there."

    return asks

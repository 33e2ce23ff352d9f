"""Form 8606, Parts I and II, read a second time: from the words of the form, in plain fractions.

Shares nothing with ``calc``. ``PART_ONE`` and ``PART_TWO`` are the form: each line with its words
and what they ask for, in terms of the lines above. Amounts are dollars, as large as they like.

Two things are not in the words. They round line 10, and leave the others to the general
instructions: whole dollars, or else the cents that a person has. And a line 10 that was rounded
up, or two halves of a cent, would give back more than line 5, but basis is recovered only once
(IRC 72(b)(2)): what is above it is taken off.
"""

from collections.abc import Callable
from fractions import Fraction

Lines = dict[str, Fraction]
Words = dict[str, Callable[[Lines], Fraction]]
Rounding = Callable[[Fraction], Fraction]

ENTERED = ("1", "2", "4", "6", "7", "8")
"""The lines that a person brings; all others follow from them."""

PART_ONE: Words = {
    # "Add lines 1 and 2"
    "3": lambda line: line["1"] + line["2"],
    # "Subtract line 4 from line 3"
    "5": lambda line: line["3"] - line["4"],
    # "Add lines 6, 7, and 8"
    "9": lambda line: line["6"] + line["7"] + line["8"],
    # "Divide line 5 by line 9 ... If the result is 1.000 or more, enter 1.000"
    "10": lambda line: min(line["5"] / line["9"], Fraction(1)),
    # "Multiply line 8 by line 10. This is the nontaxable portion of the amount you converted"
    "11": lambda line: min(line["8"] * line["10"], line["5"]),
    # "Multiply line 7 by line 10. This is the nontaxable portion of your distributions"
    "12": lambda line: min(line["7"] * line["10"], line["5"] - line["11"]),
    # "Add lines 11 and 12. This is the nontaxable portion of all your distributions"
    "13": lambda line: line["11"] + line["12"],
    # "Subtract line 13 from line 3. This is your total basis"
    "14": lambda line: line["3"] - line["13"],
    # "Subtract line 12 from line 7"
    "15a": lambda line: line["7"] - line["12"],
    # "Taxable amount. Subtract line 15b from line 15a"; 15b, for disasters, is not read here
    "15c": lambda line: line["15a"],
}

PART_TWO: Words = {
    # "If you completed Part I, enter the amount from line 8. Otherwise, enter the net amount"
    "16": lambda line: line["8"],
    # "If you completed Part I, enter the amount from line 11. Otherwise, enter your basis"
    "17": lambda line: line["11"] if "11" in line else min(line["2"], line["16"]),
    # "Taxable amount. Subtract line 17 from line 16"
    "18": lambda line: line["16"] - line["17"],
}


def half_up(amount: Fraction, parts: int) -> Fraction:
    """Nearest multiple of one ``parts``-th; in the middle, the one above."""
    if parts % amount.denominator == 0:  # is one
        return amount
    twice = 2 * amount.denominator
    return Fraction((2 * parts * amount.numerator + amount.denominator) // twice, parts)


def exactly(entered: Lines) -> Lines:
    """Line 10 unrounded, amounts to the cent."""
    return _fill_in(entered, lambda ratio: ratio, lambda amount: half_up(amount, 100))


def on_paper(entered: Lines, places: int) -> Lines:
    """Line 10 to so many decimal places, amounts in whole dollars."""
    return _fill_in(
        entered, lambda ratio: half_up(ratio, 10**places), lambda amount: half_up(amount, 1)
    )


def _fill_in(entered: Lines, line_10: Rounding, amount: Rounding) -> Lines:
    """The lines of the form by their numbers; a line that is not there is left blank."""
    line = {number: amount(entered[number]) for number in ENTERED}

    # Below line 3: "Did you take a distribution ... or make a Roth IRA conversion?" "No: Enter
    # the amount from line 3 on line 14. Don't complete the rest of Part I."
    if not line["7"] and not line["8"]:
        total = PART_ONE["3"](line)
        return {"1": line["1"], "2": line["2"], "3": total, "14": total}

    # "Complete this part only if" nondeductible contributions were made for the year, or
    # distributions were taken, or "you converted part, but not all" of the IRAs.
    if line["1"] or line["7"] or line["6"]:
        for number, words in PART_ONE.items():
            line[number] = (line_10 if number == "10" else amount)(words(line))

    # "Complete this part if you converted part or all" of the IRAs
    if line["8"]:
        for number, words in PART_TWO.items():
            line[number] = amount(words(line))
    return line

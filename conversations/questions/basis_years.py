"""What happened to the IRAs year by year, so that the basis can be worked out anew.

Each year begins with one easy question; only what its answer makes necessary is asked after it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from calc.iras.basis import most_contributions
from calc.iras.form_8606 import FIRST_ROTH_YEAR
from calc.iras.ira_limits import dollar_limit
from calc.money import ZERO
from calc.tax_year import SUPPORTED_YEARS, tax_year
from conversations.answers import Choice, Dollars, Wording, YesNo
from conversations.formats import dollars
from conversations.question import Doubt, Facts, Question
from conversations.questions.basis_beginning import YEARS, first_year, form_year, years_asked
from conversations.questions.contributions import Deducted
from conversations.questions.doubts import MOST, above
from conversations.questions.made import Made
from conversations.questions.person import age
from conversations.questions.year import the_year


class Happened(StrEnum):
    NOTHING = "nothing"
    SAME = "same"
    IN = "in"
    OUT = "out"
    BOTH = "both"
    NEVER_AGAIN = "never"


class Filed(StrEnum):
    ALL = "all"
    SOME = "some"
    NONE = "none"


def age_in(facts: Facts, year: int) -> int:
    return facts[age] - (facts[the_year] - year)


def most_in(facts: Facts, year: int) -> Decimal:
    """The most that a limit allowed for the year. Before the first year with figures it was no
    higher than in that one: the limits have never been lowered (IRC 219(b)(5))."""
    if year in SUPPORTED_YEARS:
        return most_contributions(year, year, age_in(facts, year))
    return dollar_limit(tax_year(SUPPORTED_YEARS[0]), age_in(facts, year))


@dataclass(frozen=True)
class YearQuestions:
    """What is asked about one year."""

    year: int
    first: Question[Happened]
    """Where there is no year before to be the same as."""
    happened: Question[Happened]
    moved: Question[bool]
    contributed: Question[Decimal]
    deducted: Question[Deducted]
    deducted_amount: Question[Decimal]
    made: Question[Made]
    converted: Question[Decimal]
    withdrawn: Question[Decimal]
    value: Question[Decimal]
    filed: Question[bool]

    @property
    def in_order(self) -> tuple[Question[Any], ...]:
        return (
            self.first,
            self.happened,
            self.contributed,
            self.deducted,
            self.deducted_amount,
            self.moved,
            self.made,
            self.converted,
            self.withdrawn,
            self.value,
        )

    def own(self, facts: Facts) -> Happened | None:
        """What was said to have happened; None for not sure."""
        if self.is_named_first(facts):
            return Happened.IN
        return facts.known(self.first if self.first in facts else self.happened)

    def is_named_first(self, facts: Facts) -> bool:
        """Whether it is known as the year of the first contribution: that is not asked again."""
        return facts.known(first_year) == self.year

    def is_asked(self, facts: Facts) -> bool:
        return self.is_named_first(facts) or self.first in facts or self.happened in facts

    def meant(self, facts: Facts) -> "YearQuestions":
        """The year whose answers count for this one."""
        return of_year[self.year - 1].meant(facts) if self.own(facts) is Happened.SAME else self

    def money_went_in(self, facts: Facts) -> bool:
        """Or may have."""
        meant = self.meant(facts)
        may_have = meant.own(facts) in (Happened.IN, Happened.BOTH, None)
        return may_have and facts.known(meant.contributed) != 0

    def money_came_out(self, facts: Facts) -> bool:
        meant = self.meant(facts)
        said = meant.own(facts)
        return said in (Happened.OUT, Happened.BOTH) or facts.known(meant.moved) is True

    def money_may_have_come_out(self, facts: Facts) -> bool:
        """Where nobody knows whether it did."""
        return facts.unsure(self.meant(facts).moved)

    def something_happened(self, facts: Facts) -> bool:
        return self.is_asked(facts) and (
            self.money_went_in(facts)
            or self.money_came_out(facts)
            or self.money_may_have_come_out(facts)
        )


_NOTHING = Wording("Nothing", ("none", "no", "0", "zero", "not a thing"))
_NEVER_AGAIN = Wording(
    "Nothing, nor in any later year",
    ("nothing since", "nothing after that", "nothing any more", "never again", "nothing later"),
)
_IN = Wording("Money went in", ("in", "contribution", "contributed", "i contributed"))
_OUT = Wording(
    "Money came out", ("out", "converted", "conversion", "withdrawal", "withdrew", "i converted")
)
_NOTHING_LATER = "nothing_later"
"""Known once it was said of a year that nothing happened in any later one."""
_BOTH = Wording("Both", ("in and out", "in and converted", "contributed and converted"))


def _questions(year: int) -> YearQuestions:
    def after_the_form(facts: Facts) -> bool:
        asked = years_asked(facts)
        return form_year in facts and year in asked and year == asked[0]

    def later(facts: Facts) -> bool:
        asked = years_asked(facts)
        return year in asked and year != asked[0] and _NOTHING_LATER not in facts.by_id

    def here(facts: Facts) -> bool:
        """Whether its own answers count."""
        return found.is_asked(facts) and found.own(facts) is not Happened.SAME

    def went_in(facts: Facts) -> bool:
        return here(facts) and found.money_went_in(facts)

    def came_out(facts: Facts) -> bool:
        return here(facts) and found.money_came_out(facts)

    def above_the_limit(facts: Facts, value: Decimal) -> Doubt | None:
        most = most_in(facts, year)
        if value <= most:
            return None
        return Doubt(
            f"For {year} no more than {dollars(most)} could go in, all your IRAs together. Is "
            f"{dollars(value)} right?"
        )

    def amounts_before(facts: Facts) -> tuple[Decimal, ...]:
        """What went in the last time, and what the limit is."""
        known = (
            facts.known(of_year[one].contributed) for one in reversed(range(YEARS.start, year))
        )
        before = next(filter(None, known), None)
        limit = most_in(facts, year) if year in SUPPORTED_YEARS else None
        return tuple(dict.fromkeys(amount for amount in (before, limit) if amount))

    def same_amount(facts: Facts) -> tuple[Decimal, ...]:
        return tuple(dict.fromkeys((facts.known(contributed) or ZERO, ZERO)))

    asks = (
        f"{year}: did anything happen in your traditional, rollover, SEP or SIMPLE IRAs? "
        f"Contributions for {year}, conversions and withdrawals; not growth, not rollovers."
    )

    def asks_again(facts: Facts) -> str:
        again = year > years_asked(facts).start + 1
        return f"{year}: did anything go into these IRAs, or come out?" if again else asks

    why = "What went in without a deduction adds to the basis; what came out took a part of it."
    where = (
        f"Form 5498 of {year} for what went in, Form 1099-R of {year} for what came out. None in "
        "your papers: mostly nothing happened."
    )
    contributed = Question(
        f"in{year}",
        Dollars(),
        asks=f"How much went straight into traditional IRAs for {year}, SEP and SIMPLE left out?",
        why="The part of it that was not deducted is basis: line 1 of that year's Form 8606.",
        where=f"Form 5498 of {year}, box 1, or your broker's list of contributions.",
        when=went_in,
        not_sure=True,
        suggests=amounts_before,
        doubts=above_the_limit,
        names=(f"Into IRAs for {year}",),
    )
    deducted = Question(
        f"deducted{year}",
        Choice(
            {
                Deducted.NONE: Wording("None of it", ("no", "not", "nothing", "0", "zero")),
                Deducted.PART: Wording("Part of it", ("some", "partly")),
                Deducted.ALL: Wording("All of it", ("yes", "everything", "whole")),
            }
        ),
        asks=f"Was it deducted on the {year} return?",
        why="Only what was not deducted is basis.",
        where=f"The IRA deduction on Schedule 1 (earlier: page 1) of the {year} Form 1040.",
        when=went_in,
        not_sure=True,
        names=(f"Deducted for {year}",),
    )
    found = YearQuestions(
        year=year,
        first=Question(
            f"first{year}",
            Choice(
                {
                    Happened.IN: _IN,
                    Happened.OUT: _OUT,
                    Happened.BOTH: _BOTH,
                    Happened.NOTHING: _NOTHING,
                }
            ),
            asks=asks,
            why=why,
            where=where,
            when=after_the_form,
            not_sure=True,
            names=(f"In {year}, to begin with",),
        ),
        happened=Question(
            f"year{year}",
            Choice(
                {
                    Happened.SAME: Wording(
                        f"The same as in {year - 1}",
                        ("same", "the same", "same as before", "same as the year before", "again"),
                    ),
                    Happened.NOTHING: _NOTHING,
                    Happened.IN: _IN,
                    Happened.OUT: _OUT,
                    Happened.BOTH: _BOTH,
                    Happened.NEVER_AGAIN: _NEVER_AGAIN,
                }
            ),
            asks=asks_again,
            why=why,
            where=where,
            when=later,
            not_sure=True,
            says_of_others=lambda said: (
                {_NOTHING_LATER: True} if said is Happened.NEVER_AGAIN else {}
            ),
            names=(f"In {year}", str(year)),
        ),
        moved=Question(
            f"moved{year}",
            YesNo(),
            asks=f"Did anything come out of your traditional, rollover, SEP or SIMPLE IRAs in "
            f"{year}: a conversion or a withdrawal? Rollovers do not count.",
            why="What came out took a part of the basis with it.",
            where=f"A Form 1099-R of {year}; the IRS's wage and income transcript of {year} too.",
            when=lambda facts: (
                here(facts) and (found.own(facts) is None or found.is_named_first(facts))
            ),
            not_sure=True,
            names=(f"Out in {year}",),
        ),
        contributed=contributed,
        deducted=deducted,
        deducted_amount=Question(
            f"part{year}",
            Dollars(),
            asks=f"How much of it was deducted on the {year} return?",
            why="The rest is basis.",
            where=f"The IRA deduction on the {year} Form 1040.",
            when=lambda facts: (
                went_in(facts)
                and facts.known(contributed) is not None
                and facts.known(deducted) is Deducted.PART
            ),
            not_sure=True,
            part_of=contributed,
            names=(f"Amount deducted for {year}",),
        ),
        made=Question(
            f"made{year}",
            Choice(
                {
                    Made.IN_THE_YEAR: Wording(f"In {year}", ("in the year", "by december 31")),
                    Made.AFTER_IT: Wording(f"In {year + 1}", ("after", "later", "the year after")),
                    Made.SOME_OF_EACH: Wording("Some of each", ("both", "some", "each")),
                }
            ),
            asks=f"When did it go in: in {year}, or early in {year + 1} for {year}?",
            why="What went in after the year did not count in that year's ratio: line 4.",
            where="The dates of the deposits, in your broker's list of contributions.",
            when=lambda facts: went_in(facts) and found.money_came_out(facts),
            not_sure=True,
            names=(f"Time of the contribution for {year}",),
        ),
        converted=Question(
            f"converted{year}",
            Dollars(),
            asks=f"How much was converted from IRAs to a Roth IRA in {year}? Enter 0 for none.",
            why="Line 8 of that year's form.",
            where=f"Form 1099-R of {year}, or your broker's confirmation.",
            when=lambda facts: year >= FIRST_ROTH_YEAR and came_out(facts),
            not_sure=True,
            suggests=same_amount,
            doubts=above(MOST, "converted"),
            names=(f"Converted in {year}",),
        ),
        withdrawn=Question(
            f"withdrawn{year}",
            Dollars(),
            asks=f"How much else came out in {year} to keep? Enter 0 for none.",
            why="Line 7 of that year's form. Not what went to a 401(k), another IRA or a charity.",
            where=f"Your other Forms 1099-R of {year}.",
            when=came_out,
            not_sure=True,
            suggests=lambda _: (ZERO,),
            doubts=above(MOST, "taken out"),
            names=(f"Withdrawn in {year}",),
        ),
        value=Question(
            f"value{year}",
            Dollars(),
            asks=f"What did all your traditional, rollover, SEP and SIMPLE IRAs together hold on "
            f"December 31, {year}?",
            why="Line 6 of that year's form: the larger it was, the less of the basis came out.",
            where=f"The December 31 statements of {year}, or Form 5498, box 5.",
            when=lambda facts: found.is_asked(facts) and found.money_came_out(facts),
            not_sure=True,
            doubts=above(MOST, "in IRAs"),
            names=(f"In IRAs at the end of {year}",),
        ),
        filed=Question(
            f"filed{year}",
            YesNo(),
            asks=f"Was a Form 8606 filed for {year}?",
            why="A form that was owed and not filed can be sent by itself.",
            where=f"Your copy of the {year} return.",
            when=lambda facts: (
                facts.known(forms_filed) is Filed.SOME and found.something_happened(facts)
            ),
            not_sure=True,
            names=(f"Form 8606 filed for {year}",),
        ),
    )
    return found


forms_filed = Question(
    "forms_filed",
    Choice(
        {
            Filed.ALL: Wording(
                "For all of them", ("all", "all of them", "yes", "every year", "always")
            ),
            Filed.SOME: Wording(
                "For some of them", ("some", "some of them", "partly", "sometimes")
            ),
            Filed.NONE: Wording("For none of them", ("none", "none of them", "no", "never")),
        }
    ),
    asks="Was a Form 8606 filed for the years in which something happened?",
    why="Each one that was owed and not filed costs $50 unless there is reasonable cause (IRC "
    "6693(b)(2)); it can be filed late, by itself.",
    where="Your copies of the returns of those years.",
    when=lambda facts: any(one.something_happened(facts) for one in of_year.values()),
    not_sure=True,
    names=("Forms 8606 filed", "forms filed"),
)

of_year: Mapping[int, YearQuestions] = {year: _questions(year) for year in YEARS}


def asked_about(facts: Facts) -> Iterator[YearQuestions]:
    """The years in which something happened, or may have; oldest first."""
    yield from (
        of_year[year] for year in years_asked(facts) if of_year[year].something_happened(facts)
    )

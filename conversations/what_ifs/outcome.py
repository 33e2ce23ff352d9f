"""What comes of one thing done differently."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from calc.iras.form_8606 import Form8606
from calc.iras.ira_year import IraYear
from calc.money import CENT, ZERO
from calc.strategies.alternative import Alternative, AlternativeKind
from calc.strategies.year_cost import Prices, with_its_income
from conversations.formats import dollars
from conversations.ranges import Range
from conversations.situations.may_move import simple_that_stays
from conversations.situations.situation import Situation
from conversations.what_ifs import over_years, words
from conversations.what_ifs.calculations import Alternatives, every_alternatives, prices
from conversations.what_ifs.changes import (
    contributing,
    converting,
    follows,
    given,
    is_there,
    left_out_of_income,
    rolled_in,
    waiting,
)
from conversations.what_ifs.ways import Way


@dataclass(frozen=True)
class Closed:
    """It is not open."""

    why: str


@dataclass(frozen=True)
class Amount:
    """How much is the question."""

    asks: str


@dataclass(frozen=True)
class Outcome:
    """Dollars; against the situation as it was said."""

    what: str
    """What is done, as what you would."""
    changed: Situation
    """What the answers would be."""
    taxable: Range
    """Of all that leaves the IRAs, that of the next year included where something waits."""
    instead_of: Range
    left: Range
    """After-tax money for later years."""
    left_instead_of: Range
    needs: tuple[str, ...]
    by: date | None
    tax: Decimal | None = None
    """Income tax on it, the state's where its rate was said. None where not every fact is certain,
    and for what waits."""
    tax_instead_of: Decimal | None = None
    later: Range | None = None
    """The part of the taxable amount that is the next year's."""

    @property
    def more_tax(self) -> Decimal | None:
        """Negative where it is less."""
        if self.tax is None or self.tax_instead_of is None:
            return None
        return self.tax - self.tax_instead_of


@dataclass(frozen=True)
class Trials:
    """What can be tried on a situation. Its alternatives and its tax are worked out once."""

    situation: Situation

    @cached_property
    def alternatives(self) -> tuple[Alternatives, ...]:
        """For every end of what is not known."""
        return tuple(every_alternatives(self.situation))

    @cached_property
    def planned_tax(self) -> Decimal | None:
        """As it was said: ``tax_on``."""
        return self.tax_on(self.situation)

    def tax_on(self, changed: Situation) -> Decimal | None:
        """Income tax on what leaves the IRAs in the changed year. None where not every fact is
        certain, and for another contribution of which some is deducted."""
        if len(self.situation.ira_years) > 1:
            return None
        if changed.contribution != self.situation.contribution and self.situation.deducted:
            return None
        (planned,), (other,) = self.situation.ira_years, changed.ira_years
        return self._tax(with_its_income(planned, other))

    def _tax(self, year: IraYear) -> Decimal | None:
        return None if self.situation.income is None else self._prices.total(year)

    @cached_property
    def _prices(self) -> Prices:
        return prices(self.situation, self.situation.ira_years[0])

    def of(self, way: Way, amount: Decimal | None = None) -> Outcome | Amount | Closed:
        """The situation with one thing done differently, or why it is not open, or how much of it
        is to be tried."""
        if self.situation.year_is_over:
            return Closed(words.over(self.situation))
        if self.situation.excess_contribution > 0:
            return Closed(words.EXCESS_FIRST)
        if (required_first := words.required_first(self.situation)) is not None:
            return Closed(required_first)
        match way:
            case Way.ROLL_IN:
                return self._roll_in(amount)
            case Way.CONVERT:
                return self._convert(amount)
            case Way.CONVERT_EVERYTHING:
                return self._convert_everything()
            case Way.CONTRIBUTE:
                return self._contribute(amount)
            case Way.CONTRIBUTE_ONLY:
                return self._contribute_only()
            case Way.WAIT:
                return self._wait()
            case Way.CHARITY:
                return self._charity(amount)
            case Way.OVER_YEARS:
                return self._over_years()

    def _certain(self, kind: AlternativeKind, gift: Decimal = ZERO) -> Alternative | Closed:
        """The alternative, where it is open and moves the same whatever is not known."""
        found = [
            ways[kind]
            for ways in (every_alternatives(self.situation, gift) if gift else self.alternatives)
        ]
        first = found[0]
        if all(not way.is_open for way in found):
            shared = [one for one in first.obstacles if all(one in way.obstacles for way in found)]
            if shared:
                return Closed(words.why_not(self.situation, shared[0]))
        if any((way.obstacles, way.moved) != (first.obstacles, first.moved) for way in found):
            return Closed(words.clear_up(self.situation))
        return first

    def _roll_in(self, amount: Decimal | None) -> Outcome | Closed:
        way = self._certain(AlternativeKind.ROLL_IN)
        if isinstance(way, Closed):
            return way
        if amount is not None and not 0 < amount <= way.moved:
            return Closed(f"Only pre-tax money may go into a plan: {dollars(way.moved)} at most.")
        rolled = amount or way.moved
        return self._outcome(
            rolled_in(self.situation, rolled),
            what=f"roll {dollars(rolled)} into the 401(k) first",
            needs=(
                *words.needs(self.situation, way),
                *words.cautions(self.situation, converts=False),
            ),
            by=way.by,
            way=way if rolled == way.moved else None,
        )

    def _convert(self, amount: Decimal | None) -> Outcome | Amount | Closed:
        stays = simple_that_stays(self.situation)
        most = self.situation.known_ira_value + self.situation.conversion - stays
        if self.situation.ira_value == ZERO and not self.situation.conversion:
            return Closed("Your IRAs hold nothing to convert on December 31.")
        if amount is None:
            instead = (
                f", instead of {dollars(self.situation.conversion)}"
                if self.situation.conversion
                else ""
            )
            at_most = (
                ""
                if self.situation.ira_value is None
                else f" Your IRAs allow up to {dollars(most)}."
            )
            return Amount(f"How much would you convert in {self.situation.year}{instead}?{at_most}")
        there = is_there(self.situation, amount - self.situation.conversion)
        if there is None:
            return Closed(words.clear_up(self.situation))
        if not there:
            return Closed(
                f"Your IRAs hold {dollars(most)} in all by your answers, the planned conversion "
                f"included{', SIMPLE money of the first two years not' if stays else ''}: no more "
                "than that can be converted."
            )
        return self._outcome(
            converting(self.situation, amount),
            what=f"convert {dollars(amount)}",
            needs=self._to_convert(amount),
            by=self.situation.figures.conversion_deadline.value,
        )

    def _to_convert(self, amount: Decimal) -> tuple[str, ...]:
        if amount < self.situation.conversion:
            return (words.NOT_CONVERTED_YET,)
        return tuple(words.cautions(self.situation, converts=True))

    def _convert_everything(self) -> Outcome | Closed:
        way = self._certain(AlternativeKind.CONVERT_EVERYTHING)
        if isinstance(way, Closed):
            return way
        return self._outcome(
            converting(self.situation, way.moved),
            what=f"convert everything, {dollars(way.moved)}",
            needs=self._to_convert(way.moved),
            by=way.by,
            way=way,
        )

    def _contribute(self, amount: Decimal | None) -> Outcome | Amount | Closed:
        year, limit = self.situation.year, self.situation.contribution_limit
        if self.situation.made_after is None:
            return Closed(words.clear_up(self.situation))
        if amount is None:
            instead = (
                f" instead of {dollars(self.situation.contribution)}"
                if self.situation.contribution
                else ""
            )
            return Amount(
                f"How much would go into traditional IRAs for {year}{instead}? At your age the "
                f"limit is {dollars(limit)}."
            )
        if amount > limit:
            return Closed(
                f"For {year} the limit at your age is {dollars(limit)}, all IRAs together."
            )
        changed = contributing(self.situation, amount)
        if (
            not follows(self.situation)
            and is_there(self.situation, _less_made_in_year(self.situation, changed)) is False
        ):
            return Closed(
                "Then there is not enough in your IRAs to convert "
                f"{dollars(self.situation.conversion)}: try a smaller conversion first."
            )
        what = f"contribute {dollars(amount)}"
        needs = ("at least as much pay",) if amount > self.situation.contribution else ()
        if changed.conversion < self.situation.conversion:
            needs = (words.NOT_CONVERTED_YET,)
        figures = self.situation.figures
        late = self.situation.contribution > 0 and changed.made_after == amount
        return self._outcome(
            changed,
            what=f"{what} and convert just that" if follows(self.situation) else what,
            needs=needs,
            by=(figures.contribution_due_date if late else figures.conversion_deadline).value,
        )

    def _contribute_only(self) -> Outcome | Closed:
        way = self._certain(AlternativeKind.CONTRIBUTE_ONLY)
        if isinstance(way, Closed):
            return way
        return self._outcome(
            converting(self.situation, ZERO),
            what=f"{'contribute only, and ' if self.situation.contribution else ''}convert nothing",
            needs=(words.NOT_CONVERTED_YET,),
            by=None,
            way=way,
        )

    def _wait(self) -> Outcome | Closed:
        found = [ways[AlternativeKind.WAIT_A_YEAR] for ways in self.alternatives]
        first = found[0]
        if not first.is_open:
            return Closed(words.why_not(self.situation, first.obstacles[0]))
        next_year = Range.of(way.form.total_taxable for way in found if way.form)
        return Outcome(
            what=f"wait, and convert the {dollars(first.moved)} in {self.situation.year + 1}",
            changed=waiting(self.situation),
            taxable=Range.of(way.taxable or ZERO for way in found),
            instead_of=self.situation.range_of(_taxable),
            left=Range.of(way.basis_left or ZERO for way in found),
            left_instead_of=self.situation.range_of(_left),
            needs=(words.NOT_CONVERTED_YET, *words.needs(self.situation, first)),
            by=first.by,
            tax_instead_of=self.planned_tax,
            later=next_year,
        )

    def _charity(self, amount: Decimal | None) -> Outcome | Amount | Closed:
        of_age = self.situation.age >= 70  # any gift will do to see whether one is open
        way = self._certain(AlternativeKind.QCD, amount or (CENT if of_age else ZERO))
        if isinstance(way, Closed):
            return way
        if amount is None:
            limit = Decimal(self.situation.figures.qcd_annual_limit.value)
            return Amount(
                "How much would go from your IRAs straight to charity in "
                f"{self.situation.year}? At most {dollars(limit)} is left out of income."
            )
        left_out = left_out_of_income(self.situation, amount)
        if not left_out.sure:
            return Closed(words.clear_up(self.situation))
        part = "" if left_out.least == amount else f"{dollars(left_out.least)} of it "
        return self._outcome(
            given(self.situation, amount, left_out.least),
            what=f"give {dollars(amount)} to charity straight from your IRAs, {part}left out of "
            "income",
            needs=(
                *words.needs(self.situation, way),
                *words.cautions(self.situation, converts=False),
            ),
            by=way.by,
        )

    def _over_years(self) -> Amount | Closed:
        """Whether there is a plan: what it is to assume is asked for step by step."""
        why = over_years.not_planned(self.situation)
        if why is not None:
            return Closed(why)
        return Amount(over_years.asks(self.situation, over_years.YEARS))

    def _outcome(
        self,
        changed: Situation,
        *,
        what: str,
        needs: tuple[str, ...],
        by: date | None,
        way: Alternative | None = None,
    ) -> Outcome:
        """What the answers come to as they are ``changed``; a ``way`` to which they would lead is
        worked out already, unless something is not known."""
        year = way.year if way and len(self.situation.ira_years) == 1 else None
        forms = changed.forms if year is None else (year.form,)
        return Outcome(
            what=what,
            changed=changed,
            taxable=Range.of(form.total_taxable for form in forms),
            instead_of=self.situation.range_of(_taxable),
            left=Range.of(form.line14 for form in forms),
            left_instead_of=self.situation.range_of(_left),
            needs=needs,
            by=by,
            tax=self.tax_on(changed) if year is None else self._tax(year),
            tax_instead_of=self.planned_tax,
        )


def _less_made_in_year(situation: Situation, changed: Situation) -> Decimal:
    before, after = (one.contribution - (one.made_after or ZERO) for one in (situation, changed))
    return before - after


def _taxable(form: Form8606) -> Decimal:
    return form.total_taxable


def _left(form: Form8606) -> Decimal:
    return form.line14

"""The figures of a tax year, read from ``years/<year>.toml``.

Every figure carries its authority, the sources it was checked against and how sure it is.
Nothing is projected, carried over or defaulted: a year without a file is an error that names
the years that have one, and a file with an unknown or a missing key does not load. Adding a
year is adding a file.
"""

from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

T = TypeVar("T")

WholeDollars = Annotated[int, Field(ge=0)]
CalendarYear = Annotated[int, Field(ge=1987, le=2100)]
Rate = Annotated[Decimal, Field(ge=0, le=1)]
# TOML has arrays, not tuples: the one conversion that strict reading must allow.
Texts = Annotated[tuple[str, ...], Field(strict=False)]
DollarSteps = Annotated[tuple[int, ...], Field(strict=False)]
Rates = Annotated[tuple[Decimal, ...], Field(strict=False)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)


class _Sourced(_Strict):
    """What every entry says of its origin."""

    authority: str = Field(min_length=1)
    """The law, notice or form that sets the figure."""
    checked_against: Texts = ()
    """Independent sources that print the same figure."""
    note: str | None = None
    conflicts: Texts = ()
    """Sources that print something else, and why they are wrong."""


class Figure(_Sourced, Generic[T]):
    """A figure that is known."""

    value: T
    status: Literal["two_or_more", "single", "derived"]
    """Number of independent sources that agree, or derived from other figures."""


class NoFigure(_Sourced):
    """A figure that this year does not have, and why."""

    status: Literal["not_in_force", "not_applicable", "not_found", "not_collected"]

    @property
    def value(self) -> None:
        """None: there is nothing to calculate with."""


class PhaseOutRange(_Strict):
    """Modified AGI in dollars: full amount up to the first, nothing from the second on."""

    full_until: WholeDollars
    zero_from: WholeDollars

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if self.full_until >= self.zero_from:
            raise ValueError("a phase-out range must end above its start")
        return self


class RothPhaseOut(_Strict):
    """IRC 408A(c)(3)."""

    single_hoh_mfs_lived_apart: PhaseOutRange
    mfj_qss: PhaseOutRange
    mfs_lived_with_spouse: PhaseOutRange


class DeductionPhaseOut(_Strict):
    """IRC 219(g). Not covered, and no covered spouse: no phase-out at all."""

    covered_single_hoh: PhaseOutRange
    covered_mfj_qss: PhaseOutRange
    covered_mfs: PhaseOutRange
    not_covered_spouse_covered_mfj: PhaseOutRange
    not_covered_spouse_covered_mfs: PhaseOutRange


class HighlyCompensated(_Strict):
    """IRC 414(q)(1): pay of the year before decides."""

    lookback_year: CalendarYear
    pay_more_than: WholeDollars


class RothOnlyCatchUp(_Strict):
    """IRC 414(v)(7): wages of the year before, from the employer of the plan, decide."""

    threshold_more_than: WholeDollars
    wage_year: CalendarYear
    enforced: bool


class BracketTops(_Strict):
    """Tops of the brackets below the last, in dollars of taxable income."""

    single: DollarSteps
    mfj_qss: DollarSteps
    mfs: DollarSteps
    hoh: DollarSteps


class Brackets(_Strict):
    """IRC 1 as indexed: ``rates[n]`` up to ``upper_limits[n]``, the last rate above."""

    rates: Rates
    upper_limits: BracketTops

    @model_validator(mode="after")
    def _one_top_for_each_rate_but_the_last(self) -> Self:
        limits = self.upper_limits
        for tops in (limits.single, limits.mfj_qss, limits.mfs, limits.hoh):
            if len(tops) != len(self.rates) - 1 or any(a >= b for a, b in pairwise(tops)):
                raise ValueError("bracket tops must ascend, one fewer than the rates")
        return self


class StandardDeduction(_Strict):
    """IRC 63(c)."""

    single: WholeDollars
    mfj_qss: WholeDollars
    mfs: WholeDollars
    hoh: WholeDollars


class AgedBlindAddition(_Strict):
    """IRC 63(f): for each condition of each person."""

    unmarried_not_qss: WholeDollars
    married_or_qss: WholeDollars


class NiitThreshold(_Strict):
    """IRC 1411(b): modified AGI."""

    single_hoh: WholeDollars
    mfj_qss: WholeDollars
    mfs: WholeDollars


class SeniorPhaseOutStart(_Strict):
    mfj: WholeDollars
    all_other: WholeDollars


class SeniorDeduction(_Strict):
    """IRC 151(d)(5)(C)."""

    amount_per_person_65_plus: WholeDollars
    phase_out_start: SeniorPhaseOutStart
    phase_out_rate: Rate
    mfs_allowed: bool
    first_year: CalendarYear
    last_year: CalendarYear


class IrmaaFirstThreshold(_Strict):
    """Modified AGI of ``magi_tax_year`` above which ``premium_year`` costs more."""

    premium_year: CalendarYear
    magi_tax_year: CalendarYear
    individual: WholeDollars
    joint: WholeDollars
    mfs_lived_with_spouse: WholeDollars


class IrmaaTierStarts(_Strict):
    single: DollarSteps
    joint: DollarSteps
    separate: DollarSteps


class TaxYear(_Strict):
    """All figures of one tax year; whole dollars unless the name says otherwise."""

    year: CalendarYear

    ira_contribution_limit: Figure[WholeDollars]
    ira_catch_up_50: Figure[WholeDollars]
    ira_contribution_limit_50_plus: Figure[WholeDollars]
    traditional_ira_contribution_age_cutoff: Figure[Decimal] | NoFigure
    roth_ira_magi_phaseout: Figure[RothPhaseOut]
    ira_deduction_phaseout: Figure[DeductionPhaseOut]

    elective_deferral_402g: Figure[WholeDollars]
    catch_up_414v_50: Figure[WholeDollars]
    catch_up_414v_60_63: Figure[WholeDollars] | NoFigure
    annual_additions_415c: Figure[WholeDollars]
    annual_additions_415c_plus_catch_up_50: Figure[WholeDollars]
    annual_additions_415c_plus_catch_up_60_63: Figure[WholeDollars] | NoFigure
    compensation_limit_401a17: Figure[WholeDollars]
    hce_threshold_414q: Figure[WholeDollars]
    hce_for_plan_year: Figure[HighlyCompensated]
    roth_only_catch_up: Figure[RothOnlyCatchUp] | NoFigure

    simple_deferral: Figure[WholeDollars]
    simple_catch_up_50: Figure[WholeDollars]
    simple_catch_up_60_63: Figure[WholeDollars] | NoFigure
    simple_enhanced_deferral: Figure[WholeDollars] | NoFigure

    social_security_wage_base: Figure[WholeDollars]

    qcd_annual_limit: Figure[WholeDollars]
    qcd_split_interest_one_time: Figure[WholeDollars] | NoFigure
    rmd_waived_for_year: Figure[bool]

    ordinary_brackets: Figure[Brackets]
    standard_deduction: Figure[StandardDeduction]
    aged_blind_addon: Figure[AgedBlindAddition]
    niit_threshold: Figure[NiitThreshold]
    senior_deduction_obbba: Figure[SeniorDeduction] | NoFigure
    irmaa_first_threshold: Figure[IrmaaFirstThreshold]
    irmaa_part_b_tier_starts: Figure[IrmaaTierStarts] | NoFigure

    contribution_due_date: Figure[date]
    contribution_due_date_me_ma: Figure[date] | NoFigure
    form_8606_printed_line_1_and_4_end_date: Figure[date] | NoFigure
    disaster_due_date_examples: Figure[Texts] | NoFigure
    conversion_deadline: Figure[date]
    pre_tax_roll_in_deadline: Figure[date]

    @model_validator(mode="after")
    def _derived_figures_agree(self) -> Self:
        for total, limit, addition in (
            (
                self.ira_contribution_limit_50_plus,
                self.ira_contribution_limit,
                self.ira_catch_up_50,
            ),
            (
                self.annual_additions_415c_plus_catch_up_50,
                self.annual_additions_415c,
                self.catch_up_414v_50,
            ),
            (
                self.annual_additions_415c_plus_catch_up_60_63,
                self.annual_additions_415c,
                self.catch_up_414v_60_63,
            ),
        ):
            expected = None if addition.value is None else limit.value + addition.value
            if total.value != expected:
                raise ValueError(f"{total.value} is not {limit.value} plus {addition.value}")
        return self


_FOLDER = Path(__file__).parent / "years"

SUPPORTED_YEARS: tuple[int, ...] = tuple(sorted(int(path.stem) for path in _FOLDER.glob("*.toml")))
"""The tax years whose figures are there, oldest first."""


class UnsupportedYear(ValueError):
    """A tax year without figures; the message names the years that have them."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"tax year {year} is not supported; "
            f"the supported years are {', '.join(map(str, SUPPORTED_YEARS))}"
        )


@cache
def tax_year(year: int) -> TaxYear:
    """The figures of ``year``. Raises UnsupportedYear where there are none."""
    import tomllib  # its patterns take longer to import than what it reads

    figures = TaxYear.model_validate(tomllib.loads(_text_of(year), parse_float=Decimal))
    if figures.year != year:
        raise ValueError(f"years/{year}.toml says that it is for {figures.year}")
    return figures


def edition(year: int) -> str:
    """What tells one state of the figures of ``year`` from another: eight hexadecimal digits.
    Raises UnsupportedYear where there are none."""
    return sha256(_text_of(year).encode()).hexdigest()[:8]


def _text_of(year: int) -> str:
    if year not in SUPPORTED_YEARS:
        raise UnsupportedYear(year)
    return (_FOLDER / f"{year}.toml").read_text(encoding="utf-8")

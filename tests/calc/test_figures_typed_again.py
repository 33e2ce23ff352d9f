"""Every figure of every year, typed a second time from the notices' tables.

One column a year. A dash: the year has no such figure. A single value: the same in all years.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from pydantic import BaseModel

from calc.tax_year import SUPPORTED_YEARS, TaxYear, tax_year

YEARS = range(2018, 2027)

# Dollars, calendar years and ages. Names under one that ends in a dot belong to it.
FIGURES = """
year                                       2018  2019  2020  2021  2022  2023  2024  2025  2026

ira_contribution_limit                     5500  6000  6000  6000  6000  6500  7000  7000  7500
ira_catch_up_50                            1000  1000  1000  1000  1000  1000  1000  1000  1100
ira_contribution_limit_50_plus             6500  7000  7000  7000  7000  7500  8000  8000  8600
traditional_ira_contribution_age_cutoff    70.5  70.5     -     -     -     -     -     -     -

elective_deferral_402g                    18500 19000 19500 19500 20500 22500 23000 23500 24500
catch_up_414v_50                           6000  6000  6500  6500  6500  7500  7500  7500  8000
catch_up_414v_60_63                           -     -     -     -     -     -     - 11250 11250
annual_additions_415c                     55000 56000 57000 58000 61000 66000 69000 70000 72000
annual_additions_415c_plus_catch_up_50    61000 62000 63500 64500 67500 73500 76500 77500 80000
annual_additions_415c_plus_catch_up_60_63     -     -     -     -     -     -     - 81250 83250
compensation_limit_401a17   275000 280000 285000 290000 305000 330000 345000 350000 360000
hce_threshold_414q          120000 125000 130000 130000 135000 150000 155000 160000 160000
hce_for_plan_year.
  lookback_year               2017   2018   2019   2020   2021   2022   2023   2024   2025
  pay_more_than             120000 120000 125000 130000 130000 135000 150000 155000 160000
roth_only_catch_up.
  wage_year                      -      -      -      -      -      -   2023   2024   2025
  threshold_more_than            -      -      -      -      -      - 145000 145000 150000
  enforced                       -      -      -      -      -      -     no     no    yes

simple_deferral                           12500 13000 13500 13500 14000 15500 16000 16500 17000
simple_catch_up_50                         3000  3000  3000  3000  3000  3500  3500  3500  4000
simple_catch_up_60_63                         -     -     -     -     -     -     -  5250  5250
simple_enhanced_deferral                      -     -     -     -     -     - 17600 17600 18100

social_security_wage_base   128400 132900 137700 142800 147000 160200 168600 176100 184500

qcd_annual_limit            100000 100000 100000 100000 100000 100000 105000 108000 111000
qcd_split_interest_one_time      -      -      -      -      -  50000  53000  54000  55000
rmd_waived_for_year             no     no    yes     no     no     no     no     no     no

standard_deduction.
  single                  12000 12200 12400 12550 12950 13850 14600 15750 16100
  mfj_qss                 24000 24400 24800 25100 25900 27700 29200 31500 32200
  mfs                     12000 12200 12400 12550 12950 13850 14600 15750 16100
  hoh                     18000 18350 18650 18800 19400 20800 21900 23625 24150
aged_blind_addon.
  unmarried_not_qss        1600  1650  1650  1700  1750  1850  1950  2000  2050
  married_or_qss           1300  1300  1300  1350  1400  1500  1550  1600  1650
senior_deduction_obbba.
  amount_per_person_65_plus      -     -     -     -     -     -     -   6000   6000
  phase_out_start.mfj            -     -     -     -     -     -     - 150000 150000
  phase_out_start.all_other      -     -     -     -     -     -     -  75000  75000
  phase_out_rate                 -     -     -     -     -     -     -   0.06   0.06
  mfs_allowed                    -     -     -     -     -     -     -     no     no
  first_year                     -     -     -     -     -     -     -   2025   2025
  last_year                      -     -     -     -     -     -     -   2028   2028

niit_threshold.
  single_hoh  200000
  mfj_qss     250000
  mfs         125000

irmaa_first_threshold.
  premium_year            2018   2019   2020   2021   2022   2023   2024   2025   2026
  magi_tax_year           2016   2017   2018   2019   2020   2021   2022   2023   2024
  individual             85000  85000  87000  88000  91000  97000 103000 106000 109000
  joint                 170000 170000 174000 176000 182000 194000 206000 212000 218000
  mfs_lived_with_spouse  85000  85000  87000  88000  91000  97000 103000 106000 109000
irmaa_part_b_tier_starts.single.
  1                          -      -      -      -      -      - 103000 106000 109000
  2                          -      -      -      -      -      - 129000 133000 137000
  3                          -      -      -      -      -      - 161000 167000 171000
  4                          -      -      -      -      -      - 193000 200000 205000
  5                          -      -      -      -      -      - 500000 500000 500000
irmaa_part_b_tier_starts.joint.
  1                          -      -      -      -      -      - 206000 212000 218000
  2                          -      -      -      -      -      - 258000 266000 274000
  3                          -      -      -      -      -      - 322000 334000 342000
  4                          -      -      -      -      -      - 386000 400000 410000
  5                          -      -      -      -      -      - 750000 750000 750000
irmaa_part_b_tier_starts.separate.
  1                          -      -      -      -      -      - 103000 106000 109000
  2                          -      -      -      -      -      - 397000 394000 391000

ordinary_brackets.rates.
  1  0.10
  2  0.12
  3  0.22
  4  0.24
  5  0.32
  6  0.35
  7  0.37
ordinary_brackets.upper_limits.single.
  1    9525   9700   9875   9950  10275  11000  11600  11925  12400
  2   38700  39475  40125  40525  41775  44725  47150  48475  50400
  3   82500  84200  85525  86375  89075  95375 100525 103350 105700
  4  157500 160725 163300 164925 170050 182100 191950 197300 201775
  5  200000 204100 207350 209425 215950 231250 243725 250525 256225
  6  500000 510300 518400 523600 539900 578125 609350 626350 640600
ordinary_brackets.upper_limits.mfj_qss.
  1   19050  19400  19750  19900  20550  22000  23200  23850  24800
  2   77400  78950  80250  81050  83550  89450  94300  96950 100800
  3  165000 168400 171050 172750 178150 190750 201050 206700 211400
  4  315000 321450 326600 329850 340100 364200 383900 394600 403550
  5  400000 408200 414700 418850 431900 462500 487450 501050 512450
  6  600000 612350 622050 628300 647850 693750 731200 751600 768700
ordinary_brackets.upper_limits.mfs.
  1    9525   9700   9875   9950  10275  11000  11600  11925  12400
  2   38700  39475  40125  40525  41775  44725  47150  48475  50400
  3   82500  84200  85525  86375  89075  95375 100525 103350 105700
  4  157500 160725 163300 164925 170050 182100 191950 197300 201775
  5  200000 204100 207350 209425 215950 231250 243725 250525 256225
  6  300000 306175 311025 314150 323925 346875 365600 375800 384350
ordinary_brackets.upper_limits.hoh.
  1   13600  13850  14100  14200  14650  15700  16550  17000  17700
  2   51800  52850  53700  54200  55900  59850  63100  64850  67450
  3   82500  84200  85500  86350  89050  95350 100500 103350 105700
  4  157500 160700 163300 164900 170050 182100 191950 197300 201750
  5  200000 204100 207350 209400 215950 231250 243700 250500 256200
  6  500000 510300 518400 523600 539900 578100 609350 626350 640600
"""

# Thousands of dollars of modified AGI at which it starts. The widths are in the statute: IRC
# 408A(c)(3)(A)(ii), 219(g)(2)(A)(ii), (g)(7).
PHASE_OUT_WIDTHS = {
    "roth_ira_magi_phaseout.single_hoh_mfs_lived_apart": 15,
    "roth_ira_magi_phaseout.mfj_qss": 10,
    "roth_ira_magi_phaseout.mfs_lived_with_spouse": 10,
    "ira_deduction_phaseout.covered_single_hoh": 10,
    "ira_deduction_phaseout.covered_mfj_qss": 20,
    "ira_deduction_phaseout.covered_mfs": 10,
    "ira_deduction_phaseout.not_covered_spouse_covered_mfj": 10,
    "ira_deduction_phaseout.not_covered_spouse_covered_mfs": 10,
}
PHASE_OUTS = """
roth_ira_magi_phaseout.
  single_hoh_mfs_lived_apart      120 122 124 125 129 138 146 150 153
  mfj_qss                         189 193 196 198 204 218 230 236 242
  mfs_lived_with_spouse             0
ira_deduction_phaseout.
  covered_single_hoh               63  64  65  66  68  73  77  79  81
  covered_mfj_qss                 101 103 104 105 109 116 123 126 129
  covered_mfs                       0
  not_covered_spouse_covered_mfj  189 193 196 198 204 218 230 236 242
  not_covered_spouse_covered_mfs    0
"""

# Month and day of the year after
DUE_DATES = """
contribution_due_date                    04-15 07-15 05-17 04-18 04-18 04-15 04-15 04-15 04-15
contribution_due_date_me_ma              04-17     -     - 04-19     - 04-17     -     -     -
form_8606_printed_line_1_and_4_end_date  04-15 04-15 04-15 04-18 04-18     -     - 04-15     -
"""

# Month and day of the year itself
LAST_DAYS = """
conversion_deadline       12-31
pre_tax_roll_in_deadline  12-31
"""

DISASTERS = {
    2022: "most of California and parts of Alabama and Georgia: 2023-10-16",
    2024: "Los Angeles County wildfires: 2025-10-15",
}


def rows(table: str) -> Iterator[tuple[str, int, str]]:
    """Name, year and what stands there."""
    above = ""
    for line in table.splitlines():
        name, *values = line.split() or [""]
        if name.endswith("."):
            above = name
        elif values:
            full_name = above + name if line.startswith(" ") else name
            values = values * len(YEARS) if len(values) == 1 else values
            for year, value in zip(YEARS, values, strict=True):
                if value != "-":
                    yield full_name, year, value


def typed() -> Iterator[tuple[int, str, object]]:
    words = {"yes": True, "no": False}
    for name, year, value in rows(FIGURES):
        yield year, name, words[value] if value in words else Decimal(value)
    for name, year, value in rows(PHASE_OUTS):
        yield year, f"{name}.full_until", 1000 * int(value)
        yield year, f"{name}.zero_from", 1000 * (int(value) + PHASE_OUT_WIDTHS[name])
    for name, year, value in rows(DUE_DATES):
        yield year, name, date.fromisoformat(f"{year + 1}-{value}")
    for name, year, value in rows(LAST_DAYS):
        yield year, name, date.fromisoformat(f"{year}-{value}")
    for year, words_of_it in DISASTERS.items():
        yield year, "disaster_due_date_examples.1", words_of_it


def on_file(name: str, value: object) -> Iterator[tuple[str, object]]:
    """What the year's file says, taken apart; steps are counted from 1."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from on_file(f"{name}.{field}", getattr(value, field))
    elif isinstance(value, tuple):
        for step, inner in enumerate(value, start=1):
            yield from on_file(f"{name}.{step}", inner)
    elif value is not None:
        yield name, value


@pytest.mark.parametrize("year", SUPPORTED_YEARS)
def test_a_year_is_as_typed_again(year: int) -> None:
    figures = tax_year(year)
    read = dict(
        leaf
        for name in TaxYear.model_fields.keys() - {"year"}
        for leaf in on_file(name, getattr(figures, name).value)
    )
    again = {name: value for of, name, value in typed() if of == year}
    assert read | {"year": figures.year} == again

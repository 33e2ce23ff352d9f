"""Whether a required minimum distribution (RMD) is due from a person's IRAs."""

from calc.tax_year import TaxYear


def distribution_is_required(figures: TaxYear, age: int) -> bool | None:
    """Whether an RMD is due for the year, by the age on December 31 in whole years; None where
    the month of birth would decide.

    Due from 70 1/2 for those born before July 1949, from 72 for those born up to 1950, from 73 up
    to 1959 (the July 2024 proposed regulations' choice) and from 75 later; none for 2020 (IRC
    401(a)(9)(C)(v), 408(a)(6); SECURE 2.0 sec. 107).
    """
    if figures.rmd_waived_for_year.value:
        return False
    born = figures.year - age
    if born >= 1960:
        return age >= 75
    if born >= 1951:
        return age >= 73
    if born == 1950 or (born == 1949 and age >= 72):
        return age >= 72
    if age == 70:
        return None
    return age > 70

"""The figures of the tax years, and the date that comes next."""

from datetime import date

from bot.operating.doctor.line import Line, fix, ok
from calc.deadlines import DeadlineFacts, deadlines
from calc.tax_year import SUPPORTED_YEARS, tax_year


def figures(today: date) -> Line:
    first, last = SUPPORTED_YEARS[0], SUPPORTED_YEARS[-1]
    for year in SUPPORTED_YEARS:
        tax_year(year)
    if today.year not in SUPPORTED_YEARS:
        return fix(
            "figures",
            f"{first} to {last}, and none for {today.year}: install a version that has them",
        )
    coming = [
        (deadline.due, str(deadline.kind).replace("_", " "), year)
        for year in (today.year - 1, today.year)
        if year in SUPPORTED_YEARS
        for deadline in deadlines(tax_year(year), DeadlineFacts(as_of=today))
        if not deadline.passed
    ]
    due, _, year = min(coming)
    kinds = ", ".join(kind for day, kind, of in coming if (day, of) == (due, year))
    return ok("figures", f"tax years {first} to {last}; next date: {due} for {year} ({kinds})")

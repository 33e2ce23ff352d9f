"""What to do once the basis is found: what to clear up, the forms to file late, what to bring."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from calc.iras.basis import PENALTY_NOT_FILED, LedgerYear
from calc.tax_year import tax_year
from conversations.document import ActionItem
from conversations.formats import day, dollars, listed
from conversations.ranges import Range
from conversations.reports.actions.open_points import clear_up
from conversations.reports.pro_rata import in_dollars
from conversations.situations.basis_history import BasisHistory

GOES_ON = "Backdoor Roth goes on with it and does not ask for it again."
"""In the chat; paper leaves it out."""


def action_items(history: BasisHistory) -> Iterator[ActionItem]:
    yield from clear_up(tuple(_unsure(history)), "basis_open_points")
    if not history.basis.sure:
        yield ActionItem(
            "Ask the IRS for what it has",
            "Wage and income transcripts list Forms 5498 and 1099-R of the last ten years, return "
            "transcripts the deductions: irs.gov, or Form 4506-T.",
            key="basis_transcripts",
        )
    for year, filed in history.form_years:
        yield ActionItem(
            f"Form 8606 for {year.year}", _form(history, year, filed), key=f"basis_form_{year.year}"
        )
    yield from _waiver(history)
    yield from _comparison(history)
    yield from _papers(history)
    one = "" if history.basis.sure else "One amount of "
    yield ActionItem(
        "Carry it on",
        f"{one}{in_dollars(history.basis)} goes on line 2 of Form 8606 for {history.year}. "
        f"{GOES_ON} Keep every form until your IRAs are empty.",
        key="basis_carry_on",
    )


def _waiver(history: BasisHistory) -> Iterator[ActionItem]:
    late = [year for year, _ in history.form_years if history.is_late(year)]
    if late:
        most = dollars(PENALTY_NOT_FILED * len(late))
        yield ActionItem(
            "Ask for the penalties to be waived",
            f"{dollars(PENALTY_NOT_FILED)} for each that was owed and is missing, {most} at "
            "most, and nothing with reasonable cause (IRC 6693(b)(2)): send the forms, each on "
            "that of its own year, with a short letter on why they were missing, such as software "
            "that left them out.",
            key="basis_waiver",
        )


def _comparison(history: BasisHistory) -> Iterator[ActionItem]:
    if history.moved_in:
        yield ActionItem(
            "Compare the taxable amounts with your returns",
            "Where a return taxed more, an amended one can bring it back, mostly within three "
            "years of filing (IRC 6511(a)); where it taxed less, tax is owed.",
            key="basis_compare",
        )


def _papers(history: BasisHistory) -> Iterator[ActionItem]:
    if history.years:
        told = _spans([facts.year for facts in history.years])
        moved = _spans(history.moved_in)
        values = f", the December 31 statements of {moved}" if moved else ""
        yield ActionItem(
            "Bring to your CPA",
            f"This list, Forms 5498 and 1099-R and the returns of {told}{values}, "
            "and any Form 8606 that was filed.",
            key="basis_bring",
        )


def _unsure(history: BasisHistory) -> Iterator[str]:
    if history.form_may_exist:
        yield (
            "whether a Form 8606 was filed for an earlier year (its line 14 takes the place of all "
            "years until then)"
        )
    if history.not_sure:
        yield f"what went in and out of your IRAs in {_spans(history.not_sure)}"
    forms = [year.year for year, filed in history.form_years if filed is None]
    if forms:
        yield f"whether Form 8606 was filed for {_spans(forms)}"


def _spans(years: Sequence[int]) -> str:
    """Ascending years, those one after the other taken together: 2017 and 2019 to 2023."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    names = (
        [f"{span[0]} to {span[-1]}"] if len(span) > 2 else [str(year) for year in span]
        for span in spans
    )
    return listed([name for span in names for name in span], "and")


def _form(history: BasisHistory, year: LedgerYear, filed: bool | None) -> str:
    if not history.is_late(year):
        due = tax_year(year.year).contribution_due_date.value
        found = f"Goes with the return for {year.year}, due {day(due)}, or with its extension."
    elif filed is False and year.form_owed:
        found = "Owed and not filed: it can be sent by itself."
    else:
        found = "Look whether it was filed; if not, it can be sent by itself."
    perhaps = "" if year.form_owed else " Whether it is owed turns on what you were not sure of."
    lines = ", ".join(
        f"line {number} {in_dollars(Range(low, high))}" for number, low, high in _lines(year)
    )
    return f"{found}{perhaps} On it: {lines}."


def _lines(year: LedgerYear) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Those that tell most; of a year of which all is certain, whatever is not nothing."""
    low, high = year.lowest, year.highest
    if year.form is None or year.form.line9 is None:
        yield "1", low.line1, high.line1
        yield "2", low.line2, high.line2
        yield "14", year.basis.at_least, year.basis.at_most
        return
    for line, amount in year.form.lines:
        if amount and line.number in ("1", "2", "4", "6", "7", "8", "13", "14", "15c", "18"):
            yield line.number, amount, amount

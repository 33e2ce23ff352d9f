"""The tax on net investment income of individuals: IRC 1411."""

from decimal import Decimal

from calc.filing_status import FilingStatus
from calc.money import ZERO, to_cent
from calc.tax_year import TaxYear
from calc.taxes.tax_brackets import by_status

RATE = Decimal("0.038")
"""IRC 1411(a)(1)."""


def net_investment_income_tax(
    figures: TaxYear, status: FilingStatus, magi: Decimal, net_investment_income: Decimal
) -> Decimal:
    """3.8% of the lesser of net investment income and modified AGI above the threshold, in
    dollars to the cent.

    What comes out of an IRA or a plan is not net investment income (1411(c)(5)), and is modified
    AGI. Spouses who file separately have the same threshold if they lived apart."""
    rows = figures.niit_threshold.value
    threshold = by_status(status, rows.single_hoh, rows.mfj_qss, rows.mfs, rows.single_hoh)
    above = max(ZERO, magi - threshold)
    return to_cent(RATE * min(net_investment_income, above))

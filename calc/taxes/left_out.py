"""What the cost of a conversion does not count."""

from enum import StrEnum


class LeftOut(StrEnum):
    """Taxes, rules and amounts that are not modelled and can matter."""

    STATE_TAX = "state_tax"
    """No rate was given."""
    SPOUSE_AGE = "spouse_age"
    """Not given on a joint return: what is deducted for a spouse of 65 or older."""
    SPOUSE_ITEMIZES = "spouse_itemizes"
    """On a separate return: there is no standard deduction then (IRC 63(c)(6)(A))."""
    ITEMIZED_LIMITS = "itemized_limits"
    """Itemized deductions that change with income (IRC 68, 164(b), 170, 213)."""
    OTHER_DEDUCTIONS = "other_deductions"
    """As for business income or, from 2025, tips, overtime and car loans: with limits by income."""
    LOST_IRA_DEDUCTION = "lost_ira_deduction"
    """The tax on an IRA deduction that the conversion takes away."""
    EARLY_DISTRIBUTION_TAX = "early_distribution_tax"
    """10% on taxable withdrawals before 59 1/2, unless an exception applies (IRC 72(t))."""
    CAPITAL_GAINS = "capital_gains"
    """Lower rates of long-term gains and qualified dividends, which the conversion may raise."""
    SOCIAL_SECURITY = "social_security"
    """Benefits that become taxable (IRC 86)."""
    CREDITS = "credits"
    PREMIUM_TAX_CREDIT = "premium_tax_credit"
    """For health insurance from a marketplace (IRC 36B)."""
    ALTERNATIVE_MINIMUM_TAX = "alternative_minimum_tax"
    MEDICARE_PREMIUMS = "medicare_premiums"
    """In dollars."""

"""What the limits of employers' plans do not count."""

from enum import StrEnum


class LeftOut(StrEnum):
    """Rules that are not modelled, or need what was not given, and can change a result."""

    ACP_TEST = "acp_test"
    """After-tax money of highly compensated employees that a plan has to return (IRC 401(m)(2),
    (6)), also in a safe harbor plan; not in that of an owner without employees."""
    ADP_TEST = "adp_test"
    """The same for their deferrals (IRC 401(k)(3), (8)), not in a safe harbor plan."""
    ROTH_ONLY_CATCH_UP = "roth_only_catch_up"
    """Catch-up of a person with high wages, which a plan without Roth does not take (IRC
    414(v)(7)): wages, or what the plan has, were not given."""
    SPECIAL_CATCH_UP = "special_catch_up"
    """More of it in a 403(b) plan after 15 years of service, and in a 457(b) plan in its last three
    years (IRC 402(g)(7), 457(b)(3))."""
    PAY = "pay"
    """Not given, or not looked at: what goes in is never more."""
    OWN_BUSINESS_WITH_403B = "own_business_with_403b"
    """Whoever has a 403(b) plan and controls a business: its plans and the 403(b) share one limit
    on annual additions (IRC 415(k)(4); Treas. Reg. 1.415(f)-1(f))."""
    WITHHOLDING = "withholding"
    """The 20% kept back of pre-tax money that is paid to the person (IRC 3405(c)): rolled over
    within 60 days only out of other money."""
    EARLY_DISTRIBUTION_TAX = "early_distribution_tax"
    """The 10% on pre-tax money that is kept (IRC 72(t))."""

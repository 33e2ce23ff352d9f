"""What can be tried on a result."""

from enum import StrEnum

from conversations.flow import Aside


class Way(StrEnum):
    """One thing done differently. The values are carried by buttons: never changed."""

    ROLL_IN = "roll_in"
    CONVERT = "convert"
    CONVERT_EVERYTHING = "convert_all"
    CONTRIBUTE = "contribute"
    CONTRIBUTE_ONLY = "contribute_only"
    WAIT = "wait"
    CHARITY = "charity"
    OVER_YEARS = "years"
    """A plan: nothing of it is kept as an answer but, where that is asked for, its first year."""


LABELS = {
    Way.ROLL_IN: "Roll into the 401(k)",
    Way.CONVERT: "Convert another amount",
    Way.CONVERT_EVERYTHING: "Convert everything",
    Way.CONTRIBUTE: "Contribute another amount",
    Way.CONTRIBUTE_ONLY: "Contribute only",
    Way.WAIT: "Wait a year",
    Way.CHARITY: "Give to charity (QCD)",
    Way.OVER_YEARS: "Over several years",
}


def label(tried: Way, amount: str | None) -> str:
    """What a button says that tries it; ``amount`` in words."""
    match tried:
        case Way.ROLL_IN if amount:
            return f"Roll {amount} into the 401(k)"
        case Way.CONVERT if amount:
            return f"Convert {amount}"
        case Way.CONTRIBUTE if amount:
            return f"Contribute {amount}"
        case Way.CHARITY if amount:
            return f"Give {amount} to charity"
    return LABELS[tried]


ASKED = {
    Way.CONVERT: Aside.CONVERTING,
    Way.CONTRIBUTE: Aside.CONTRIBUTING,
    Way.CHARITY: Aside.GIVING,
}
"""What stands between while it is asked how much is to be tried; a roll-in without an amount is of
all that may go."""

"""Amounts that a person knows, or knows to lie between two."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import ConfigDict, Discriminator, Tag, with_config

from calc.money import Dollars


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """An amount that lies between two, both included; dollars."""

    at_least: Dollars
    at_most: Dollars

    def __post_init__(self) -> None:
        if self.at_least > self.at_most:
            raise ValueError("at_least cannot be more than at_most")

    @property
    def certain(self) -> bool:
        return self.at_least == self.at_most


Amount = Annotated[
    Annotated[Dollars, Tag("dollars")] | Annotated[Between, Tag("between")],
    Discriminator(lambda given: "between" if isinstance(given, dict | Between) else "dollars"),
]
"""Known, or known to lie between two amounts."""


def between(amount: Decimal | Between) -> Between:
    """An amount that is known lies between itself and itself."""
    return amount if isinstance(amount, Between) else Between(at_least=amount, at_most=amount)

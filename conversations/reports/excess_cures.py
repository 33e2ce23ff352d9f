"""Ways out of an excess contribution, in words."""

from collections.abc import Iterable, Iterator

from calc.corrections.excess_cures import Cure, WayToCure
from calc.corrections.recharacterizations import IraKind
from calc.money import ZERO
from conversations.document import ActionItem
from conversations.formats import day, dollars

_NAMES = {IraKind.TRADITIONAL: "traditional IRA", IraKind.ROTH: "Roth IRA"}
_OTHER = {IraKind.TRADITIONAL: IraKind.ROTH, IraKind.ROTH: IraKind.TRADITIONAL}


def ways_out(ira: IraKind, ways: Iterable[WayToCure], *, sure: bool) -> Iterator[ActionItem]:
    """Each way, open on the day asked about. Its amount is said where the excess is ``sure``."""
    for way in ways:
        title, words = _words(
            ira, way, dollars(way.amount) if sure and way.amount else "the excess"
        )
        unless = ""
        if way.open is None:
            unless = (
                " Whether it is open turns on what was not asked here: ask your CPA."
                if way.until is None
                else " It needs a return filed on time, or an extension."
            )
        name = _NAMES[ira][:1].upper() + _NAMES[ira][1:]
        yield ActionItem(f"{name}: {title}", f"{words}{unless} {way.authority}.", way.until)


def _words(ira: IraKind, way: WayToCure, amount: str) -> tuple[str, str]:
    match way.cure:
        case Cure.WITHDRAW_WITH_INCOME:
            return (
                "take the excess back",
                f"Have {amount} taken out with what it earned, by {_until(way)}: no 6%, and only "
                "the earnings are taxed, in the year of the contribution. No deduction may have "
                "been taken for it. What is not in yet need not go in.",
            )
        case Cure.RECHARACTERIZE:
            other = _NAMES[_OTHER[ira]]
            room = (
                f"as far as there is room in a {other}"
                if way.amount is None
                else f"{amount} has room there"
            )
            return (
                f"change it into a contribution to a {other}",
                f"The broker moves it, with what it earned, by {_until(way)}; it then counts as "
                f"put there from the start: {room}. Not after a deduction.",
            )
        case Cure.CARRY_FORWARD:
            return (
                "let a later year's limit take it up",
                "Put in that much less for a later year. Until then 6% a year is owed, "
                f"{_a_year(way)}.",
            )
        case Cure.WITHDRAW_AFTER_DUE_DATE:
            return (
                "take it out late",
                f"Have {amount} taken out, without what it earned: untaxed, but 6% a year is owed, "
                f"{_a_year(way)}.",
            )
        case Cure.ORDINARY_DISTRIBUTION:
            return (
                "withdraw it like any other money",
                "It is taxed as far as it is not after-tax money, with 10% on top before 59 1/2; "
                f"only the taxed part counts. 6% a year is owed until then, {_a_year(way)}.",
            )


def _until(way: WayToCure) -> str:
    return "the due date" if way.until is None else day(way.until)


def _a_year(way: WayToCure) -> str:
    a_year = f"up to {dollars(way.excise_a_year)}"
    if way.years_with_excise < 2 or way.excise_a_year == ZERO:
        return a_year
    return f"{a_year} for each of {way.years_with_excise} years"

"""Ways out of an excess contribution, in words."""

from collections.abc import Iterator
from datetime import date

from calc.corrections.excess_cures import Cure, WayToCure
from calc.corrections.recharacterizations import IraKind
from calc.money import ZERO
from conversations.document import ActionItem
from conversations.formats import day, dollars
from conversations.ranges import Range
from conversations.situations.direct_year import DirectYear

NAMES = {IraKind.TRADITIONAL: "traditional IRA", IraKind.ROTH: "Roth IRA"}
_OTHER = {IraKind.TRADITIONAL: IraKind.ROTH, IraKind.ROTH: IraKind.TRADITIONAL}


def ways_out(year: DirectYear, ira: IraKind, excess: Range) -> Iterator[ActionItem]:
    """Each way that is or may be open today."""
    for way in year.cures(ira):
        title, words = _words(year, ira, way, excess)
        unless = ""
        if way.open is None and way.until is None:
            unless = " Whether it is open turns on what was not asked here: ask your CPA."
        name = NAMES[ira][:1].upper() + NAMES[ira][1:]
        yield ActionItem(f"{name}: {title}", f"{words}{unless} {way.authority}.", act_by(year, way))


def act_by(year: DirectYear, way: WayToCure) -> date | None:
    """The day to keep: the due date of the return, while it is to come; then the later one, that
    an extension or a return filed on time gives; for what is late, the end of the year that runs,
    when the next 6% is owed."""
    if way.until is not None:
        return min(way.until, year.due_date) if year.today <= year.due_date else way.until
    if way.cure is Cure.CARRY_FORWARD or year.today.year <= year.year:
        return None
    return date(year.today.year, 12, 31)


def _words(year: DirectYear, ira: IraKind, way: WayToCure, excess: Range) -> tuple[str, str]:
    amount = dollars(way.amount) if excess.sure and way.amount else "the excess"
    match way.cure:
        case Cure.WITHDRAW_WITH_INCOME:
            return (
                "take the excess back",
                f"Have {amount} taken out with what it earned, {_until(year, way)}: no 6%, and "
                "only the earnings are taxed, in the year of the contribution."
                f"{_not_deducted(ira)} What is not in yet need not go in.",
            )
        case Cure.RECHARACTERIZE:
            other = NAMES[_OTHER[ira]]
            return (
                f"change it into a contribution to a {other}",
                f"The broker moves it, with what it earned, {_until(year, way)}. It then counts as "
                f"put there from the start: {_room(ira, way, excess)}.{_then(ira)}",
            )
        case Cure.CARRY_FORWARD:
            later = year.year + way.years_with_excise
            return (
                "let a later year's limit take it up",
                f"Put in that much less for {later}. {_taken_up(year, ira, later)} Until it is "
                f"taken up 6% a year is owed, {_a_year(way)}.",
            )
        case Cure.WITHDRAW_AFTER_DUE_DATE:
            return (
                "take it out late",
                f"Have {amount} taken out, without what it earned: untaxed, but 6% a year is owed, "
                f"{_a_year(way)}.{_next_excise(year, way)}",
            )
        case Cure.ORDINARY_DISTRIBUTION:
            return (
                "withdraw it like any other money",
                "It is taxed as far as it is not after-tax money, with 10% on top before 59 1/2; "
                f"only the taxed part counts. 6% a year is owed until then, {_a_year(way)}."
                f"{_next_excise(year, way)}",
            )


def _room(ira: IraKind, way: WayToCure, excess: Range) -> str:
    """How much can be moved, and what has to be cured otherwise: both kinds share one limit."""
    other = NAMES[_OTHER[ira]]
    if way.amount is None or not (excess.sure or way.amount == excess.most):
        return (
            f"as far as a {other} has room beside what may stay; the rest has to come out, or be "
            "taken up by a later year's limit"
        )
    if way.amount == excess.most:
        return f"{dollars(way.amount) if excess.sure else 'all of it'} has room there"
    return (
        f"{dollars(way.amount)} has room there, beside what may stay. The other "
        f"{dollars(excess.most - way.amount)} has to come out, or be taken up by a later year's "
        "limit"
    )


def _until(year: DirectYear, way: WayToCure) -> str:
    """October 15 is open to those only whose return is filed on time, or extended (IRC 408(d)(4),
    6081; Treas. Reg. 301.9100-2(b))."""
    if way.until is None:
        return "by the due date of your return"
    if year.today <= year.due_date < way.until:
        return (
            f"by {day(year.due_date)}, or by {day(way.until)} if you file your {year.year} return "
            "on time or have an extension"
        )
    return (
        f"by {day(way.until)} (only if your {year.year} return was filed on time or has an "
        "extension)"
    )


def _not_deducted(ira: IraKind) -> str:
    return "" if ira is IraKind.ROTH else " Not if you deducted it."


def _then(ira: IraKind) -> str:
    """What is in a traditional IRA now can take the backdoor."""
    converted = " It can be converted then, by the pro rata rule: ask your CPA."
    return converted if ira is IraKind.ROTH else _not_deducted(ira)


def _taken_up(year: DirectYear, ira: IraKind, later: int) -> str:
    room = year.room_in(ira, later)
    if room is None:
        nothing = "your income stays too high" if ira is IraKind.ROTH else "you have no pay then"
        return f"What the limit of {later} takes is not known here yet; where {nothing}, $0."
    if not room.most:
        return f"At the same income and pay the limit of {later} takes none of it: $0."
    return (
        f"At the same income and pay the limit of {later} takes up to {dollars(room.most)}, less "
        "what else goes in for it."
    )


def _next_excise(year: DirectYear, way: WayToCure) -> str:
    by = act_by(year, way)
    if by is None:
        return ""
    return f" The next 6% falls due if it is still in on {day(by)}."


def _a_year(way: WayToCure) -> str:
    a_year = f"up to {dollars(way.excise_a_year)}"
    if way.years_with_excise < 2 or way.excise_a_year == ZERO:
        return a_year
    return f"{a_year} for each of {way.years_with_excise} years"

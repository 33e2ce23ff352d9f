"""Looks whether everything that the bot needs is as it has to be: ``python -m bot doctor``."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

from bot.keeping.database_file import UnusableDatabase
from bot.keeping.master_key import UnusableKey
from bot.operating.doctor import figures, kept, machine
from bot.operating.doctor.line import Line, Mark, fix, note, ok
from bot.settings import PREFIX, Settings, WrongSetting, read_settings
from bot.telegram.access import Access

Check = Callable[[Settings], Line]


def examine(now: Callable[[], datetime]) -> Iterator[Line]:
    """One line after the other, as it is found."""
    yield machine.python()
    yield machine.packages()
    yield machine.time_zones()
    try:
        settings = read_settings()
    except WrongSetting as wrong:
        yield fix("settings", str(wrong))
        return
    yield set_here(settings)
    yield figures.figures(settings.today or date.today())
    for about, check in CHECKS.items():
        yield _line_of(about, check, settings)
    yield _line_of("backup", partial(kept.backups, now=now()), settings)
    # python-telegram-bot takes a third of a second to import.
    from bot.operating.doctor.on_telegram import on_telegram

    yield from asyncio.run(on_telegram(settings, now))


def examine_quickly() -> Iterator[Line]:
    """What a health check asks every half minute, without the network."""
    try:
        settings = read_settings()
    except WrongSetting as wrong:
        yield fix("settings", str(wrong))
        return
    for about, check in QUICK_CHECKS.items():
        yield _line_of(about, check, settings)


def all_well(lines: list[Line]) -> bool:
    return not any(line.mark is Mark.FIX for line in lines)


def _line_of(about: str, check: Check, settings: Settings) -> Line:
    """What keeps one thing from being looked at keeps no other."""
    try:
        return check(settings)
    except (UnusableDatabase, UnusableKey, WrongSetting, sqlite3.Error, OSError) as error:
        return fix(about, str(error))


def set_here(settings: Settings) -> Line:
    if settings.today is not None:
        return note(
            "settings",
            f"{PREFIX}TODAY has the bot take {settings.today} for today; take it out before people "
            "talk to it",
        )
    names = [
        f"{PREFIX}{name}".upper()
        for name in Settings.model_fields
        if name in settings.model_fields_set and getattr(settings, name) is not None
    ]
    return ok("settings", ", ".join(names) or "none is set")


def access(settings: Settings) -> Line:
    who = {
        Access.OPEN: "everybody who finds the bot; PRORATA_ACCESS can say otherwise",
        Access.LISTED: f"{len(settings.people)} listed people, {len(settings.operators)} operators",
        Access.INVITED: f"who has an invitation; {len(settings.operators)} operators",
    }
    return ok("access", who[settings.who_may_talk()])


def consent(settings: Settings) -> Line:
    cpa = settings.cpa()
    if cpa is None:
        return ok("consent", "results cannot be sent to a CPA; PRORATA_CPA_CHAT allows it")
    return ok("consent", f"{settings.consent}: says all it has to, for results sent to a CPA")


CHECKS: dict[str, Check] = {
    "access": access,
    "consent": consent,
    "database": kept.database,
    "master key": kept.master_key,
    "bot": kept.running,
    "disk": machine.disk,
    "modes": machine.modes,
}
QUICK_CHECKS: dict[str, Check] = {
    "database": kept.answers,
    "master key": kept.master_key,
    "bot": kept.at_work,
}

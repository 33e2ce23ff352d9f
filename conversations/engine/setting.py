"""Settings: shown on one screen, and changed where it stands."""

from conversations.engine.moment import Moment, Turn
from conversations.events import Preferred, Setting
from conversations.flow import Aside
from conversations.preferences import Preference
from conversations.screens.settings import SAMPLE, can_it_be_seen, overview


def show_settings(talk: Moment, note: str = "", in_place: bool = False) -> Turn:
    talk = talk.undecided
    finished = talk.settled.position.open is None
    return talk.shows(overview(talk.said, finished, note, in_place))


def set_as(talk: Moment, asked: Preferred) -> Turn:
    """A button says what it makes: a second tap on it, or one on an old screen, changes nothing
    more."""
    talk, prefers = talk.undecided, talk.said.prefers
    match asked.setting:
        case Setting.LIGHT:
            return _prefers(talk, prefers - {Preference.DARK})
        case Setting.DARK:
            return _prefers(talk, prefers | {Preference.DARK})
        case Setting.TEST:
            return talk.moved(aside=Aside.RICHLY).shows(SAMPLE, can_it_be_seen())
        case Setting.RICH:
            note = "Results come with tables from now on."
            return _prefers(talk, prefers | {Preference.RICH}, note)
        case Setting.PLAIN:
            return _prefers(talk, prefers - {Preference.RICH}, "Results come as plain text.")


def _prefers(talk: Moment, prefers: frozenset[Preference], note: str = "") -> Turn:
    return show_settings(talk.moved(prefers=prefers), note, in_place=True)

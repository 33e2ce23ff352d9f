"""Files that a talk in the terminal writes: for nobody else on the machine, and over none that is
there."""

import os
import re
from datetime import date
from pathlib import Path

from bot.keeping.records import Person, everything
from bot.render.drawing import Drawing, Template, draw, in_a_calendar, on_paper, picture
from conversations.preferences import Preference
from conversations.replies import Calendar, Export, Hand, Picture

_INTO_A_FILE = re.compile(r"\s*/?(pdf|chart|picture|ics|export)\s+(\S.*?)\s*", re.IGNORECASE)
"""A command with the name of the file that it writes."""

_NAMING = {
    Template.PAPER: "pdf summary.pdf",
    Template.PICTURE: "chart summary.png",
    Template.CALENDAR: "ics dates.ics",
    Template.TEXT: "export my-data",
}


def named_in(line: str) -> tuple[str, Path] | None:
    """The command and the file that a line names; None where it names none."""
    found = _INTO_A_FILE.fullmatch(line)
    return None if found is None else (found[1], Path(found[2]).expanduser())


def written(file: Path, drawing: Drawing) -> str:
    """Writes a new file; gives what is to be said about it."""
    content = draw(drawing)
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as new:
            new.write(content)
    except FileExistsError:
        return f"{file} is there already. Name another: {_NAMING[drawing.template]}"
    except OSError as error:
        return f"{file} could not be written: {error.strerror}."
    return f"Written: {file}"


def drawn(reply: Hand | Calendar | Picture) -> tuple[str, Drawing]:
    """What is written, and its usual name."""
    match reply:
        case Hand(paper):
            return f"prorata-{paper.reference}.pdf", on_paper(paper)
        case Calendar():
            return "prorata.ics", in_a_calendar(reply)
        case Picture(document, prefers):
            return "prorata.png", picture(document, dark=Preference.DARK in prefers)


def exported(
    export: Export, person: Person, today: date, file: Path | None
) -> tuple[tuple[Path, Drawing], ...]:
    """Everything kept, as it is stored and to read, under one name."""
    name = (file or Path("prorata-export")).with_suffix("")
    return (
        (name.with_suffix(".json"), everything(person, today)),
        (name.with_suffix(".pdf"), on_paper(export.paper)),
    )

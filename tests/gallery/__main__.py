"""``python -m tests.gallery``, or ``make gallery``: five results in every form, to look at.

The people are those of the recorded talks; the files are in ``gallery``, a folder for each.
"""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.glossary_search import GlossarySearch
from bot.keeping.storage import Storage
from bot.render import drawing, terminal_text
from bot.render.typesetting import images
from bot.terminal.chat import CHAT, TerminalChat
from conversations.document import Document, Paper
from conversations.flows.every import FLOWS
from conversations.paper import on_paper
from conversations.replay import replay
from conversations.what_ifs.plan_screens import shown_last
from tests.bot.a_key import MASTERS
from tests.conversations.talking import Talk
from tests.conversations.test_talks import HEAD, TALKS
from tests.gallery.phone_page import phone_page
from tests.gallery.rich_page import rich_page

OUTPUT = Path(__file__).parent.parent.parent / "gallery"
PEOPLE = (
    "q01_an_old_401k_makes_it_taxable",
    "my_spouse_too",
    "sep_owner_not_sure",
    "q14_how_much_room",
    "a_plan_over_years",
)
PAGE_PIXELS_PER_INCH = 110


@dataclass(frozen=True)
class Person:
    """One of the recorded talks, at its last result."""

    name: str
    result: Document
    paper: Paper
    plan: Document | None
    """Over years, where one was tried last."""
    talk: Talk


def person(name: str) -> Person:
    (file,) = (talk for talk in TALKS if talk.stem == name)
    recorded = file.read_text("utf-8")
    head = HEAD.match(recorded)
    assert head is not None
    today = date.fromisoformat(head["today"])
    typed = [line[2:] for line in recorded.splitlines() if line.startswith("> ")]
    with TemporaryDirectory() as folder:
        storage = Storage(Path(folder) / "talk.db", MASTERS)
        source = io.StringIO("".join(f"{line}\n" for line in typed))
        TerminalChat(storage, FLOWS, GlossarySearch(), lambda: today, source, io.StringIO()).run()
        said = storage.said(CHAT)
        storage.close()
    assert said is not None
    flow = FLOWS.of(said)
    position = replay(flow, said, today)
    talk = Talk(today, look_up=GlossarySearch())
    talk.said = said
    return Person(
        name,
        flow.concludes(position.facts),
        on_paper(flow, position, said),
        shown_last(flow, said, position),
        talk,
    )


def main() -> None:
    for name in PEOPLE:
        shown = person(name)
        folder = OUTPUT / name
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / "terminal.txt").write_text(terminal_text.document(shown.result), "utf-8")
        (folder / "telegram.html").write_text(phone_page(shown.talk), "utf-8")
        (folder / "rich.html").write_text(rich_page(shown.result), "utf-8")
        paper = drawing.on_paper(shown.paper)
        (folder / "for_the_cpa.pdf").write_bytes(drawing.draw(paper))
        for number, page in enumerate(images("paper", paper.data, PAGE_PIXELS_PER_INCH), start=1):
            (folder / f"for_the_cpa_{number}.png").write_bytes(page)
        for document, before in ((shown.result, ""), (shown.plan, "plan_")):
            if document is not None and document.charts:
                for theme in ("light", "dark"):
                    drawn = drawing.draw(drawing.picture(document, dark=theme == "dark"))
                    (folder / f"{before}{theme}.png").write_bytes(drawn)
        print(folder)


if __name__ == "__main__":
    main()

"""Everything that is kept about a person, in words: what /export hands out as paper."""

from collections.abc import Iterator, Mapping
from datetime import date

from conversations.document import Block, Document, Heading, Paper, Paragraph, Row, Table
from conversations.flow import Flows, Said
from conversations.formats import day
from conversations.replay import given
from conversations.sharing.consent import Consent

TITLE = "Everything kept about you"

_ANSWER = ("Answer",)
_WHAT_IT_IS = ("What it is",)


def everything_kept(flows: Flows, said: Said, today: date) -> Paper:
    document = Document(tuple(_blocks(flows, said, today)))
    return Paper(TITLE, "", today, "", document, about="Your own copy")


def _blocks(flows: Flows, said: Said, today: date) -> Iterator[Block]:
    yield Paragraph(
        "The JSON file beside this one holds the same as it is stored, with the ids of your chat "
        "and of messages in it. Nothing else is kept about you here."
    )
    yield Heading("Answers")
    yield from _answers(flows, said.answers, today)
    for name, answers in said.saved.items():
        yield Heading(f"Saved result: {name}")
        yield from _answers(flows, answers, today)
    for heading, rows in (
        ("Ticked off", [Row(mark.replace(".", ", "), ("done",)) for mark in sorted(said.done)]),
        ("Reminders", list(_reminders(said))),
        ("Settings", list(_settings(said))),
        ("Sent to a CPA", list(map(_consent, said.consents))),
    ):
        yield Heading(heading)
        yield Table(_WHAT_IT_IS, tuple(rows)) if rows else Paragraph("Nothing.")


def _answers(flows: Flows, answers: Mapping[str, str], today: date) -> Iterator[Block]:
    """Those that count in their check, in its words; the others as they are stored."""
    if not answers:
        yield Paragraph("None.")
        return
    said = Said(answers)
    position = given(flows.of(said), said, today)
    rows = [
        Row(question.name, (question.show(position.facts.answer(question)),))
        for question in position.answered
        if question.id in answers
    ]
    counted = {question.id for question in position.answered}
    rows += [Row(one, (key,)) for one, key in answers.items() if one not in counted]
    yield Table(_ANSWER, tuple(rows))


def _reminders(said: Said) -> Iterator[Row]:
    for one in said.reminders.values():
        yield Row(one.title, (f"{day(one.due)}, {'on' if one.on else 'off'}",))
    if said.zone is not None:
        yield Row("Time zone", (said.zone,))


def _settings(said: Said) -> Iterator[Row]:
    for preference in sorted(said.prefers):
        yield Row(preference, ("on",))
    if said.referred_by is not None:
        yield Row("Came by the link of", (said.referred_by,))


def _consent(one: Consent) -> Row:
    words = f"{one.recipient}, {day(one.given)}, until {day(one.until)}"
    taken_back = f"; taken back on {day(one.revoked)}" if one.revoked else ""
    return Row(one.reference, (f"{words}{taken_back}. SHA-256 of what was sent: {one.content}",))

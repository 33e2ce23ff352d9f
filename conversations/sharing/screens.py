"""What is shown before a result goes to the CPA, and of those that went."""

from collections.abc import Iterator

from conversations.events import Asked, Command, Confirmed, Revoked
from conversations.flow import Flows, Position, Said
from conversations.formats import day
from conversations.questions.year import the_year
from conversations.reference import reference
from conversations.replies import Button, Say
from conversations.sharing.consent import Consent, Cpa, a_year_from

SEND = Button("Send to the CPA", Asked(Command.SEND))
SHARE = Button("Share", Asked(Command.SHARE))
PDF = Button("PDF", Asked(Command.PDF))
_SEE_IT_FIRST = Button("See the PDF first", Asked(Command.PDF))
RESULT = Button("Show the result", Asked(Command.RESULT))
BOOK = Button("Book", Asked(Command.BOOK))
TRY_AGAIN = Button("Try again", Asked(Command.SEND))


def words_of(cpa: Cpa, position: Position, said: Said) -> str:
    """What a person is asked to agree to on this day."""
    code = reference(position, said)
    content = (
        f"the text above, and the PDF {code}: your answers for {position.facts[the_year]}, the "
        "result, Form 8606 line by line, alternatives, what to do, and which documents you have"
    )
    return cpa.asks(content, day(a_year_from(position.facts.today)), code)


def asks_consent(cpa: Cpa, position: Position, said: Said, note: str | None = None) -> Say:
    words = words_of(cpa, position, said)
    return Say(
        words if note is None else f"{note}\n\n{words}",
        (
            Button(f"Yes, send it to {cpa.name}", Confirmed(Command.SEND, yes=True)),
            Button("No, send nothing", Confirmed(Command.SEND, yes=False)),
            _SEE_IT_FIRST,
        ),
    )


def consents_given(said: Said) -> Iterator[tuple[str, tuple[Button, ...]]]:
    """Each with a button to take it back, while it holds."""
    for one in said.consents:
        sent = f"Sent to {one.recipient} on {day(one.given)}: {one.reference}"
        if one.revoked is not None:
            yield f"{sent}. Consent taken back on {day(one.revoked)}.", ()
        else:
            words = f"{sent}. Your consent holds until {day(one.until)}."
            yield words, (Button(f"Take back {one.reference}", Revoked(one.reference)),)


def header(consent: Consent, referred_by: str | None) -> str:
    """What the CPA reads first."""
    by = f" Came by the link of {referred_by}." if referred_by else ""
    return (
        f"Summary {consent.reference}, sent by a client with their consent of "
        f"{day(consent.given)}, which holds until {day(consent.until)}.{by} To answer: "
        f"/reply {consent.reference} and your words."
    )


def taken_back(consent: Consent) -> str:
    """What the CPA reads then."""
    assert consent.revoked is not None
    return (
        f"The client took back their consent for {consent.reference} on {day(consent.revoked)}. "
        "Please delete what was sent; it can no longer be answered here."
    )


def after_it_is_there(flows: Flows) -> tuple[Button, ...]:
    return (RESULT, *((BOOK,) if flows.booking is not None else ()))


def written_by(cpa: Cpa, reference_: str, words: str, flows: Flows) -> Say:
    """What the CPA has written, as it is told to the person."""
    told = f"{cpa.name} writes about your summary {reference_}:\n\n{words}"
    return Say(told, after_it_is_there(flows))

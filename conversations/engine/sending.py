"""What leaves the talk: shared by the person's own hand, or sent to the CPA by their consent. What
would be sent is always shown first."""

from dataclasses import replace

from conversations.engine.moment import Moment, Turn
from conversations.events import Revoked
from conversations.flow import Aside
from conversations.formats import day
from conversations.paper import on_paper
from conversations.reference import reference
from conversations.replies import Delivered, Say, Share, ToCpa
from conversations.sharing.consent import Consent, a_year_from, fingerprint
from conversations.sharing.screens import (
    TRY_AGAIN,
    after_it_is_there,
    asks_consent,
    header,
    taken_back,
    words_of,
)
from conversations.sharing.summary import summary

_AFTER_THE_LAST = "There is something to send after the last question."
_NO_CPA = (
    "No CPA to send it to is set here. Share puts it into a chat of yours, and the PDF is a file "
    "to pass on."
)
_NOT_SENT = "Nothing was sent. Everything else works as before."


def share(talk: Moment) -> Turn:
    """The text that the person can put into any chat."""
    there = talk.settled
    if there.position.open is not None:
        return talk.undisturbed.again(_AFTER_THE_LAST)
    return there.shows(Share(summary(there.flow, there.position, there.said)))


def ask_consent(talk: Moment) -> Turn:
    """What would be sent, then the consent to send it."""
    there = talk.settled
    if there.flows.cpa is None:
        return talk.undisturbed.again(_NO_CPA)
    if there.position.open is not None:
        return talk.undisturbed.again(_AFTER_THE_LAST)
    return there.moved(aside=Aside.CONSENTING).shows(
        Say(summary(there.flow, there.position, there.said)),
        asks_consent(there.flows.cpa, there.position, there.said),
    )


def send(talk: Moment, yes: bool) -> Turn:
    """Asked again on another day: what was shown named its end from that day on."""
    there = talk.settled
    cpa = there.flows.cpa
    if not yes:
        return there.again(_NOT_SENT)
    if cpa is None or there.position.open is not None or talk.said.day != talk.today:
        return ask_consent(talk)
    words = words_of(cpa, there.position, there.said)
    text = summary(there.flow, there.position, there.said)
    paper = on_paper(there.flow, there.position, there.said)
    consent = Consent(
        reference(there.position, there.said),
        cpa.name,
        given=there.today,
        until=a_year_from(there.today),
        words=fingerprint(words),
        content=fingerprint(text, repr(paper)),
    )
    there = there.moved(consents=(*there.said.consents, consent))
    booked = "" if there.flows.booking is None else "A session can be booked. "
    sent = Say(
        f"Your summary {consent.reference} is with {cpa.name} now. {booked}/settings takes your "
        "consent back.",
        after_it_is_there(there.flows),
    )
    lost = Say(
        f"Your summary {consent.reference} could not be handed to {cpa.name}, or it is not certain "
        "that it was. Nothing else is lost.",
        (TRY_AGAIN,),
    )
    return there.shows(
        Say(f"It is on its way to {cpa.name}: you will be told when it is there."),
        ToCpa(
            header(consent, there.said.referred_by), Delivered(text, paper, told=sent, regret=lost)
        ),
    )


def revoke(talk: Moment, asked: Revoked) -> Turn:
    """A consent taken back; a second tap takes nothing more back."""
    held = [one for one in talk.said.consents if one.reference == asked.reference]
    if not any(one.revoked is None for one in held):
        return talk.stale("That consent was taken back already.")
    consents = tuple(
        replace(one, revoked=talk.today) if one in held and one.revoked is None else one
        for one in talk.said.consents
    )
    last = replace(held[-1], revoked=talk.today)
    told = (
        f"Your consent for {asked.reference} is taken back as of {day(talk.today)}, and "
        f"{last.recipient} is asked to delete what was sent. What they have read already cannot "
        "be taken back."
    )
    there = talk.moved(consents=consents)
    return there.shows(ToCpa(taken_back(last)), *there.again(told).replies)

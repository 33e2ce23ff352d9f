"""A result on paper as it is handed out: with what was ticked off, and the plan over years where
one was shown last."""

from dataclasses import replace

from conversations.document import Paper
from conversations.flow import Flow, Position, Said
from conversations.reports.for_the_cpa import for_the_cpa
from conversations.to_do import ticked_off
from conversations.what_ifs.plan_screens import shown_last


def on_paper(flow: Flow, position: Position, said: Said) -> Paper:
    """At the end of a flow."""
    paper = for_the_cpa(flow, position, said, shown_last(flow, said, position))
    return replace(paper, document=ticked_off(paper.document, position, said))

"""Who is asked what in a backdoor check, and who is not."""

import pytest

from conversations.flows.every import FLOWS
from conversations.replay import replay
from tests.conversations.talking import Talk

KNOWN = {
    **{"goal": "backdoor", "year": "2026", "status": "single", "age": "45", "income": "300k"},
    **{"covered": "yes", "ira_kinds": "rollover", "value_rollover": "95000"},
    **{"contributed": "6000", "made": "in", "earlier": "no", "converted": "6000"},
    **{"withdrawn": "0", "state_rate": "5%", "plan": "no"},
}
IN_A_PLAN = {"plan": "yes", "roll_in": "yes", "after_tax": "yes", "way_out": "yes"}
CLEAN = {"ira_kinds": "none"}
ALL_AFTER_TAX = {
    **{"ira_kinds": "traditional", "value_traditional": "2500", "contributed": "7500"},
    **{"converted": "5000"},
}


def asked(**changes: str) -> set[str]:
    """Ids of the questions on the way to the check card; the first choice, 0 or a day where
    nothing is said."""
    said = KNOWN | changes
    talk = Talk().says("/start")
    met: set[str] = set()
    while (question := replay(FLOWS.of(talk.said), talk.said, talk.today).open) is not None:
        assert question.id not in met, question.id
        met.add(question.id)
        options = [option.key for option in question.kind.options]
        talk.says(said.get(question.id) or (options or ["0"])[0])
    return met


@pytest.mark.parametrize(
    ("question", "those", "not_those"),
    [
        # What goes into an IRA about the end of the year.
        ("value_fromplan", {"ira_kinds": "rollover+fromplan"}, {}),
        ("value_transit", {"ira_kinds": "rollover+transit"}, {}),
        # Only SIMPLE money has two years to wait (IRC 72(t)(6)).
        (
            "simple_since",
            {"ira_kinds": "simple", "simple_since": "2025-03-03"},
            {"ira_kinds": "sep"},
        ),
        # Required from 73 on for who is born up to 1959 (IRC 401(a)(9)(C)(v)).
        ("rmd", {"age": "73"}, {"age": "72"}),
        ("rmd_amount", {"age": "73", "rmd": "first"}, {"age": "73", "rmd": "none"}),
        # A price, where there is something to price.
        ("state_rate", {}, CLEAN),
        (
            "state_rate",
            CLEAN | {"made": "after"},
            CLEAN | {"earlier": "not sure", "converted": "0"},
        ),
        ("state_rate", {"earlier": "not sure"}, {"income": "not sure"}),
        ("state_rate", {"year": "2025", "deducted": "none"}, {"converted": "0"}),
        # A backdoor needs to know of roll-ins; who asks about both is asked about all.
        ("roll_in", IN_A_PLAN, {}),
        ("after_tax", IN_A_PLAN | {"goal": "both"}, IN_A_PLAN),
        ("cap", IN_A_PLAN | {"goal": "both"}, IN_A_PLAN),
        ("other_plans", IN_A_PLAN | {"goal": "both"}, {"goal": "both"}),
        ("high_wages", IN_A_PLAN | {"goal": "both", "age": "50"}, IN_A_PLAN | {"goal": "both"}),
        (
            "earnings",
            IN_A_PLAN | {"goal": "both", "after_tax_so_far": "100"},
            IN_A_PLAN | {"goal": "both", "after_tax_so_far": "0"},
        ),
        ("plan", {}, CLEAN),
        # Money that was all taxed cannot be rolled in (IRC 408(d)(3)(A)(ii)).
        ("plan", {"converted": "0"}, ALL_AFTER_TAX),
        ("plan", ALL_AFTER_TAX | {"value_traditional": "2501"}, ALL_AFTER_TAX),
        ("plan", ALL_AFTER_TAX | {"value_traditional": "not sure"}, ALL_AFTER_TAX),
        ("plan", ALL_AFTER_TAX | {"earlier": "not sure"}, ALL_AFTER_TAX),
        ("plan", ALL_AFTER_TAX | {"goal": "both"}, ALL_AFTER_TAX),
    ],
)
def test_who_is_asked(question: str, those: dict[str, str], not_those: dict[str, str]) -> None:
    assert question in asked(**those)
    assert question not in asked(**not_those)


def test_both_goals_ask_of_a_plan_what_the_mega_backdoor_check_asks() -> None:
    of_the_mega_check = {
        question.id
        for section in FLOWS.by_goal["mega"].sections[1:]
        for question in section.questions
    }
    assert of_the_mega_check <= FLOWS.by_goal["both"].questions.keys()

"""The answers are looked over before the result, and only what a change needs is asked again."""

from conversations.events import Asked, Chosen, Command
from conversations.replies import Ask, Card, Say, Show
from tests.conversations.talking import EVERY_QUESTION, KNOWN_ANSWER, Talk

FINISHED = (*KNOWN_ANSWER, "no")


def at_the_card(*answers: str) -> Talk:
    return Talk().says("/start", *(answers or FINISHED))


def card(talk: Talk) -> Card:
    last = talk.replies[-1]
    assert isinstance(last, Card), last
    return last


def listed(talk: Talk) -> dict[str, str]:
    return {line.name: line.value for group in card(talk).groups for line in group.lines}


def test_every_answer_stands_on_it_by_section() -> None:
    talk = at_the_card()
    assert [group.title for group in card(talk).groups][:3] == ["You", "IRAs", "Contributions"]
    assert len(listed(talk)) == len(talk.said.answers)
    assert listed(talk)["Age"] == "45"
    assert listed(talk)["Rollover IRAs"] == "$95,000"


def test_only_what_was_answered_stands_on_it() -> None:
    """A clean backdoor has no roll-ins, no deduction and no price: twenty names would be noise."""
    talk = at_the_card("backdoor", "2026", "single", "45", "300k", "yes", "none", "7500", "in")
    talk.says("no", "7500", "0")
    assert len(listed(talk)) == len(talk.said.answers)
    assert "401(k)" not in [group.title for group in card(talk).groups]


def test_not_sure_stands_on_it() -> None:
    talk = at_the_card(*("not sure" if a == "95,000" else a for a in FINISHED))
    assert listed(talk)["Rollover IRAs"] == "Not sure"


def test_the_result_is_a_tap_or_a_word_away() -> None:
    assert isinstance(at_the_card().taps("Show the result").replies[-1], Show)
    for words in ("yes", "looks good", "show the result", "OK", "/result"):
        assert isinstance(at_the_card().says(words).replies[-1], Show), words


def test_a_change_leads_back_to_it() -> None:
    talk = at_the_card().taps("Age")
    assert talk.note == "You said: 45."
    talk.says("51")
    assert listed(talk)["Age"] == "51"
    assert listed(talk.taps("Age").taps("Keep 51"))["Age"] == "51"


def test_what_stands_behind_a_question_that_a_change_opened() -> None:
    """It is on the card, and can be changed from there; nothing is lost."""
    talk = at_the_card()
    change_year, change_conversion = talk.button("Tax year"), talk.button("Converted")
    talk.says("change my filing status to mfs")
    opened = talk.ask.text
    assert listed(talk.says("check"))["Converted"] == "$6,000"
    assert talk.does(change_conversion).note == "Converted: that is asked again in its turn."
    assert talk.ask.text == opened
    assert talk.does(change_year).note == "You said: 2026."
    talk.says("keep", "no")
    assert talk.note == "You said: $6,000."
    assert listed(talk.says("7000"))["Converted"] == "$7,000"


def test_only_what_a_change_makes_necessary_is_asked_again() -> None:
    before = at_the_card()
    talk = at_the_card().taps("IRAs").taps("SEP IRA").taps("Done")
    assert talk.ask.text.startswith("What will your SEP IRAs hold")
    talk.says("20k")
    assert (
        dict(before.said.answers)
        | {
            "ira_kinds": "rollover+sep",
            "value_sep": "20000",
        }
        == talk.said.answers
    )
    assert listed(talk)["SEP IRAs"] == "$20,000"


def test_a_change_of_mind_about_what_to_change() -> None:
    """A later question can be chosen on the card while an earlier one is asked again."""
    talk = at_the_card()
    change_conversion = talk.button("Converted")
    talk.taps("Age").does(change_conversion)
    assert talk.ask.text.startswith("How much do you convert")
    talk.says("7000")
    assert (listed(talk)["Age"], listed(talk)["Converted"]) == ("45", "$7,000")


def test_on_the_way_it_goes_on_where_the_talk_was() -> None:
    talk = Talk().says("/start", "backdoor", "2026", "single")
    said, question = talk.said, talk.ask.text
    talk.says("/check")
    assert list(listed(talk)) == ["Goal", "Tax year", "Filing status"]
    assert talk.taps("Go on").ask.text == question
    assert talk.said == said


def test_without_answers_there_is_none() -> None:
    assert Talk().says("/start", "check").note == "There are no answers yet."


def test_a_change_after_the_result_leads_to_it() -> None:
    talk = at_the_card().says("result").taps("Change answers")
    assert listed(talk)["Age"] == "45"
    talk.says("result").does(Chosen("age", "51"))
    assert card(talk).note == "Age: changed from 45 to 51."


def test_it_is_not_shown_again_for_a_word_in_passing() -> None:
    (reply,) = at_the_card().says("what is basis?").replies
    assert isinstance(reply, Say)


def test_every_answer_can_be_gone_back_to() -> None:
    for question in at_the_card().said.answers:
        assert isinstance(at_the_card().does(Asked(Command.BACK, question)).replies[-1], Ask)


def test_names_are_short() -> None:
    """They stand on buttons, two beside each other."""
    for question in EVERY_QUESTION.values():
        assert question.names, question.id
        assert len(question.name) <= 40

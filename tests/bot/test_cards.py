"""Cards of answers fit Telegram's limits and a terminal's, however many answers there are."""

import io

import pytest

from bot.keeping.storage import Storage
from bot.render import telegram_html
from bot.telegram.chat import MOST_BUTTONS, outgoing
from bot.terminal.chat import TerminalChat
from conversations.events import Asked, Command
from conversations.flow import Said
from conversations.flows.every import FLOWS
from conversations.replay import replay
from conversations.replies import Button, Card, Group, Line
from conversations.screens.check_card import check_card
from tests.bot.telegram_html import read_html
from tests.bot.telegram_rules import BUTTONS, BUTTONS_A_ROW, TEXT
from tests.conversations.talking import KNOWN_ANSWER, TODAY, Talk

RESULT = Button("Show the result", Asked(Command.RESULT))


def long_card(answers: int, value: str = "$123,456.78") -> Card:
    """With a section for every ten answers."""
    lines = [
        Line(
            f"Basis of {1920 + n} & <before>", value, Button(f"n{n}", Asked(Command.BACK, f"n{n}"))
        )
        for n in range(answers)
    ]
    sections = [tuple(lines[at : at + 10]) for at in range(0, answers, 10)]
    groups = tuple(Group(f"Part {n}", part) for n, part in enumerate(sections))
    return Card("These are your answers.", groups, (RESULT,), "Noted: $1.")


@pytest.mark.parametrize("answers", [0, 1, 28, 99, 100, 250])
def test_telegram_takes_it(answers: int) -> None:
    messages = outgoing([long_card(answers)])
    for message in messages:
        shown, _ = read_html(message.text)
        assert 0 < len(shown) <= TEXT
    buttons = [key for row in messages[-1].keyboard for key in row]
    assert len(buttons) == min(answers + 1, MOST_BUTTONS) <= BUTTONS
    assert buttons[-1].label == RESULT.label
    assert max(map(len, messages[-1].keyboard)) <= 2 <= BUTTONS_A_ROW
    assert answers > 100 or len(messages) <= 2


def test_a_section_stays_together() -> None:
    for message in telegram_html.card(long_card(250)):
        assert message.startswith(("Noted", "<b>Part"))


def test_every_answer_can_be_tapped() -> None:
    (message,) = outgoing(Talk().says("/start", *KNOWN_ANSWER, "no").replies)
    labels = [[key.label for key in row] for row in message.keyboard]
    assert labels[0] == ["\u270f\ufe0f Goal", "\u270f\ufe0f Tax year"]
    assert labels[-1] == ["Show the result"]
    assert "<b>You</b>\nGoal: <b>Backdoor Roth</b>\n" in message.text


def test_the_terminal_shows_all_of_a_long_one(storage: Storage) -> None:
    screen = io.StringIO()
    chat = TerminalChat(storage, FLOWS, lambda _: None, lambda: TODAY, io.StringIO(), screen)
    chat._reply(long_card(250, "some words " * 20))
    assert "250  Basis of 2169" in screen.getvalue()
    assert "251  Show the result" in screen.getvalue()
    assert max(map(len, screen.getvalue().split("\n"))) <= 80


def test_the_card_of_a_person_not_sure_of_anything() -> None:
    said = Said({"goal": "both", "year": "2026", "status": "single", "age": "45"})
    said = Said({**said.answers, "income": "not sure", "covered": "not sure"})
    (message,) = outgoing([check_card(FLOWS.of(said), replay(FLOWS.of(said), said, TODAY))])
    assert "Income: <b>Not sure</b>" in message.text

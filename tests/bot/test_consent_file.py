"""What a firm asks its clients to agree to is in a file of its own, checked at the start."""

from pathlib import Path

import pytest

from bot.operating.consent_file import LONGEST, consent_in

SAMPLE = Path(__file__).parents[2] / "deploy" / "consent-sample.txt"


def test_the_sample_can_be_used_and_its_remarks_are_not_shown() -> None:
    words = consent_in(SAMPLE)
    assert words.startswith("Send this to {recipient}?\n\nWhat is sent: {content}.")
    assert "counsel" not in words


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Send {content} to {recipient}?", "does not say {until}"),
        ("", "does not say {content}"),
        ("{content} {recipient} {until} {name}", "has {name}, which stands for nothing"),
        ("{content} {recipient} {until} {}", "has {}, which stands for nothing"),
        ("{content} {recipient} {until} {content.__class__}", "has {content.__class__}, which"),
        ("{content} {recipient} {until", "a brace without the other one"),
        ("{content} {recipient} {until}" + "x" * LONGEST, f"longer than {LONGEST} characters"),
    ],
)
def test_one_that_cannot_be_used_is_named(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "consent.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"consent\.txt") as refused:
        consent_in(file)
    assert told in str(refused.value)


def test_one_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        consent_in(tmp_path / "consent.txt")


def test_one_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "consent.txt").write_bytes(b"\xff\xfe{content}")
    with pytest.raises(ValueError, match="cannot be read as UTF-8"):
        consent_in(tmp_path / "consent.txt")

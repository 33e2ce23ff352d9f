"""A long talk: the basis gone through year by year since 1989, in and out in every year."""

from tests.conversations.talking import Talk

BEGINNING = ("/start", "finding my basis", "2026", "45", "no", "1989", "yes")
SAID = {
    "year": "both",
    "in": "2,000",
    "deducted": "none of it",
    "moved": "yes",
    "made": "in the year",
    "converted": "500",
    "withdrawn": "100",
    "value": "50,000",
}
"""To what is asked of a year, by the name of the question without the year."""


def basis_talk(answers: int) -> Talk:
    """A talk in which so many are given, from 5 to 250. After 12, 60 and 200 it asks for money."""
    talk = Talk().says(*BEGINNING)
    while talk.said is not None and len(talk.said.answers) < answers:
        talk.says(SAID[talk.ask.question.rstrip("0123456789")])
    return talk

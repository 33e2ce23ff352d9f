"""What every result ends with."""

from datetime import date

from conversations.document import Note
from conversations.formats import day


def estimate(today: date, year: int, besides: str = "") -> Note:
    """That it is one, of which day, and under which year's rules."""
    return Note(
        f"Worked out on {day(today)} from your answers: an estimate under the rules for {year}."
        f"{besides} Not tax advice: take it to your CPA."
    )

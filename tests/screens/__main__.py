"""``python -m tests.screens``, or ``make screens``: every screen in one HTML file, for a CPA.

It pretends that today is the date given (``make screens ARGS=2026-11-21``), or else the date that
the tests pretend; the file is ``screens/book.html``.
"""

import sys
from datetime import date
from pathlib import Path

from tests.conversations.talking import TODAY
from tests.screens.book import book

OUTPUT = Path(__file__).parent.parent.parent / "screens" / "book.html"
TALKS = 150
"""For each goal, on each day."""


def main() -> None:
    today = date.fromisoformat(sys.argv[1]) if sys.argv[1:] else TODAY
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(book(today, TALKS), encoding="utf-8")
    print(OUTPUT)


if __name__ == "__main__":
    main()

"""Asks the operator, at a terminal or of what is piped in."""

import sys
from getpass import getpass
from textwrap import fill

import click


class Left(Exception):
    """There are no more answers; the message is one line for the operator."""


def say(words: str) -> None:
    """A paragraph, or several."""
    for paragraph in words.split("\n"):
        click.echo(fill(paragraph, 78, break_long_words=False, break_on_hyphens=False))


def begin(words: str) -> None:
    """Something new, after an empty line."""
    say(f"\n{words}")


def ask(question: str) -> str:
    """Without blanks around it. Raises Left."""
    return _answer(question, hidden=False)


def ask_hidden(question: str) -> str:
    """What is typed is not shown. Raises Left."""
    return _answer(question, hidden=True)


def _answer(question: str, *, hidden: bool) -> str:
    try:
        # getpass would ask at the terminal even where the answers are piped in.
        if hidden and sys.stdin.isatty():
            return getpass(f"{question} ").strip()
        click.echo(f"{question} ", nl=False)
        line = sys.stdin.readline()
    except (EOFError, KeyboardInterrupt):
        line = ""
    if not sys.stdin.isatty() or not line:
        click.echo()
    if not line:
        raise Left("left before the end; nothing was written")
    return line.strip()

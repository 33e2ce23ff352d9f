"""The talk in the terminal, as the settings have it, until it is left."""

import io
import os
import sys
from contextlib import closing

import click

from bot.glossary_search import GlossarySearch
from bot.opening import flows_of, storage_of, today_of
from bot.settings import Settings
from bot.terminal.chat import TerminalChat


def run(settings: Settings) -> None:
    """Raises OSError where nothing can be shown, UnusableDatabase, UnusableKey."""
    # Bytes that are no text, or letters that the screen does not have, end no talk.
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if sys.stdin is None or sys.stdout is None:
        raise OSError("a talk in the terminal needs an input and an output")
    with closing(storage_of(settings)) as storage:
        talk = TerminalChat(storage, flows_of(settings), GlossarySearch(), today_of(settings))
        try:
            talk.run()
            sys.stdout.flush()
        except KeyboardInterrupt:
            click.echo()
            talk.leave()
        except OSError as error:
            # Whoever read along has left, or the screen is a full disk: nothing more can be shown.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):
                raise

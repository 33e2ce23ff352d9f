"""The texts that stand in the code for people to read."""

import ast
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FOR_PEOPLE = (
    *("conversations/reports", "conversations/questions", "conversations/what_ifs"),
    *("conversations/engine", "conversations/screens"),
)
SHORTEST = 16
"""Characters: shorter pieces are words between amounts."""


def not_shown(html: str) -> dict[str, tuple[str, ...]]:
    """The texts of the code that no screen of a page has, by file."""
    shown = _bare(unescape(re.sub(r"<[^>]+>", " ", html)))
    missing = {
        str(file.relative_to(ROOT)): tuple(
            dict.fromkeys(words for words in texts(file) if _bare(words) not in shown)
        )
        for place in FOR_PEOPLE
        for file in sorted((ROOT / place).rglob("*.py")) or [ROOT / place]
    }
    return {file: words for file, words in missing.items() if words}


def texts(file: Path) -> Iterator[str]:
    """Pieces of sentences in a file: no documentation, no names, no patterns."""
    tree = ast.parse(file.read_text("utf-8"))
    documentation = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
        ):
            for piece in re.split(r"\{\w+\}", node.value):
                if _is_said(piece.strip()):
                    yield piece.strip()


def _is_said(piece: str) -> bool:
    """Not a pattern, nor one of the words that people type."""
    typed = re.fullmatch(r"[a-z0-9() '-]{1,30}", piece)
    return len(piece) >= SHORTEST and " " in piece and not typed and "(?" not in piece


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()

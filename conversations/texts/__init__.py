"""Longer texts, one file each."""

from functools import cache
from pathlib import Path


@cache
def text(name: str) -> str:
    """The paragraphs of ``<name>.md``, each on one line."""
    paragraphs = (Path(__file__).parent / f"{name}.md").read_text(encoding="utf-8").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs).strip()

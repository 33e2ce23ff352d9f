"""One HTML page: headings, paragraphs, tables. To be read on a screen or on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

STYLE = """
:root { color-scheme: light dark; --line: #8886; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem } h2 { margin-top: 3rem; border-bottom: 2px solid var(--line) }
h3 { margin: 2rem 0 .3rem } section section { break-inside: avoid }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .25rem 1rem; margin: 0 }
dt { opacity: .7 } dd { margin: 0; white-space: pre-line }
dd p { margin: 0 0 .4rem } li { margin: .3rem 0; white-space: pre-line }
.asked { background: var(--soft); border-left: 4px solid var(--line); padding: .5rem .8rem;
  margin: .4rem 0; white-space: pre-line }
.button { border: 1px solid var(--line); border-radius: .5rem; padding: 0 .5rem;
  margin: 0 .3rem .3rem 0; display: inline-block }
.id { opacity: .6; font: .85rem ui-monospace, monospace }
nav a { text-decoration: none } nav ul { columns: 2 }
@media print { body { font-size: 11px; max-width: none; margin: 0 } nav ul { columns: 3 }
  a { color: inherit } h2 { break-before: page } nav + section h2 { break-before: auto } }
"""


@dataclass
class Chapter:
    """A heading of the contents, and what stands below it."""

    title: str
    parts: list[str] = field(default_factory=list)
    subtitles: list[str] = field(default_factory=list)

    def part(self, title: str, html: str, id_: str = "") -> None:
        self.subtitles.append(title)
        mark = f' <span class="id">{escape(id_)}</span>' if id_ else ""
        here = _anchor(f"{self.title} {title}")
        self.parts.append(f'<section id="{here}"><h3>{escape(title)}{mark}</h3>\n{html}</section>')


def page(title: str, introduction: Sequence[str], chapters: Sequence[Chapter]) -> str:
    contents = "".join(
        f'<h3><a href="#{_anchor(chapter.title)}">{escape(chapter.title)}</a></h3><ul>'
        + "".join(
            f'<li><a href="#{_anchor(f"{chapter.title} {part}")}">{escape(part)}</a></li>'
            for part in chapter.subtitles
        )
        + "</ul>"
        for chapter in chapters
    )
    body = "\n".join(
        f'<section id="{_anchor(chapter.title)}"><h2>{escape(chapter.title)}</h2>\n'
        + "\n".join(chapter.parts)
        + "</section>"
        for chapter in chapters
    )
    lead = "".join(map(paragraph, introduction))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>{lead}<nav>{contents}</nav>\n{body}</body></html>\n"
    )


def paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>"


def asked(text: str) -> str:
    return f'<div class="asked">{escape(text, quote=False)}</div>'


def buttons(labels: Iterable[str]) -> str:
    return "".join(f'<span class="button">{escape(label, quote=False)}</span>' for label in labels)


def listing(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text, quote=False)}</li>' for text in texts)}</ul>"


def definitions(rows: Iterable[tuple[str, Sequence[str] | str]]) -> str:
    """Names with their texts; a text that is one string is HTML already."""
    return (
        "<dl>"
        + "".join(
            f"<dt>{escape(name)}</dt><dd>"
            + (texts if isinstance(texts, str) else "".join(map(paragraph, texts)))
            + "</dd>"
            for name, texts in rows
            if texts
        )
        + "</dl>"
    )


def _anchor(title: str) -> str:
    return "".join(character if character.isalnum() else "-" for character in title.casefold())

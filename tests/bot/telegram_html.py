"""Telegram's HTML, read the way Telegram reads it: to a plain text and its entities, or refused.

Rules: https://core.telegram.org/bots/api#html-style and `parse_html` in TDLib, whose errors these
are. In one thing we are stricter: `&nbsp;` and a bare `&` reach people as they stand, which is
never meant, so they are refused here.
"""

import re
from html import unescape
from typing import Any

ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}

_TAG = re.compile(r"""<(?P<end>/?)(?P<name>[^\s>/]+)(?P<rest>(?:"[^"]*"|'[^']*'|[^'">])*)>""")
_ATTRIBUTE = re.compile(r"""\s+([^\s=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.-]+))?""")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-fA-F]+);")
_PLAIN = re.compile(r"[^<&]+")


class NotTelegramHtmlError(ValueError):
    """Telegram would answer *can't parse entities*."""


def read_html(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and the entities of *html*. Raises `NotTelegramHtmlError`."""
    text = ""
    entities: list[dict[str, Any]] = []
    unfinished: list[tuple[str, dict[str, Any]]] = []
    at = 0
    while at < len(html):
        if plain := _PLAIN.match(html, at):
            text += plain[0]
            at = plain.end()
        elif reference := _REFERENCE.match(html, at):
            text += unescape(reference[0])
            at = reference.end()
        elif html[at] == "&":
            raise NotTelegramHtmlError(f"Unknown character reference at {_byte(html, at)}")
        elif not (tag := _TAG.match(html, at)):
            raise NotTelegramHtmlError(f"Unclosed start tag at {_byte(html, at)}")
        else:
            name = tag["name"].lower()
            if tag["end"]:
                entity = _finished(name, unfinished, _byte(html, at))
                entity["length"] = utf16_length(text) - entity["offset"]
            else:
                kind = _kind(name, tag["rest"], _byte(html, at))
                entities.append(kind | {"offset": utf16_length(text)})
                unfinished.append((name, entities[-1]))
            at = tag.end()
    if unfinished:
        raise NotTelegramHtmlError(
            f'Can\'t find end tag corresponding to start tag "{unfinished[-1][0]}"'
        )
    return text, [entity for entity in entities if entity["length"]]


def utf16_length(text: str) -> int:
    """What Telegram counts text in: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, tuple[dict[str, Any], ...]]:
    """Without blanks at both ends, which Telegram takes off; the entities move along."""
    lead = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], utf16_length(text))
        if start < end:
            moved.append(entity | {"offset": start, "length": end - start})
    return text, tuple(moved)


def _finished(
    name: str, unfinished: list[tuple[str, dict[str, Any]]], where: str
) -> dict[str, Any]:
    if not unfinished:
        raise NotTelegramHtmlError(f"Unexpected end tag at {where}")
    expected, entity = unfinished.pop()
    if name != expected:
        raise NotTelegramHtmlError(
            f'Unmatched end tag at {where}, expected "</{expected}>", found "</{name}>"'
        )
    return entity


def _kind(name: str, rest: str, where: str) -> dict[str, Any]:
    """The type of the entity that a start tag begins, and what belongs to the type."""
    if name not in ENTITY_OF_TAG:
        raise NotTelegramHtmlError(f'Unsupported start tag "{name}" at {where}')
    attributes = {key: unescape(value.strip("\"'")) for key, value in _ATTRIBUTE.findall(rest)}
    if _ATTRIBUTE.sub("", rest).strip():
        raise NotTelegramHtmlError(f'Empty attribute name in the tag "{name}" at {where}')
    match name:
        case "span" if attributes.get("class") != "tg-spoiler":
            raise NotTelegramHtmlError(f'Tag "span" must have class "tg-spoiler" at {where}')
        case "tg-emoji" if not attributes.get("emoji-id", "").isdigit():
            raise NotTelegramHtmlError("Invalid custom emoji identifier specified")
        case "tg-emoji":
            return {"type": "custom_emoji", "custom_emoji_id": attributes["emoji-id"]}
        case "a":
            return {"type": "text_link", "url": attributes.get("href", "")}
        case "blockquote" if "expandable" in attributes:
            return {"type": "expandable_blockquote"}
    return {"type": ENTITY_OF_TAG[name]}


def _byte(html: str, at: int) -> str:
    return f"byte offset {len(html[:at].encode())}"

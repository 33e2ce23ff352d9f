"""The HTML of rich messages, read the way Telegram reads it: to blocks, or refused.

Rules: https://core.telegram.org/bots/api#rich-message-formatting-options, "Rich HTML style" and
"Rich Message Limits". Media, maps, formulas, links and Markdown are left out: we send none. In one
thing we are stricter: an element that would be shown as an empty line is never meant.
"""

from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

INLINE = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "mark", "sub", "sup"}
INLINE |= {"tg-spoiler", "br"}
TEXTS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "footer", "summary", "caption", "th", "td"}
FLOW = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "footer", "hr", "ul", "ol", "blockquote"}
FLOW |= {"aside", "table", "details", "pre"}
INSIDE = {
    "": FLOW,
    "table": {"caption", "tr"},
    "tr": {"th", "td"},
    "ul": {"li"},
    "ol": {"li"},
    "li": FLOW | INLINE | {"input"},
    "details": FLOW | {"summary"},
    "blockquote": FLOW | INLINE | {"cite"},
    "aside": INLINE | {"cite"},
} | dict.fromkeys(TEXTS | INLINE | {"cite", "pre"}, INLINE)
"""Which elements stand in which."""
HOLDS_NO_TEXT = {"", "table", "tr", "ul", "ol", "details"}
ATTRIBUTES = {
    "table": {"bordered", "striped"},
    "td": {"align", "valign", "colspan", "rowspan"},
    "th": {"align", "valign", "colspan", "rowspan"},
    "details": {"open"},
    "input": {"type", "checked"},
    "ol": {"start", "type", "reversed"},
    "li": {"value", "type"},
}
VOID = {"br", "hr", "input"}
NAMED = {"lt", "gt", "amp", "quot", "apos", "nbsp", "hellip", "mdash", "ndash"}
NAMED |= {"lsquo", "rsquo", "ldquo", "rdquo"}
MAY_BE_EMPTY = {"th", "td", *VOID}

MOST_TEXT, MOST_BLOCKS, MOST_DEPTH, MOST_COLUMNS = 32_768, 500, 16, 20


class NotRichHtmlError(ValueError):
    """Telegram would refuse it."""


@dataclass
class Seen:
    """A rich message as a person sees it."""

    text: str = ""
    """All there is to read, lines and cells apart; also what is closed."""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    """Types and texts of the outermost ones."""


def read_rich(html: str) -> Seen:
    """Raises `NotRichHtmlError`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if len(reader.path) > 1:
        raise NotRichHtmlError(f"<{reader.path[-1]}> is not ended")
    if not reader.seen.text.strip():
        raise NotRichHtmlError("there is nothing to see")
    if len("".join(reader.read).encode()) > MOST_TEXT:
        raise NotRichHtmlError("the text is too long")
    if reader.count > MOST_BLOCKS:
        raise NotRichHtmlError("there are too many blocks")
    return reader.seen


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.seen = Seen()
        self.path = [""]
        self.read: list[str] = []
        self.count = 0
        self._columns = 0
        self._begun: list[int] = []  # how many texts were read before each open element

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INSIDE.get(self.path[-1], set()):
            raise NotRichHtmlError(f"<{tag}> cannot stand in <{self.path[-1]}>")
        if unknown := {name for name, _ in attrs} - ATTRIBUTES.get(tag, set()):
            raise NotRichHtmlError(f"<{tag}> has no {unknown}")
        if tag not in INLINE | {"input", "th", "td", "caption", "summary"}:
            self.count += 1
        if tag == "tr":
            self._columns = 0
        if tag in ("th", "td"):
            self._columns += int(dict(attrs).get("colspan") or 1)
            if self._columns > MOST_COLUMNS:
                raise NotRichHtmlError("a table has too many columns")
        if len(self.path) == 1:
            self.seen.blocks.append({"type": tag, "text": ""})
        if tag == "br":
            self._see("\n")
        if tag not in VOID:
            self.path.append(tag)
            self._begun.append(len(self.read))
        if len(self.path) > MOST_DEPTH:
            raise NotRichHtmlError("elements are nested too deep")

    def handle_endtag(self, tag: str) -> None:
        if len(self.path) == 1 or self.path[-1] != tag:
            raise NotRichHtmlError(f"</{tag}> ends <{self.path[-1]}>")
        if tag not in MAY_BE_EMPTY | INLINE and self._begun[-1] == len(self.read):
            raise NotRichHtmlError(f"<{tag}> shows nothing")
        self.path.pop()
        self._begun.pop()
        if tag not in INLINE:
            self._see("\t" if tag in ("th", "td") else "\n")

    def handle_data(self, data: str) -> None:
        if "<" in data or "&" in data:
            raise NotRichHtmlError(f"a bare sign in {data[:40]!r}")
        if data.strip() and self.path[-1] in HOLDS_NO_TEXT:
            raise NotRichHtmlError(f"{data[:40]!r} stands outside of all")
        self._text(" ".join(data.split("\n")))

    def handle_entityref(self, name: str) -> None:
        if name not in NAMED:
            raise NotRichHtmlError(f"&{name}; is not known")
        self._text(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._text(unescape(f"&#{name};"))

    def unknown_decl(self, data: str) -> None:
        raise NotRichHtmlError(f"<![{data[:40]}")

    def handle_comment(self, data: str) -> None:
        raise NotRichHtmlError(f"<!--{data[:40]}")

    def _text(self, text: str) -> None:
        if text.strip():
            self.read.append(text)
        self._see(text)

    def _see(self, text: str) -> None:
        self.seen.text += text
        if self.seen.blocks:
            self.seen.blocks[-1]["text"] += text

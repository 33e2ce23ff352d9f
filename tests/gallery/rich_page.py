"""A result as a rich message, about as a phone shows it: its HTML is what a browser reads, too."""

from bot.render import telegram_rich
from conversations.document import Document

_STYLE = """
body { background: #d7e3ec; font: 15px/1.35 sans-serif; }
main { width: 340px; margin: 20px; padding: 10px; background: #fff; border-radius: 12px; }
h3, h4, p, ul, blockquote, table, details { margin: 8px 0; }
h3 { font-size: 18px; } h4 { font-size: 16px; }
ul { padding-left: 4px; list-style: none; } li { margin: 8px 0; }
blockquote { border-left: 3px solid #3390ec; padding-left: 8px; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid #ccc; padding: 3px 6px; vertical-align: top; }
tr:nth-child(even) { background: #f4f4f5; }
summary { font-weight: bold; }
"""


def rich_page(result: Document) -> str:
    html = telegram_rich.document(result) or "(too long: sent plain)"
    page = f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>"
    return f"{page}\n<main>\n{html}\n</main>\n"

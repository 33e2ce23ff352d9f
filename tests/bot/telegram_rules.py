"""What Telegram refuses of what a bot sends, in its own words.

Limits: https://core.telegram.org/bots/api; texts: the source of Telegram's Bot API server, and for
what lies behind that server what bots have reported.
"""

import itertools
import re
from http import HTTPStatus

from tests.bot.phone import JSON, Content, Upload
from tests.bot.telegram_html import NotTelegramHtmlError, read_html, trimmed, utf16_length
from tests.bot.telegram_rich import NotRichHtmlError, read_rich

TEXT, CAPTION = 4096, 1024  # UTF-16 units after parsing, the strictest reading of "characters"
BUTTONS, BUTTONS_A_ROW = 100, 8
CALLBACK_DATA, CALLBACK_ANSWER = 64, 200  # bytes, characters
COMMANDS, COMMAND_DESCRIPTION = 100, 256
DOCUMENT, PHOTO = 50_000_000, 10_000_000  # bytes
DECORATION = {"text", "style", "icon_custom_emoji_id"}  # of a button; the rest says what it does
RICH_MESSAGE = {"html", "markdown", "is_rtl", "skip_entity_detection"}
INLINE_RESULTS, INLINE_RESULT_ID = 50, 64  # an answer's results, and bytes of the id of one
PROFILE = {"name": 64, "description": 512, "short_description": 120}


class Refusal(Exception):
    """What Telegram answers instead of a result; *retry_after* is in seconds."""

    def __init__(self, status: int, reason: str = "", retry_after: int | None = None) -> None:
        self.status = status
        self.retry_after = retry_after
        self.description = ": ".join(filter(None, [HTTPStatus(status).phrase, reason]))
        super().__init__(self.description)

    def as_json(self) -> JSON:
        answer: JSON = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.retry_after:
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


def text_message(parameters: JSON) -> Content:
    content = _content(parameters, "text", "entities")
    if not content.text:
        raise Refusal(400, "message text is empty")
    if utf16_length(content.text) > TEXT:
        raise Refusal(400, "message is too long")
    return content


def rich_message(parameters: JSON) -> tuple[Content, list[JSON]]:
    """What a person sees of it as a text, and its blocks."""
    sent = parameters.get("rich_message")
    if not isinstance(sent, dict):
        raise Refusal(400, "rich message must be non-empty")
    if unknown := sent.keys() - RICH_MESSAGE:
        raise Refusal(400, f"{unknown} is not known to this server")
    if ("html" in sent) == ("markdown" in sent):
        raise Refusal(400, "exactly one of html and markdown must be used")
    try:
        seen = read_rich(sent.get("html", ""))
    except NotRichHtmlError as error:
        raise Refusal(400, f"can't parse rich message: {error}") from error
    return Content(seen.text, (), inline_buttons(parameters)), seen.blocks


def captioned(parameters: JSON) -> Content:
    content = _content(parameters, "caption", "caption_entities")
    if utf16_length(content.text) > CAPTION:
        raise Refusal(400, "message caption is too long")
    return content


def _content(parameters: JSON, text: str, entities: str) -> Content:
    written = parameters.get(text, "")
    match parameters.get("parse_mode"):
        case None:
            found = parameters.get(entities, [])
        case "HTML":
            try:
                written, found = read_html(written)
            except NotTelegramHtmlError as error:
                raise Refusal(400, f"can't parse entities: {error}") from error
        case other:
            raise Refusal(400, f"parse_mode {other} is not known to this server")
    return Content(*trimmed(written, found), inline_buttons(parameters))


def inline_buttons(parameters: JSON) -> tuple[tuple[JSON, ...], ...]:
    keyboard = parameters.get("reply_markup", {}).get("inline_keyboard", [])
    rows = tuple(tuple(row) for row in keyboard if row)
    if sum(map(len, rows)) > BUTTONS or max(map(len, rows), default=0) > BUTTONS_A_ROW:
        raise Refusal(400, "reply markup is too long")
    for button in itertools.chain(*rows):
        if not button.get("text"):
            raise Refusal(400, "inline keyboard button text must be non-empty")
        if not button.keys() - DECORATION:
            raise Refusal(400, "Text buttons are unallowed in the inline keyboard")
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= CALLBACK_DATA:
            raise Refusal(400, "BUTTON_DATA_INVALID")
    return rows


def uploaded(parameters: JSON, kind: str, most: int) -> Upload:
    upload = parameters.get(kind)
    if not isinstance(upload, Upload):
        raise Refusal(400, f"there is no {kind} in the request")
    if not upload.content:
        raise Refusal(400, "file must be non-empty")
    if len(upload.content) > most:
        raise Refusal(413)
    return upload


def check_commands(commands: list[JSON]) -> None:
    if len(commands) > COMMANDS:
        raise Refusal(400, "BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch("[a-z0-9_]{1,32}", command["command"]):
            raise Refusal(400, "BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= COMMAND_DESCRIPTION:
            raise Refusal(400, "BOT_COMMAND_DESCRIPTION_INVALID")


def check_inline_answer(parameters: JSON) -> None:
    results = parameters.get("results", [])
    if len(results) > INLINE_RESULTS:
        raise Refusal(400, "RESULTS_TOO_MUCH")
    for result in results:
        if not 1 <= len(result["id"].encode()) <= INLINE_RESULT_ID:
            raise Refusal(400, "RESULT_ID_INVALID")
        text_message({"text": result["input_message_content"]["message_text"]})
    button = parameters.get("button")
    if button and not re.fullmatch("[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
        raise Refusal(400, "START_PARAM_INVALID")


def check_profile(field: str, text: str) -> None:
    if len(text) > PROFILE[field]:
        raise Refusal(400, f"{field} is too long")

"""The shape of what is read of an update, checked before anything else looks at it.

python-telegram-bot checks no types. What Telegram sends has this shape; what has another does not
come from Telegram, or from one that nobody knows yet, and is left out (Bot API, Update).
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

_STRICT = ConfigDict(strict=True, extra="ignore", defer_build=True)

_Id = Annotated[int, Field(ge=-(2**52), le=2**52)]
"""Of a person or a chat: at most 52 bits."""


def _whole(text: str) -> str:
    """JSON can have half of a character, which is none; UTF-8 cannot."""
    text.encode()  # a UnicodeEncodeError is a ValueError, which pydantic takes for a refusal
    return text


_Text = Annotated[str, AfterValidator(_whole)]


class _User(BaseModel):
    model_config = _STRICT
    id: _Id
    is_bot: bool


class _Chat(BaseModel):
    model_config = _STRICT
    id: _Id
    type: _Text


class _Message(BaseModel):
    model_config = _STRICT
    message_id: int
    chat: _Chat
    sender: _User | None = Field(None, alias="from")
    text: _Text | None = None
    caption: _Text | None = None
    reply_to_message: "_Message | None" = None


class _CallbackQuery(BaseModel):
    model_config = _STRICT
    id: _Text
    sender: _User = Field(alias="from")
    message: _Message | None = None
    data: _Text | None = None


class _InlineQuery(BaseModel):
    model_config = _STRICT
    id: _Text
    sender: _User = Field(alias="from")
    query: _Text


class _Member(BaseModel):
    model_config = _STRICT
    status: _Text


class _Membership(BaseModel):
    model_config = _STRICT
    chat: _Chat
    sender: _User = Field(alias="from")
    new_chat_member: _Member


class _Update(BaseModel):
    model_config = _STRICT
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _CallbackQuery | None = None
    inline_query: _InlineQuery | None = None
    my_chat_member: _Membership | None = None


def has_shape(raw: dict[str, Any]) -> bool:
    """Whether an update can be read, as far as we read one."""
    try:
        _Update.model_validate(raw)
    except ValidationError:
        return False
    return True

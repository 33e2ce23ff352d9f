"""A method of the Bot API by its name, and what comes back as it comes.

For what a talk sends all the time: ``Bot.send_message`` and the like would make objects of what
goes out, and of every message that comes back, of which only its number is wanted. That takes ten
times as long. What python-telegram-bot makes of a refusal holds here, too.
"""

from dataclasses import dataclass
from typing import Any, cast

from telegram import Bot
from telegram.request import BaseRequest, RequestData

Parameters = dict[str, Any]
"""As in the Bot API; None for what is not said."""


@dataclass(frozen=True, slots=True)
class _Ready:
    """What `RequestData` is to a carrier, of parameters that can go out as they are."""

    parameters: Parameters
    contains_files: bool = False


def said(parameters: Parameters) -> Parameters:
    """Those that are not None, as they go out."""
    return {name: value for name, value in parameters.items() if value is not None}


async def call(bot: Bot, method: str, parameters: Parameters, patience: float | None = None) -> Any:
    """``patience`` in seconds, for connecting and for the answer. Raises TelegramError."""
    limit = BaseRequest.DEFAULT_NONE if patience is None else patience
    return await bot.request.post(
        f"{bot.base_url}/{method}",
        cast(RequestData, _Ready(said(parameters))),
        read_timeout=limit,
        connect_timeout=limit,
    )

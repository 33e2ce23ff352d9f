"""A method of the Bot API by its name, and what comes back as it comes.

For what a talk sends all the time: ``Bot.send_message`` and the like would make objects of every
message that comes back, of which only its number is wanted, and take twice as long.
"""

import warnings
from typing import Any

from telegram import Bot
from telegram.request import BaseRequest
from telegram.warnings import PTBUserWarning

# python-telegram-bot would have us call its method of the same name.
warnings.filterwarnings("ignore", message="Please use 'Bot\\.", category=PTBUserWarning)

Parameters = dict[str, Any]
"""As in the Bot API; None for what is not said."""


async def call(bot: Bot, method: str, parameters: Parameters, patience: float | None = None) -> Any:
    """``patience`` in seconds, for connecting and for the answer. Raises TelegramError."""
    limit = BaseRequest.DEFAULT_NONE if patience is None else patience
    return await bot.do_api_request(
        method, api_kwargs=parameters, read_timeout=limit, connect_timeout=limit
    )

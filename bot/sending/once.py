"""A few calls to Telegram outside a talk, each made once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.error import BadRequest, EndPointNotFound, InvalidToken, NetworkError, TelegramError

from bot.sending.carrier import Carrier

UNKNOWN_TOKEN = (
    "the Bot API server does not know this token; copy it again from @BotFather, or check "
    "PRORATA_API_URL"
)


@asynccontextmanager
async def bot_at(api_root: str, token: str) -> AsyncIterator[Bot]:
    """Knows who it is (getMe). Raises TelegramError."""
    requests = Carrier(), Carrier(connection_pool_size=1)
    bot = Bot(
        token, base_url=f"{api_root}/bot", request=requests[0], get_updates_request=requests[1]
    )
    try:
        await bot.initialize()
        yield bot
    finally:
        await bot.shutdown()
        for request in requests:  # left open by a start that failed
            await request.shutdown()


def why(failure: TelegramError, api_root: str) -> str:
    """In words for the operator, without the token."""
    if isinstance(failure, InvalidToken | EndPointNotFound):
        return UNKNOWN_TOKEN
    if isinstance(failure, NetworkError) and not isinstance(failure, BadRequest):
        return f"{api_root} gives no answer: {failure}"
    return f"Telegram refuses: {failure}"

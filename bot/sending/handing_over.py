"""Files on their way to Telegram: by their ids where a chat has them already, or else drawn."""

from collections.abc import Mapping
from contextlib import suppress

from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.keeping.commits import Commits
from bot.render.drawing import Template
from bot.render.drawing_process import draw
from bot.telegram.message import File


class CannotDraw(ValueError):
    """Something is wrong with a template, or with what draws it."""


class HandingOver:
    def __init__(self, bot: Bot, commits: Commits) -> None:
        self._bot = bot
        self._commits = commits
        self._drawn: dict[int, bytes] = {}
        """What is being sent to a chat, so that another try does not draw it again."""

    async def hand_over(self, chat: int, file: File, known: Mapping[str, str]) -> None:
        """``known`` are the ids of files that were sent, by their marks. Raises CannotDraw,
        TelegramError."""
        mark = file.drawing.mark
        before = known.get(mark)
        if before is not None:
            with suppress(BadRequest):  # Telegram has it no more
                await self._upload(chat, file, before)
                return
        if chat not in self._drawn:
            try:
                self._drawn[chat] = await draw(file.drawing)
            except (RuntimeError, ImportError) as failure:
                # Its text may quote what is drawn.
                raise CannotDraw(type(failure).__name__) from None
        sent = await self._upload(chat, file, self._drawn[chat])
        self._commits.note_shown(chat, lambda shown: shown.has(mark, sent))

    def let_go(self, chat: int) -> None:
        """No further try comes."""
        self._drawn.pop(chat, None)

    async def _upload(self, chat: int, file: File, content: bytes | str) -> str:
        """A file, or the id of one; gives the id that it has now."""
        match file.drawing.template:
            case Template.PAPER | Template.CALENDAR | Template.TEXT:
                sent = await self._bot.send_document(
                    chat,
                    content,
                    filename=file.name,
                    caption=file.caption,
                    parse_mode=ParseMode.HTML,
                )
                assert sent.document is not None
                return sent.document.file_id
            case Template.PICTURE:
                sent = await self._bot.send_photo(
                    chat,
                    content,
                    filename=file.name,
                    caption=file.caption,
                    parse_mode=ParseMode.HTML,
                )
                return sent.photo[-1].file_id

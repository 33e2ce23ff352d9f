"""B0 and B1: the echo bot of python-telegram-bot's examples, which remembers nothing.

``echo_ptb.py API [without-sniffio]``. httpcore looks for sniffio at every request, and what is not
found is looked for again; python-telegram-bot does not ask for it.
"""

import sys

if "without-sniffio" in sys.argv:
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # as if it were not installed

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


application = ApplicationBuilder().token("1:peer").base_url(f"{sys.argv[1]}/bot").build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
